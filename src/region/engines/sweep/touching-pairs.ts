/** For selections: which segments may touch, and the plane graph of polygons that meet at vertices only. */

import { planeGraph as graphOf, type PlaneGraph } from "./graph.ts";
import { largest, ordinary } from "./noding/budget.ts";
import { chainSlices, visitPairs } from "./noding/chain-pairs.ts";
import { node } from "./noding/noding.ts";
import { type Slant, shortestAcross } from "./noding/slant.ts";
import type { Segments } from "./segments.ts";

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
