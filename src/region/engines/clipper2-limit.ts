/**
 * What the engines that are there to compare with may be given: they have no limit of their own, and what fills their
 * memory ends the process. Crossings are counted beforehand by our own search.
 */
import { ReticleError } from "../../errors.ts";
import type { PolygonSet } from "../../geometry/index.ts";
import { crossingLimit, mostLooks, tooManyCrossings, tooManyLooks } from "./crossing-limit.ts";
import { Budget, visitWithin } from "./sweep/noding/budget.ts";
import { chainSlices } from "./sweep/noding/chain-pairs.ts";
import { nodeByNeighbours } from "./sweep/noding/neighbours.ts";
import { splitPair } from "./sweep/noding/noding.ts";
import { Splits } from "./sweep/noding/splits.ts";
import { segmentsOf } from "./sweep/segments-of.ts";

/** Of the limit's crossings so many are allowed, edges counted in: each takes half a kilobyte. */
const share = 0.5;

/** Throws a RegionError `crossing-limit` for polygons with more edges and crossings than an engine can take. */
export function checkForClipper2(name: string, a: PolygonSet, b: PolygonSet): void {
  const segments = segmentsOf(a, b);
  const edges = segments.count;
  const most = Math.floor(share * crossingLimit());
  if (edges > most) {
    const message = `${edges.toLocaleString("en-US")} edges that hang together are too many for ${name}; Region.useEngine("own") takes them`;
    throw new ReticleError("RegionError", "crossing-limit", message);
  }
  const budget = new Budget(mostLooks(edges), 2 * (most - edges));
  const splits = new Splits();
  const count = (e: number, f: number) => {
    splitPair(segments, e, f, splits);
    return splits.count > budget.splits;
  };
  const otherwise = () => {
    splits.clear();
    return nodeByNeighbours(segments, budget.splits) !== null;
  };
  const ending = visitWithin(budget, segments, chainSlices(segments), 0, count, otherwise);
  if (ending === "stopped") throw tooManyCrossings(edges, most - edges);
  if (ending === "spent") throw tooManyLooks(edges);
}
