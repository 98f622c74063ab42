/**
 * Noding: segments are split where they cross or touch, until they meet at ends only. Where every such point lies on the
 * grid (Manhattan, 45°, shared ends) the split is exact. Where one has to be rounded, all segments are snap rounded, so
 * that no new crossing can arise (snap-rounding.ts). Each ring stays a closed chain whatever is rounded, so winding
 * numbers stay consistent.
 */
import { turn } from "../../../../geometry/index.ts";
import type { Distribution } from "../../strips.ts";
import type { Segments } from "../segments.ts";
import { type Budget, largest, tooMuch, visitWithin } from "./budget.ts";
import { chainSlices } from "./chain-pairs.ts";
import { crossing, crossingPoint } from "./crossing.ts";
import { nodeByNeighbours } from "./neighbours.ts";
import { Passes } from "./passes.ts";
import { type PointTable, pointTable } from "./point-table.ts";
import { slantOf, snapPassesAlong } from "./snap-along.ts";
import { snapPasses } from "./snap-rounding.ts";
import { Splits } from "./splits.ts";

/** Segments between numbered points, from the smaller to the larger one, that meet at points only. */
export interface NodedSegments {
  /** The points in lexicographic order. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The segment that each is a part of. */
  readonly origin: Int32Array;
  /** As in Segments. */
  readonly windA: Int32Array;
  readonly windB: Int32Array;
}

/** Null where that is more than the budget allows; a RegionError `crossing-limit` without a budget where there is no way. */
export function node(segments: Segments): NodedSegments;
export function node(segments: Segments, budget: Budget): NodedSegments | null;
export function node(segments: Segments, budget?: Budget): NodedSegments | null {
  const splits = new Splits();
  const most = budget ?? largest(segments.count);
  const split = (e: number, f: number) => {
    splitPair(segments, e, f, splits);
    return splits.count > most.splits;
  };
  let noded: NodedSegments | null = null;
  const otherwise = () => {
    splits.clear();
    noded = nodeByNeighbours(segments, most.splits);
    return noded !== null;
  };
  const ending = visitWithin(most, segments, chainSlices(segments), 0, split, otherwise);
  if (noded !== null) return noded;
  if (ending === "all") return nodedAt(segments, splits);
  if (budget !== undefined) return null;
  throw tooMuch(ending, segments.count, splits.count);
}

/** The segments split where that is known. */
export function nodedAt(segments: Segments, splits: Splits): NodedSegments {
  const points = pointsOf(segments, splits);
  const passes = splits.hasMoved ? roundedPasses(segments, points) : splitPasses(segments, splits, points);
  return chains(segments, points, passes);
}

function roundedPasses(segments: Segments, points: PointTable): Passes {
  const slant = slantOf(segments);
  return slant === null ? snapPasses(segments, points) : snapPassesAlong(segments, points, slant);
}

/** The vertices of the rings and the splits, in this order. */
function pointsOf({ px, py, points }: Segments, splits: Splits): PointTable {
  if (splits.count === 0) return pointTable(px.subarray(0, points), py.subarray(0, points));
  const all = (vertices: Int32Array, rest: Int32Array): Int32Array => {
    const joined = new Int32Array(points + splits.count);
    joined.set(vertices.subarray(0, points));
    joined.set(rest.subarray(0, splits.count), points);
    return joined;
  };
  return pointTable(all(px, splits.x), all(py, splits.y));
}

function splitPasses({ points }: Segments, splits: Splits, { numbers }: PointTable): Passes {
  const passes = new Passes();
  passes.segment = splits.segment;
  passes.point = numbers.subarray(points);
  passes.count = splits.count;
  return passes;
}

/** Splits two segments, whose boxes touch or nearly do, where they cross or touch; false where they surely do not. */
export function splitPair({ ax, ay, bx, by }: Segments, e: number, f: number, splits: Splits): boolean {
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
  if ((o1 > 0 && o2 > 0) || (o1 < 0 && o2 < 0)) return false;
  const o3 = turn(x1, y1, x2, y2, x3, y3);
  const o4 = turn(x1, y1, x2, y2, x4, y4);
  if ((o3 > 0 && o4 > 0) || (o3 < 0 && o4 < 0)) return false;
  if (o1 === 0 && o2 === 0) {
    splitCollinear(splits, e, f, x1, y1, x2, y2, x3, y3, x4, y4);
    return true;
  }
  if (o1 !== 0 && o2 !== 0 && o3 !== 0 && o4 !== 0) {
    crossing(x1, y1, x2, y2, x3, y3, x4, y4);
    const { x, y } = crossingPoint;
    splits.add(e, x, y);
    splits.add(f, x, y);
    if (turn(x1, y1, x2, y2, x, y) !== 0 || turn(x3, y3, x4, y4, x, y) !== 0) splits.hasMoved = true;
    return true;
  }
  // An end of one lies on the other: exactly, so nothing moves. Where it is an end of both, nothing is split.
  if (o1 === 0 && !(x1 === x3 && y1 === y3) && !(x1 === x4 && y1 === y4)) splits.add(f, x1, y1);
  if (o2 === 0 && !(x2 === x3 && y2 === y3) && !(x2 === x4 && y2 === y4)) splits.add(f, x2, y2);
  if (o3 === 0 && !(x3 === x1 && y3 === y1) && !(x3 === x2 && y3 === y2)) splits.add(e, x3, y3);
  if (o4 === 0 && !(x4 === x1 && y4 === y1) && !(x4 === x2 && y4 === y2)) splits.add(e, x4, y4);
  return true;
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

/** The pieces of segments between the points that they pass. A pass may come several times, and at the segment's ends. */
function chains(segments: Segments, { x, y, numbers }: PointTable, passes: Passes): NodedSegments {
  const { ay, by, a, b, count } = segments;
  const { starts, members } = passesBySegment(passes, count);
  const most = count + passes.count;
  const from = new Int32Array(most);
  const to = new Int32Array(most);
  const origin = new Int32Array(most);
  const windA = new Int32Array(most);
  const windB = new Int32Array(most);
  let pieces = 0;
  for (let i = 0; i < count; i++) {
    const end = numbers[b[i]];
    let last = numbers[a[i]];
    sortAlong(members, starts[i], starts[i + 1], x, by[i] < ay[i]);
    for (let m = starts[i]; m <= starts[i + 1]; m++) {
      const point = m < starts[i + 1] ? members[m] : end;
      if (point === last) continue;
      // On a vertical stretch of a segment that falls, the next point is the smaller one.
      const isForward = last < point;
      from[pieces] = isForward ? last : point;
      to[pieces] = isForward ? point : last;
      origin[pieces] = i;
      windA[pieces] = isForward ? segments.windA[i] : -segments.windA[i];
      windB[pieces++] = isForward ? segments.windB[i] : -segments.windB[i];
      last = point;
    }
  }
  return { x, y, count: pieces, from, to, origin, windA, windB };
}

/** The points of each segment. */
function passesBySegment({ segment, point, count }: Passes, segmentCount: number): Distribution {
  const starts = new Int32Array(segmentCount + 1);
  for (let k = 0; k < count; k++) starts[segment[k] + 1]++;
  for (let i = 0; i < segmentCount; i++) starts[i + 1] += starts[i];
  const members = new Int32Array(count);
  const at = starts.slice();
  for (let k = 0; k < count; k++) members[at[segment[k]]++] = point[k];
  return { starts, members };
}

/** Longer lists go to the native sort. */
const fewToInsert = 32;

/**
 * Sorts `members[first…end)` along a segment: it goes through squares around points from left to right, and through
 * those of one x upwards, or downwards where it falls. Points are numbered by x, then y.
 */
function sortAlong(members: Int32Array, first: number, end: number, x: Int32Array, isFalling: boolean): void {
  if (end - first > fewToInsert) members.subarray(first, end).sort();
  else {
    for (let i = first + 1; i < end; i++) {
      const member = members[i];
      let at = i;
      for (; at > first && members[at - 1] > member; at--) members[at] = members[at - 1];
      members[at] = member;
    }
  }
  if (!isFalling) return;
  for (let i = first; i < end; ) {
    let next = i + 1;
    while (next < end && x[members[next]] === x[members[i]]) next++;
    for (let a = i, b = next - 1; a < b; a++, b--) {
      const member = members[a];
      members[a] = members[b];
      members[b] = member;
    }
    i = next;
  }
}
