/** For selections: which segments may touch, and the plane graph of polygons that meet at vertices only. */

import type { PolygonSet } from "../../../geometry/index.ts";
import { planeGraph as graphOf, type PlaneGraph } from "./graph.ts";
import { largest, ordinary } from "./noding/budget.ts";
import { chainSlices, visitPairs } from "./noding/chain-pairs.ts";
import { nodeByNeighbours } from "./noding/neighbours.ts";
import { node, nodedAt } from "./noding/noding.ts";
import { type Slant, shortestAcross } from "./noding/slant.ts";
import { Splits } from "./noding/splits.ts";
import { Segments } from "./segments.ts";

type Visit = (e: number, f: number, c: number, d: number) => boolean;

/**
 * Calls `visit` with the segments and chains of each pair of wanted chains that may touch, some perhaps twice; false where
 * there are too many, or it says that it has seen enough.
 */
export function touchingPairs(segments: Segments, isWanted: (c: number, d: number) => boolean, visit: Visit): boolean {
  const { looks } = largest(segments.count);
  const few = Math.min(looks, ordinary(segments).looks);
  const search = (slant: Slant | null, most: number) =>
    visitPairs(segments, chainSlices(segments, 0, slant), 0, visit, most, () => {}, isWanted);
  const ending = search(null, few);
  if (ending !== "spent") return ending === "all";
  // Of rings in each other all boxes overlap, though nothing may meet.
  return meetingPairs(segments, isWanted, visit) ?? search(shortestAcross(segments), looks) === "all";
}

/** Pairs at one point, more of which are not looked through. */
const mostAtPoint = 2 ** 20;

/** As `touchingPairs`, by a sweep that compares nothing but neighbours; null where segments cross beside the grid. */
export function meetingPairs(
  segments: Segments,
  isWanted: (c: number, d: number) => boolean,
  visit: Visit,
): boolean | null {
  const noded = nodeByNeighbours(segments, largest(segments.count).splits, true);
  if (noded === null) return null;
  // What meets has a point in common now.
  const { x, count, from, to, origin } = noded;
  const chainOf = new Int32Array(segments.count);
  for (let c = 0; c < segments.chains; c++) chainOf.fill(c, segments.chainStarts[c], segments.chainStarts[c + 1]);
  const starts = new Int32Array(x.length + 1);
  for (let i = 0; i < count; i++) {
    starts[from[i] + 1]++;
    starts[to[i] + 1]++;
  }
  for (let v = 0; v < x.length; v++) starts[v + 1] += starts[v];
  const at = starts.slice();
  const members = new Int32Array(2 * count);
  for (let i = 0; i < count; i++) {
    members[at[from[i]]++] = origin[i];
    members[at[to[i]]++] = origin[i];
  }
  for (let v = 0; v < x.length; v++) {
    if ((starts[v + 1] - starts[v]) ** 2 > mostAtPoint) return null;
    for (let k = starts[v] + 1; k < starts[v + 1]; k++) {
      for (let m = starts[v]; m < k; m++) {
        const [e, f] = [members[k], members[m]];
        if (e !== f && isWanted(chainOf[e], chainOf[f]) && visit(e, f, chainOf[e], chainOf[f])) return false;
      }
    }
  }
  return true;
}

/** Splits for each segment that `exactGraph` looks through. */
const fewSplits = 8;

/** The plane graph of segments that meet in points of the grid only; null for others, and for those that meet very often. */
export function exactGraph(segments: Segments): PlaneGraph | null {
  const noded = nodeByNeighbours(segments, fewSplits * segments.count, true);
  return noded === null ? null : graphOf(noded);
}

/** Corners on edges split them; nothing is rounded. */
export function planeGraph(segments: Segments): PlaneGraph {
  return graphOf(node(segments));
}

/** The edges of merged polygons as they are: a corner in the middle of an edge does not split it. */
export function graphOfRings({ xy, rings, ringCount, vertexCount }: PolygonSet): PlaneGraph {
  const segments = new Segments(vertexCount);
  for (let ring = 0; ring < ringCount; ring++) segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], 1, 0, ring);
  return graphOf(nodedAt(segments, new Splits()));
}
