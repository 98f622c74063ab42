/** The area of polygons before anything is merged. */
import type { PolygonSet } from "./polygon-set.ts";
import { ringAreaTwice } from "./predicates.ts";

/**
 * The sum over all polygons of hull minus holes, square database units: overlaps count twice, and a ring that crosses
 * itself by its signed area.
 */
export function rawArea(set: PolygonSet): number {
  const { xy, rings, polygons } = set;
  let twice = 0;
  for (let polygon = 0; polygon < set.count; polygon++) {
    const hull = polygons[polygon];
    for (let ring = hull; ring < polygons[polygon + 1]; ring++) {
      const area = Math.abs(ringAreaTwice(xy, 2 * rings[ring], 2 * rings[ring + 1]));
      twice += ring === hull ? area : -area;
    }
  }
  return twice / 2;
}
