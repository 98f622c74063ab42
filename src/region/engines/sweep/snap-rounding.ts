/**
 * Snap rounding (J. Hobby, "Practical segment intersection with finite precision output", Comput. Geom. 13, 1999): every
 * end and every rounded crossing makes the unit square around it hot, and each segment goes through the centres of the
 * hot squares that it meets. The result has no crossing outside its vertices, whatever was rounded, and no segment moves
 * out of the squares it passes. (Splitting at rounded crossings and looking again does not end for some slivers.)
 *
 * Squares are half open, as rounding half up is: their left and lower sides belong to them, the others do not.
 */
import { turn } from "../../../geometry/index.ts";
import { distribute, orderBy, type Strips } from "../strips.ts";
import type { Segments } from "./segments.ts";
import { Splits } from "./splits.ts";

/** All points through which the segments have to go. @param crossings the rounded crossings */
export function snapPoints(segments: Segments, strips: Strips, crossings: Splits): Splits {
  const { ax, ay, bx, by, count } = segments;
  const { x, y } = hotPoints(segments, crossings);
  const bySegment = distribute(
    orderBy(ax, count),
    (i) => Math.min(ay[i], by[i]) - 1,
    (i) => Math.max(ay[i], by[i]) + 1,
    strips,
  );
  const byPoint = distribute(
    Int32Array.from({ length: x.length }, (_, i) => i), // sorted by x already
    (i) => y[i],
    (i) => y[i],
    strips,
  );
  const result = new Splits();
  for (let strip = 0; strip < strips.count; strip++) {
    let first = byPoint.starts[strip];
    const end = byPoint.starts[strip + 1];
    for (let k = bySegment.starts[strip]; k < bySegment.starts[strip + 1]; k++) {
      const e = bySegment.members[k];
      // Segments come by their left ends, so points left of this one are left of all that follow.
      while (first < end && x[byPoint.members[first]] < ax[e] - 1) first++;
      const low = Math.min(ay[e], by[e]) - 1;
      const high = Math.max(ay[e], by[e]) + 1;
      for (let m = first; m < end; m++) {
        const p = byPoint.members[m];
        if (x[p] > bx[e] + 1) break;
        if (y[p] < low || y[p] > high) continue;
        if (meetsSquare(ax[e], ay[e], bx[e], by[e], x[p], y[p])) result.add(e, x[p], y[p]);
      }
    }
  }
  return result;
}

/** Ends and crossings without repetition, sorted by x and then y. */
function hotPoints({ ax, ay, bx, by, count }: Segments, crossings: Splits): { x: Int32Array; y: Int32Array } {
  const total = 2 * count + crossings.count;
  const allX = new Int32Array(total);
  const allY = new Int32Array(total);
  allX.set(ax.subarray(0, count));
  allY.set(ay.subarray(0, count));
  allX.set(bx.subarray(0, count), count);
  allY.set(by.subarray(0, count), count);
  allX.set(crossings.x.subarray(0, crossings.count), 2 * count);
  allY.set(crossings.y.subarray(0, crossings.count), 2 * count);
  const order = Int32Array.from({ length: total }, (_, i) => i).sort((p, q) => allX[p] - allX[q] || allY[p] - allY[q]);
  const x = new Int32Array(total);
  const y = new Int32Array(total);
  let kept = 0;
  for (const i of order) {
    if (kept > 0 && x[kept - 1] === allX[i] && y[kept - 1] === allY[i]) continue;
    x[kept] = allX[i];
    y[kept] = allY[i];
    kept++;
  }
  return { x: x.slice(0, kept), y: y.slice(0, kept) };
}

/** Whether the segment a–b meets the half-open unit square around (x, y), in coordinates doubled to stay integers. */
function meetsSquare(ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean {
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
