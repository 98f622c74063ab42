/** Our engine for polygons whose edges are all axis-parallel: exact, for nothing is ever rounded. */
import type { PolygonSet } from "../../../geometry/index.ts";
import type { BooleanOperation, Contours } from "../engine.ts";
import { insideOf } from "../inside.ts";
import { bandsOf } from "./bands.ts";
import { boundaryPieces } from "./boundary-pieces.ts";
import { ringsOf } from "./rings.ts";
import { edgeLengths, verticalEdges } from "./vertical-edges.ts";

export function manhattanBoolean(operation: BooleanOperation, a: PolygonSet, b: PolygonSet): Contours {
  // The sweep keeps the shorter edges.
  const { vertical, horizontal } = edgeLengths(a, b);
  const turned = vertical > horizontal;
  const edges = verticalEdges(a, b, turned);
  return ringsOf(boundaryPieces(edges, bandsOf(edges), insideOf[operation]), turned);
}
