/** Which polygons lie in which ones of another set, where outlines do not meet. */
import type { PolygonSet } from "../../geometry/index.ts";
import { Below, planeGraph, Segments } from "../engines/index.ts";

/**
 * Segments with a number for the rings of each polygon.
 * @param isOther  of a second set: what runs along edges of the first one backwards does not cancel out with them
 */
export function addOutlines(
  segments: Segments,
  { xy, rings, polygons, count }: PolygonSet,
  first: number,
  isOther = false,
): void {
  const [windA, windB] = isOther ? [0, 1] : [1, 0];
  for (let polygon = 0; polygon < count; polygon++) {
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++)
      segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], windA, windB, first + polygon);
  }
}

/** For each polygon the one of the other set that a corner of it lies in; −1 for none, and any where it lies on an outline. */
export function holders(a: PolygonSet, b: PolygonSet): Int32Array {
  const segments = new Segments(b.vertexCount);
  addOutlines(segments, b, 0);
  const polygonOf = new Int32Array(segments.count);
  for (let c = 0; c < segments.chains; c++)
    polygonOf.fill(segments.ringOf[c], segments.chainStarts[c], segments.chainStarts[c + 1]);
  const graph = planeGraph(segments);
  const corners = Int32Array.from({ length: a.count }, (_, p) => a.rings[a.polygons[p]]);
  const order = corners
    .map((_, p) => p)
    .sort((p, q) => {
      const [v, w] = [2 * corners[p], 2 * corners[q]];
      return a.xy[v] - a.xy[w] || a.xy[v + 1] - a.xy[w + 1];
    });
  const holder = new Int32Array(a.count).fill(-1);
  const sweep = new Below(graph);
  for (const p of order) {
    const below = sweep.find(a.xy[2 * corners[p]], a.xy[2 * corners[p] + 1]);
    // The inside is on the left of an edge: above one that runs forward.
    if (below !== -1 && graph.windA[below] > 0) holder[p] = polygonOf[graph.origin[below]];
  }
  return holder;
}
