/**
 * Noding: segments are split where they cross or touch, until they meet at ends only. Where every such point lies on the
 * grid (Manhattan, 45°, shared ends) the split is exact. Where one has to be rounded, all segments are snap rounded, so
 * that no new crossing can arise (snap-rounding.ts). Each ring stays a closed chain whatever is rounded, so winding
 * numbers stay consistent.
 */
import { turn } from "../../../geometry/index.ts";
import { type Distribution, distribute, orderBy, type Strips, stripsOf } from "../strips.ts";
import { crossing, crossingPoint } from "./crossing.ts";
import { Segments } from "./segments.ts";
import { snapPoints } from "./snap-rounding.ts";
import { Splits } from "./splits.ts";

export function node(segments: Segments): Segments {
  const splits = new Splits();
  const { ay, by } = segments;
  const strips = stripsOf(
    segments.count,
    (i) => Math.min(ay[i], by[i]),
    (i) => Math.max(ay[i], by[i]),
  );
  findSplits(segments, strips, splits);
  if (splits.count === 0) return segments;
  return applySplits(segments, splits.hasMoved ? snapPoints(segments, strips, splits) : splits);
}

/**
 * Compares what can meet: horizontal strips of the plane, in each a sweep along x over the segments that reach into it.
 * A pair in several strips is found several times, which splitting takes as once.
 */
function findSplits(segments: Segments, strips: Strips, splits: Splits): void {
  const { ax, ay, bx, by, count } = segments;
  const low = (i: number) => Math.min(ay[i], by[i]);
  const high = (i: number) => Math.max(ay[i], by[i]);
  const { starts, members } = distribute(orderBy(ax, count), low, high, strips);
  let open = new Int32Array(64);
  for (let strip = 0; strip < strips.count; strip++) {
    let openCount = 0;
    for (let k = starts[strip]; k < starts[strip + 1]; k++) {
      const e = members[k];
      const left = ax[e];
      const lowE = ay[e] < by[e] ? ay[e] : by[e];
      const highE = ay[e] < by[e] ? by[e] : ay[e];
      let kept = 0;
      for (let m = 0; m < openCount; m++) {
        const f = open[m];
        if (bx[f] < left) continue;
        open[kept++] = f;
        if ((ay[f] < lowE && by[f] < lowE) || (ay[f] > highE && by[f] > highE)) continue;
        splitPair(segments, e, f, splits);
      }
      if (kept === open.length) {
        const more = new Int32Array(2 * open.length);
        more.set(open);
        open = more;
      }
      open[kept++] = e;
      openCount = kept;
    }
  }
}

function splitPair({ ax, ay, bx, by }: Segments, e: number, f: number, splits: Splits): void {
  const x1 = ax[e];
  const y1 = ay[e];
  const x2 = bx[e];
  const y2 = by[e];
  const x3 = ax[f];
  const y3 = ay[f];
  const x4 = bx[f];
  const y4 = by[f];
  const o1 = turn(x3, y3, x4, y4, x1, y1);
  const o2 = turn(x3, y3, x4, y4, x2, y2);
  if ((o1 > 0 && o2 > 0) || (o1 < 0 && o2 < 0)) return;
  const o3 = turn(x1, y1, x2, y2, x3, y3);
  const o4 = turn(x1, y1, x2, y2, x4, y4);
  if ((o3 > 0 && o4 > 0) || (o3 < 0 && o4 < 0)) return;
  if (o1 === 0 && o2 === 0) {
    splitCollinear(splits, e, f, x1, y1, x2, y2, x3, y3, x4, y4);
    return;
  }
  if (o1 !== 0 && o2 !== 0 && o3 !== 0 && o4 !== 0) {
    crossing(x1, y1, x2, y2, x3, y3, x4, y4);
    const { x, y } = crossingPoint;
    splits.add(e, x, y);
    splits.add(f, x, y);
    if (turn(x1, y1, x2, y2, x, y) !== 0 || turn(x3, y3, x4, y4, x, y) !== 0) splits.hasMoved = true;
    return;
  }
  // An end of one lies on the other: exactly, so nothing moves. Where it is an end of both, nothing is split.
  if (o1 === 0 && !(x1 === x3 && y1 === y3) && !(x1 === x4 && y1 === y4)) splits.add(f, x1, y1);
  if (o2 === 0 && !(x2 === x3 && y2 === y3) && !(x2 === x4 && y2 === y4)) splits.add(f, x2, y2);
  if (o3 === 0 && !(x3 === x1 && y3 === y1) && !(x3 === x2 && y3 === y2)) splits.add(e, x3, y3);
  if (o4 === 0 && !(x4 === x1 && y4 === y1) && !(x4 === x2 && y4 === y2)) splits.add(e, x4, y4);
}

/** On one line each end that lies inside the other segment splits it. Ends are in lexicographic order. */
function splitCollinear(
  splits: Splits,
  e: number,
  f: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  x3: number,
  y3: number,
  x4: number,
  y4: number,
): void {
  if (isBetween(x1, y1, x3, y3, x4, y4)) splits.add(f, x1, y1);
  if (isBetween(x2, y2, x3, y3, x4, y4)) splits.add(f, x2, y2);
  if (isBetween(x3, y3, x1, y1, x2, y2)) splits.add(e, x3, y3);
  if (isBetween(x4, y4, x1, y1, x2, y2)) splits.add(e, x4, y4);
}

function isBetween(x: number, y: number, x1: number, y1: number, x2: number, y2: number): boolean {
  return (x > x1 || (x === x1 && y > y1)) && (x < x2 || (x === x2 && y < y2));
}

/** The pieces of split segments, and the others as they are. A point may come several times. */
function applySplits(segments: Segments, splits: Splits): Segments {
  const { ax, ay, bx, by, windA, windB, count } = segments;
  const { starts, members } = splitsBySegment(splits, count);
  const result = new Segments(count + splits.count);
  for (let i = 0; i < count; i++) {
    let x = ax[i];
    let y = ay[i];
    if (starts[i] < starts[i + 1]) {
      const along = (k: number) => (bx[i] - ax[i]) * (splits.x[k] - ax[i]) + (by[i] - ay[i]) * (splits.y[k] - ay[i]);
      if (starts[i + 1] - starts[i] > 1) members.subarray(starts[i], starts[i + 1]).sort((p, q) => along(p) - along(q));
      for (let m = starts[i]; m < starts[i + 1]; m++) {
        const k = members[m];
        result.add(x, y, splits.x[k], splits.y[k], windA[i], windB[i]);
        x = splits.x[k];
        y = splits.y[k];
      }
    }
    result.add(x, y, bx[i], by[i], windA[i], windB[i]);
  }
  return result;
}

function splitsBySegment(splits: Splits, segmentCount: number): Distribution {
  const starts = new Int32Array(segmentCount + 1);
  for (let k = 0; k < splits.count; k++) starts[splits.segment[k] + 1]++;
  for (let i = 0; i < segmentCount; i++) starts[i + 1] += starts[i];
  const members = new Int32Array(splits.count);
  const at = starts.slice();
  for (let k = 0; k < splits.count; k++) members[at[splits.segment[k]]++] = k;
  return { starts, members };
}
