/** Polygons cut into pieces of one kind. */

import { ReticleError } from "../../errors.ts";
import type { PolygonSet } from "../../geometry/index.ts";
import { isManhattan } from "../engines/index.ts";
import { convexParts } from "./convex-parts.ts";
import { trapezoids } from "./trapezoids.ts";

const kinds: Record<string, (merged: PolygonSet) => PolygonSet> = {
  trapezoids: (merged) => trapezoids(merged, "horizontal"),
  "vertical-trapezoids": (merged) => trapezoids(merged, "vertical"),
  rectangles,
  convex: convexParts,
};

/** Throws a RegionError `decompose`. */
export function decomposed(merged: PolygonSet, into: string): PolygonSet {
  if (Object.hasOwn(kinds, into)) return kinds[into](merged);
  const message = `regions are not cut into "${into}" but into ${Object.keys(kinds).join(", ")}`;
  throw new ReticleError("RegionError", "decompose", message);
}

function rectangles(merged: PolygonSet): PolygonSet {
  if (isManhattan(merged, 0, merged.ringCount)) return trapezoids(merged, "horizontal");
  const message = "a region with slanted edges cannot be cut into rectangles; cut it into trapezoids";
  throw new ReticleError("RegionError", "decompose", message);
}
