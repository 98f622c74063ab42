/**
 * Which polygons may touch, where boxes say little: of a thousand rings in each other all boxes overlap. Outlines that meet
 * are found chain by chain as for booleans; of a polygon whose outline meets none one point tells what it lies in.
 */
import { type PolygonSet, segmentsTouch } from "../../geometry/index.ts";
import { Segments, touchingPairs } from "../engines/index.ts";
import { addOutlines, holders } from "./holders.ts";

/** For each polygon of the first set those of the second one: members[starts[p]] … members[starts[p + 1] − 1], ascending. */
export interface Meeting {
  readonly starts: Uint32Array;
  readonly members: Uint32Array;
}

/** Pairs that are kept; where more meet, most that boxes tell do. */
const mostPairs = 2 ** 22;

/** Pairs of two merged sets, or of one with itself, that share a point, and perhaps others; null where that is too dear to tell. */
export function meetingOf(a: PolygonSet, b: PolygonSet): Meeting | null {
  const segments = new Segments(a.vertexCount + (a === b ? 0 : b.vertexCount));
  addOutlines(segments, a, 0);
  if (a !== b) addOutlines(segments, b, a.count, true);
  const { ax, ay, bx, by, ringOf } = segments;
  const pairs = new Set<number>();
  const isWanted = (c: number, d: number) =>
    a === b ? ringOf[c] !== ringOf[d] : ringOf[c] < a.count !== ringOf[d] < a.count;
  const isSeen = touchingPairs(segments, isWanted, (e, f, c, d) => {
    const [one, other] = ringOf[c] < ringOf[d] ? [ringOf[c], ringOf[d]] : [ringOf[d], ringOf[c]];
    if (segmentsTouch(ax[e], ay[e], bx[e], by[e], ax[f], ay[f], bx[f], by[f])) {
      if (a === b) pairs.add(other * b.count + one);
      pairs.add(one * b.count + (a === b ? other : other - a.count));
    }
    return pairs.size > mostPairs;
  });
  if (!isSeen) return null;
  // Polygons of one merged set lie in holes of each other at most.
  if (a !== b) {
    for (const [p, q] of holders(a, b).entries()) if (q !== -1) pairs.add(p * b.count + q);
    for (const [q, p] of holders(b, a).entries()) if (p !== -1) pairs.add(p * b.count + q);
  }
  const sorted = Float64Array.from(pairs).sort();
  const starts = new Uint32Array(a.count + 1);
  for (const pair of sorted) starts[Math.floor(pair / b.count) + 1]++;
  for (let p = 0; p < a.count; p++) starts[p + 1] += starts[p];
  return { starts, members: Uint32Array.from(sorted, (pair) => pair % b.count) };
}
