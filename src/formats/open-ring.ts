/** Formats that know no holes get every polygon as one ring. */
import { keyhole, type PolygonSet } from "../geometry/index.ts";

/** Polygon `polygon` of a set as one ring, cut open where it has holes. */
export function openRing(set: PolygonSet, polygon: number): ArrayLike<number> {
  const rings: Int32Array[] = [];
  for (let ring = set.polygons[polygon]; ring < set.polygons[polygon + 1]; ring++)
    rings.push(set.xy.subarray(2 * set.rings[ring], 2 * set.rings[ring + 1]));
  return rings.length === 1 ? rings[0] : keyhole(rings[0], rings.slice(1));
}
