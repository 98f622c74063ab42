/**
 * Snap rounding (J. Hobby, "Practical segment intersection with finite precision output", Comput. Geom. 13, 1999): every
 * end and every rounded crossing makes the unit square around it hot, and each segment goes through the centres of the
 * hot squares that it meets. The result has no crossing outside its vertices, whatever was rounded, and no segment moves
 * out of the squares it passes. (Splitting at rounded crossings and looking again does not end for some slivers.)
 *
 * Squares are half open, as rounding half up is: their left and lower sides belong to them, the others do not.
 */
import { turn } from "../../../../geometry/index.ts";
import { distribute, orderBy, stripsOf } from "../../strips.ts";
import type { Segments } from "../segments.ts";
import { Passes } from "./passes.ts";
import type { PointTable } from "./point-table.ts";

/** All points through which the segments have to go. @param points the ends of all segments and the rounded crossings */
export function snapPasses(segments: Segments, { x, y }: PointTable): Passes {
  const { ax, ay, bx, by, count } = segments;
  const { low, high } = rangesOf(segments);
  // As many strips as leave each segment in few and each point with few others: long segments cross many strips.
  const strips = stripsOf(count, low, high, 4 + (2 * x.length) / count);
  const bySegment = distribute(orderBy(ax, count), low, high, strips, 1);
  const inOrder = new Int32Array(x.length); // the points are sorted by x
  for (let p = 0; p < inOrder.length; p++) inOrder[p] = p;
  const { starts, members } = distribute(inOrder, y, y, strips);
  const passes = new Passes();
  for (let strip = 0; strip < strips.count; strip++) {
    let first = starts[strip];
    const end = starts[strip + 1];
    const bottom = strips.bottom + strip * strips.height - 1;
    const top = bottom + strips.height + 2;
    for (let k = bySegment.starts[strip]; k < bySegment.starts[strip + 1]; k++) {
      const e = bySegment.members[k];
      const left = ax[e];
      const start = ay[e];
      const dx = bx[e] - left;
      const dy = by[e] - start;
      // A line further away from the middle of a square than its corners are misses it; the float64 product is off by
      // less than 2⁻⁵⁰ of itself.
      const far = 0.5 * (dx + Math.abs(dy)) + 1;
      // Segments come by their left ends, so points left of this one are left of all that follow.
      while (first < end && x[members[first]] < left - 1) first++;
      let m = first;
      let right = bx[e] + 1;
      if (low[e] < bottom || high[e] > top) {
        // Of a segment that goes through the strip, the part in the strip.
        const one = dx * (((dy > 0 ? bottom : top) - start) / dy);
        const other = dx * (((dy > 0 ? top : bottom) - start) / dy);
        if (one > 2) m = firstFrom(left + one - 2, x, members, first, end);
        if (left + other + 2 < right) right = left + other + 2;
      }
      for (; m < end; m++) {
        const p = members[m];
        if (x[p] > right) break;
        if (y[p] < low[e] - 1 || y[p] > high[e] + 1) continue;
        const one = dx * (y[p] - start);
        const other = dy * (x[p] - left);
        if (Math.abs(one - other) > far + 2 ** -50 * (Math.abs(one) + Math.abs(other))) continue;
        if (meetsSquare(left, start, bx[e], by[e], x[p], y[p])) passes.add(e, p);
      }
    }
  }
  return passes;
}

/** Lower and upper y of each. */
function rangesOf({ ay, by, count }: Segments): { low: Int32Array; high: Int32Array } {
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const isUp = ay[i] < by[i];
    low[i] = isUp ? ay[i] : by[i];
    high[i] = isUp ? by[i] : ay[i];
  }
  return { low, high };
}

/** The first of `members[first…end)`, which are sorted by x, that lies at `least` or to the right of it. */
export function firstFrom(least: number, x: Int32Array, members: Int32Array, first: number, end: number): number {
  while (first < end) {
    const middle = (first + end) >> 1;
    if (x[members[middle]] < least) first = middle + 1;
    else end = middle;
  }
  return first;
}

/** Whether the segment a–b meets the half-open unit square around (x, y), in coordinates doubled to stay integers. */
export function meetsSquare(ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean {
  if ((ax === x && ay === y) || (bx === x && by === y)) return true;
  const left = 2 * x - 1;
  const bottom = 2 * y - 1;
  const x1 = 2 * ax;
  const y1 = 2 * ay;
  const x2 = 2 * bx;
  const y2 = 2 * by;
  const lowerLeft = turn(x1, y1, x2, y2, left, bottom);
  const lowerRight = turn(x1, y1, x2, y2, left + 2, bottom);
  const upperLeft = turn(x1, y1, x2, y2, left, bottom + 2);
  const upperRight = turn(x1, y1, x2, y2, left + 2, bottom + 2);
  const hasLeft = lowerLeft > 0 || lowerRight > 0 || upperLeft > 0 || upperRight > 0;
  const hasRight = lowerLeft < 0 || lowerRight < 0 || upperLeft < 0 || upperRight < 0;
  const low = Math.min(y1, y2);
  const high = Math.max(y1, y2);
  if (hasLeft && hasRight) {
    // The line goes through the inside. No end is in the square, so boxes that overlap mean that the segment does, too.
    return x1 < left + 2 && x2 > left && low < bottom + 2 && high > bottom;
  }
  // The line touches corners only: the lower left one belongs to the square.
  return lowerLeft === 0 && x1 <= left && x2 >= left && low <= bottom && high >= bottom;
}
