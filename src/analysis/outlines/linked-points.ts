/** Points that are linked to rings become polygons with holes. */
import { IntList, type PolygonSet, PolygonSetBuilder, roundToGrid } from "../../geometry/index.ts";

/** The outline of what is inside, walked with the inside on the left. Points are numbered upwards, then from left to right. */
export interface LinkedPoints {
  /** Positions in database units, not yet whole; one entry a point. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The point that comes after each one along its ring. */
  readonly next: Int32Array;
  /**
   * Of points that a ring may begin with: the point that the outline crosses the same row at, next on the left, and −1
   * where there is none. It lies on the hull around, or on another hole in it.
   */
  readonly left: Int32Array;
  /** Of those points: 1 where what is inside lies on their right, so that the ring around them is a hull; −1 of all others. */
  readonly enters: Int8Array;
}

/** Room for so many points, none of which a ring begins with yet. */
export function roomForPoints(count: number): LinkedPoints {
  return {
    x: new Float64Array(count),
    y: new Float64Array(count),
    next: new Int32Array(count),
    left: new Int32Array(count).fill(-1),
    enters: new Int8Array(count).fill(-1),
  };
}

/**
 * The polygons, on the grid: points that are one after rounding, or lie on a line with their neighbours, are left out, and
 * with them rings that nothing is left of. Hulls counter-clockwise, holes clockwise.
 */
export function polygonsOfPoints(points: LinkedPoints): PolygonSet {
  const { next, left, enters } = points;
  const count = next.length;
  // A ring is met first at its lowest, there leftmost point, and what is around it was met before.
  const ringOf = new Int32Array(count).fill(-1);
  const starts = new IntList();
  const hullOf = new IntList();
  for (let first = 0; first < count; first++) {
    if (ringOf[first] >= 0 || enters[first] < 0) continue;
    const ring = starts.length;
    for (let at = first; ringOf[at] < 0; at = next[at]) ringOf[at] = ring;
    starts.push(first);
    hullOf.push(enters[first] === 1 ? ring : hullOf.at(ringOf[left[first]]));
  }
  // The holes of each hull, as chains.
  const firstHole = new Int32Array(starts.length).fill(-1);
  const nextHole = new Int32Array(starts.length);
  for (let ring = starts.length - 1; ring >= 0; ring--) {
    const hull = hullOf.at(ring);
    if (hull === ring) continue;
    nextHole[ring] = firstHole[hull];
    firstHole[hull] = ring;
  }
  const builder = new PolygonSetBuilder(Math.max(16, count), Math.max(16, starts.length));
  const ring = new RingOnGrid(points);
  for (let hull = 0; hull < starts.length; hull++) {
    if (hullOf.at(hull) !== hull || !ring.addTo(builder, starts.at(hull))) continue;
    for (let hole = firstHole[hull]; hole >= 0; hole = nextHole[hole]) ring.addTo(builder, starts.at(hole));
    builder.endPolygon();
  }
  return builder.build();
}

class RingOnGrid {
  readonly #points: LinkedPoints;
  #xy = new Int32Array(64);

  constructor(points: LinkedPoints) {
    this.#points = points;
  }

  /** False where the ring has no area on the grid. */
  addTo(builder: PolygonSetBuilder, first: number): boolean {
    const { x, y, next } = this.#points;
    let length = 0;
    let at = first;
    do {
      length = this.#add(length, roundToGrid(x[at]), roundToGrid(y[at]));
      at = next[at];
    } while (at !== first);
    const [start, end] = this.#closed(length);
    if (end - start < 6) return false;
    builder.vertices(this.#xy, start, end - start);
    builder.endRing();
    return true;
  }

  #add(length: number, x: number, y: number): number {
    let end = length;
    const xy = this.#xy;
    while (end >= 4 && isStraight(xy[end - 4], xy[end - 3], xy[end - 2], xy[end - 1], x, y)) end -= 2;
    if (end >= 2 && xy[end - 2] === x && xy[end - 1] === y) return end;
    if (end === xy.length) {
      this.#xy = new Int32Array(2 * end);
      this.#xy.set(xy);
    }
    this.#xy[end] = x;
    this.#xy[end + 1] = y;
    return end + 2;
  }

  /** Also where the ring closes no point lies on a line with its neighbours. */
  #closed(length: number): [start: number, end: number] {
    const xy = this.#xy;
    let [start, end] = [0, length];
    const isLine = (a: number, b: number, c: number) =>
      isStraight(xy[a], xy[a + 1], xy[b], xy[b + 1], xy[c], xy[c + 1]);
    for (;;) {
      if (end - start < 6) return [start, start];
      if (isLine(end - 4, end - 2, start)) end -= 2;
      else if (isLine(end - 2, start, start + 2)) start += 2;
      else return [start, end];
    }
  }
}

/** Whether the middle point is superfluous; products of differences of 32-bit numbers may be beyond 2⁵³, then bits are lost. */
function isStraight(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): boolean {
  return (bx - ax) * (cy - by) === (by - ay) * (cx - bx);
}
