/** Our engine for polygons whose edges are all axis-parallel: exact, for nothing is ever rounded. */
import type { PolygonSet } from "../../../geometry/index.ts";
import type { BooleanOperation } from "../engine.ts";
import { bandsOf } from "./bands.ts";
import { boundaryPieces } from "./boundary-pieces.ts";
import { sampleEdges } from "./edge-sample.ts";
import { ringsOf } from "./rings.ts";
import { verticalEdges } from "./vertical-edges.ts";

/** Merged polygons, hulls counter-clockwise with their holes, no vertex on a straight edge. */
export function manhattanBoolean(operation: BooleanOperation, a: PolygonSet, b: PolygonSet): PolygonSet {
  const { vertical, horizontal } = sampleEdges(a, b);
  // Bands cut the shorter edges.
  const turned = vertical.total > horizontal.total;
  const bands = bandsOf(verticalEdges(a, b, turned), turned ? vertical : horizontal);
  return ringsOf(boundaryPieces(bands, operation), turned);
}
