/** For selections: which segments may touch, and the plane graph of polygons that meet at vertices only. */

import type { PolygonSet } from "../../../geometry/index.ts";
import { planeGraph as graphOf, type PlaneGraph } from "./graph.ts";
import { largest, ordinary } from "./noding/budget.ts";
import { chainSlices, visitPairs } from "./noding/chain-pairs.ts";
import { node, nodedAt } from "./noding/noding.ts";
import { type Slant, shortestAcross } from "./noding/slant.ts";
import { Splits } from "./noding/splits.ts";
import { Segments } from "./segments.ts";

/**
 * Calls `visit` with the segments and chains of each pair of wanted chains whose boxes touch, some perhaps twice; false
 * where there are too many, or it says that it has seen enough.
 */
export function touchingPairs(
  segments: Segments,
  isWanted: (c: number, d: number) => boolean,
  visit: (e: number, f: number, c: number, d: number) => boolean,
): boolean {
  const { looks } = largest(segments.count);
  const few = Math.min(looks, ordinary(segments).looks);
  const search = (slant: Slant | null, most: number) =>
    visitPairs(segments, chainSlices(segments, 0, slant), 0, visit, most, () => {}, isWanted);
  const ending = search(null, few);
  return (ending === "spent" ? search(shortestAcross(segments), looks) : ending) === "all";
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
