/** The segments of two operands. */
import type { PolygonSet } from "../../../geometry/index.ts";
import { Segments } from "./segments.ts";

export function segmentsOf(a: PolygonSet, b: PolygonSet): Segments {
  const segments = new Segments(a.vertexCount + b.vertexCount);
  addRings(segments, a, 1, 0);
  addRings(segments, b, 0, 1);
  return segments;
}

function addRings(segments: Segments, { xy, rings, ringCount }: PolygonSet, windA: number, windB: number): void {
  for (let ring = 0; ring < ringCount; ring++) segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], windA, windB);
}
