/** One polygon as a file has it, which may cross itself or be cut open to its holes, in pieces, where that needs no rounding. */
import { PolygonSet } from "../../geometry/index.ts";
import { booleanOf, exactGraph, Segments } from "../engines/index.ts";
import { fracture } from "./fracture.ts";

/**
 * Pieces that fill what the polygon fills, to the last square unit, and do not overlap; null where its edges cross beside the
 * grid, so that the polygons that it is made of are only near it.
 * @param most vertices of a piece, its holes' among them; at least 4
 */
export function exactPieces(polygon: PolygonSet, most: number): PolygonSet | null {
  const { xy, rings, ringCount, vertexCount } = polygon;
  const segments = new Segments(vertexCount);
  for (let ring = 0; ring < ringCount; ring++) segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], 1, 0);
  if (exactGraph(segments) === null) return null;
  return fracture(booleanOf("or", polygon, PolygonSet.empty), most);
}
