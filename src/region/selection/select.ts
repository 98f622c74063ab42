/** Which polygons of one merged set stand in a relation to another set. */
import { optionsOf, ReticleError } from "../../errors.ts";
import { type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { NearPolygons } from "./near-polygons.ts";
import { PolygonEdges } from "./polygon-edges.ts";
import { type Relation, relationOf } from "./relation.ts";

/** How many polygons of the other region it takes: 1 at least. */
export interface CountOptions {
  readonly min?: number;
  readonly max?: number;
}

export type RelationName = "interacting" | "overlapping" | "touching" | "covering" | "enclosing" | "inside" | "outside";

const counted: Record<Exclude<RelationName, "inside" | "outside">, (relation: Relation) => boolean> = {
  interacting: ({ touches }) => touches,
  overlapping: ({ overlaps }) => overlaps,
  touching: ({ touches, overlaps }) => touches && !overlaps,
  covering: ({ covers }) => covers,
  enclosing: ({ covers, meets }) => covers && !meets,
};

/** The polygons of `a`, both sets merged, that stand in the relation to `b`; the others where `isWanted` is false. */
export function selectBy(
  name: RelationName,
  a: PolygonSet,
  b: PolygonSet,
  counts: CountOptions,
  isWanted: boolean,
): PolygonSet {
  const { min = 1, max = Infinity } = optionsOf(counts, "RegionError", ["min", "max"]);
  if (!(Number.isInteger(min) && min >= 1 && max >= min && (max === Infinity || Number.isInteger(max))))
    throw new ReticleError(
      "RegionError",
      "count",
      `from ${min} to ${max} is no count; it takes whole numbers, min from 1 and max from min`,
    );
  const [edgesA, edgesB] = [new PolygonEdges(a), new PolygonEdges(b)];
  const nearPolygons = new NearPolygons(edgesA, edgesB);
  return pick(a, (p) => {
    const near = nearPolygons.of(p);
    const some = (holds: (relation: Relation) => boolean) => near.some((q) => holds(relationOf(edgesA, p, edgesB, q)));
    if (name === "inside") return some(({ isInside }) => isInside) === isWanted;
    if (name === "outside") return some(({ overlaps }) => overlaps) !== isWanted;
    // One that overlaps another does not touch from outside only; one that is crossed does not cover (as KLayout's).
    if (name === "touching" && some(({ overlaps }) => overlaps)) return !isWanted;
    if ((name === "covering" || name === "enclosing") && some(({ overlaps, covers }) => overlaps && !covers))
      return !isWanted;
    let count = 0;
    const enough = max === Infinity ? min : max + 1;
    for (let i = 0; i < near.length && count < enough; i++)
      if (counted[name](relationOf(edgesA, p, edgesB, near[i]))) count++;
    return (count >= min && count <= max) === isWanted;
  });
}

/** The polygons for which `isWanted` holds. */
export function pick(set: PolygonSet, isWanted: (polygon: number) => boolean): PolygonSet {
  const out = new PolygonSetBuilder(0, 0);
  let first = 0;
  for (let polygon = 0; polygon <= set.count; polygon++) {
    if (polygon < set.count && isWanted(polygon)) continue;
    out.appendRange(set, first, polygon);
    first = polygon + 1;
  }
  return out.build();
}
