/** Polygons with x and y in each other's place: what is done along one axis is done along the other one by it. */
import { PolygonSet } from "../../geometry/index.ts";

/** Rings are turned round, for that turns them. */
export function mirrored({ xy, rings, polygons, ringCount }: PolygonSet): PolygonSet {
  const out = new Int32Array(xy.length);
  for (let ring = 0; ring < ringCount; ring++) {
    for (let i = 2 * rings[ring], j = 2 * rings[ring + 1] - 2; i < 2 * rings[ring + 1]; i += 2, j -= 2) {
      out[j] = xy[i + 1];
      out[j + 1] = xy[i];
    }
  }
  return new PolygonSet(out, rings, polygons);
}
