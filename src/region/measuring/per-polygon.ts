/** One number (or two, or four) for each polygon of a merged set. */
import { type PolygonSet, ringAreaTwice } from "../../geometry/index.ts";
import { measure } from "../measure.ts";

/** Square database units. */
export function polygonAreas({ xy, rings, polygons }: PolygonSet): Float64Array {
  const areas = new Float64Array(polygons.length - 1);
  for (let polygon = 0; polygon < areas.length; polygon++)
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++)
      areas[polygon] += ringAreaTwice(xy, 2 * rings[ring], 2 * rings[ring + 1]) / 2;
  return areas;
}

/** Lengths of hull and holes, database units. */
export function polygonPerimeters({ xy, rings, polygons }: PolygonSet): Float64Array {
  const lengths = new Float64Array(polygons.length - 1);
  for (let polygon = 0; polygon < lengths.length; polygon++) {
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
      let before = 2 * rings[ring + 1] - 2;
      for (let i = 2 * rings[ring]; i < 2 * rings[ring + 1]; i += 2) {
        lengths[polygon] += Math.hypot(xy[i] - xy[before], xy[i + 1] - xy[before + 1]);
        before = i;
      }
    }
  }
  return lengths;
}

/** x and y of each centre of mass, database units. */
export function polygonCentroids({ xy, rings, polygons }: PolygonSet): Float64Array {
  const centres = new Float64Array(2 * (polygons.length - 1));
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) {
    const own = rings.subarray(polygons[polygon], polygons[polygon + 1] + 1);
    const { x, y } = measure({ xy, rings: own, ringCount: own.length - 1 });
    centres[2 * polygon] = x;
    centres[2 * polygon + 1] = y;
  }
  return centres;
}
