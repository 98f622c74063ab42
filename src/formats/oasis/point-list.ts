/**
 * Point lists (SEMI P39, section 7.7) as x,y pairs relative to the element's position, which is the first point.
 *
 * Types 0 and 1 walk in turns along x and y and leave a polygon's last vertex to be concluded; 2 walks along the axes,
 * 3 along the diagonals too, 4 anywhere; 5 is 4 with each step relative to the one before.
 */
import type { ByteCursor } from "./byte-cursor.ts";

/** Points in an array that the next list of the same kind is read into again, with the box around them. */
export class PointList {
  /** x,y pairs; what lies behind `length` means nothing. Doubles: a sum may leave 32 bits on its way. */
  xy = new Float64Array(32);
  /** Numbers, two a point. */
  length = 0;
  /** Counts the lists that were read into it. */
  version = 0;
  left = 0;
  bottom = 0;
  right = 0;
  top = 0;

  static of(points: readonly number[]): PointList {
    return new PointList().fill(points);
  }

  fill(points: readonly number[]): this {
    this.start(points.length / 2);
    for (let i = 0; i < points.length; i += 2) this.push(points[i], points[i + 1]);
    return this;
  }

  copy(): PointList {
    const copy = Object.assign(new PointList(), this);
    copy.xy = this.xy.slice(0, this.length);
    return copy;
  }

  /** Empties it, with room for so many points. */
  start(count: number): void {
    if (2 * count > this.xy.length) this.xy = new Float64Array(4 * count);
    this.length = 0;
    this.version++;
    this.left = this.bottom = this.right = this.top = 0;
  }

  /** A point for which there is room. The box reaches to the first point, 0, 0, in any case. */
  push(x: number, y: number): void {
    const at = this.length;
    this.xy[at] = x;
    this.xy[at + 1] = y;
    this.length = at + 2;
    if (x < this.left) this.left = x;
    else if (x > this.right) this.right = x;
    if (y < this.bottom) this.bottom = y;
    else if (y > this.top) this.top = y;
  }
}

/** Reads a list into `list`. */
export function readPointList(cursor: ByteCursor, isPolygon: boolean, list: PointList): PointList {
  const type = cursor.unsigned();
  if (type > 5) throw cursor.error("point-list-type", `${type} is not one of the types of point lists, 0 to 5`);
  const count = cursor.listLength(cursor.unsigned());
  if (count === 0) throw cursor.error("point-list", "a point list has no points");
  list.start(count + 2);
  list.push(0, 0);
  if (type < 2) alternating(cursor, list, count, type === 1, isPolygon);
  else if (type === 4) anywhere(cursor, list, count);
  else walking(cursor, list, count, type);
  return list;
}

function alternating(cursor: ByteCursor, list: PointList, count: number, startsUp: boolean, isPolygon: boolean): void {
  let [x, y] = [0, 0];
  let isUp = startsUp;
  for (let i = 0; i < count; i++) {
    if (isUp) y += cursor.signed();
    else x += cursor.signed();
    isUp = !isUp;
    list.push(x, y);
  }
  if (!isPolygon) return;
  if (count % 2 === 1) cursor.warn("point-list", "a point list of type 0 or 1 has an odd number of points");
  // The step that would come next leads to a line with the first point, the last one back to it.
  if (isUp) list.push(x, 0);
  else list.push(0, y);
}

function anywhere(cursor: ByteCursor, list: PointList, count: number): void {
  let [x, y] = [0, 0];
  for (let i = 0; i < count; i++) {
    cursor.delta();
    x += cursor.dx;
    y += cursor.dy;
    list.push(x, y);
  }
}

function walking(cursor: ByteCursor, list: PointList, count: number, type: number): void {
  let [x, y, stepX, stepY] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    if (type === 2) cursor.delta2();
    else if (type === 3) cursor.delta3();
    else cursor.delta();
    stepX = cursor.dx + (type === 5 ? stepX : 0);
    stepY = cursor.dy + (type === 5 ? stepY : 0);
    x += stepX;
    y += stepY;
    list.push(x, y);
  }
}
