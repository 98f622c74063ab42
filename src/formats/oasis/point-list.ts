/**
 * Point lists (SEMI P39, section 7.7) as x,y pairs relative to the element's position, which is the first point.
 *
 * Types 0 and 1 walk in turns along x and y and leave a polygon's last vertex to be concluded; 2 walks along the axes,
 * 3 along the diagonals too, 4 anywhere; 5 is 4 with each step relative to the one before.
 */
import type { ByteCursor } from "./byte-cursor.ts";

export function readPointList(cursor: ByteCursor, isPolygon: boolean): number[] {
  const type = cursor.unsigned();
  if (type > 5) throw cursor.error("point-list-type", `${type} is not one of the types of point lists, 0 to 5`);
  const count = cursor.listLength(cursor.unsigned());
  if (count === 0) throw cursor.error("point-list", "a point list has no points");
  const xy = [0, 0];
  if (type < 2) alternating(cursor, xy, count, type === 1, isPolygon);
  else walking(cursor, xy, count, type);
  return xy;
}

function alternating(cursor: ByteCursor, xy: number[], count: number, startsUp: boolean, isPolygon: boolean): void {
  let [x, y] = [0, 0];
  let isUp = startsUp;
  for (let i = 0; i < count; i++) {
    if (isUp) y += cursor.signed();
    else x += cursor.signed();
    isUp = !isUp;
    xy.push(x, y);
  }
  if (!isPolygon) return;
  if (count % 2 === 1) cursor.warn("point-list", "a point list of type 0 or 1 has an odd number of points");
  // The step that would come next leads to a line with the first point, the last one back to it.
  if (isUp) xy.push(x, 0);
  else xy.push(0, y);
}

function walking(cursor: ByteCursor, xy: number[], count: number, type: number): void {
  let [x, y, stepX, stepY] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    if (type === 2) cursor.delta2();
    else if (type === 3) cursor.delta3();
    else cursor.delta();
    stepX = cursor.dx + (type === 5 ? stepX : 0);
    stepY = cursor.dy + (type === 5 ? stepY : 0);
    x += stepX;
    y += stepY;
    xy.push(x, y);
  }
}
