/** Edges as polygons without an area, which pictures draw as lines. */
import { PolygonSet } from "../../geometry/index.ts";

export function edgesAsLines(xy: Int32Array): PolygonSet {
  const count = xy.length / 4;
  const rings = Uint32Array.from({ length: count + 1 }, (_, i) => 2 * i);
  const polygons = Uint32Array.from({ length: count + 1 }, (_, i) => i);
  return new PolygonSet(xy, rings, polygons);
}
