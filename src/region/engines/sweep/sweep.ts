/**
 * Our own engine for any angle: segments noded on the integer grid with exact predicates, then one sweep over the plane
 * graph with winding numbers. Exact where all crossings lie on the grid (Manhattan); else the input is snap rounded, and
 * no edge moves by more than half a unit in x and in y.
 */
import type { PolygonSet } from "../../../geometry/index.ts";
import type { PolygonEngine } from "../engine.ts";
import { insideOf } from "../inside.ts";
import { boundaryOf } from "./boundary.ts";
import { planeGraph } from "./graph.ts";
import { node } from "./noding.ts";
import { ringsOf } from "./rings.ts";
import { Segments } from "./segments.ts";
import { unionOf } from "./union.ts";

export const sweep: PolygonEngine = {
  name: "sweep",
  takesAll: true,
  boolean(operation, a, b) {
    const segments = new Segments(a.vertexCount + b.vertexCount);
    addRings(segments, a, 1, 0);
    addRings(segments, b, 0, 1);
    const graph = planeGraph(node(segments));
    return ringsOf(graph, boundaryOf(graph, insideOf[operation]));
  },
  union: unionOf,
};

function addRings(segments: Segments, { xy, rings, ringCount }: PolygonSet, windA: number, windB: number): void {
  for (let ring = 0; ring < ringCount; ring++) segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], windA, windB);
}
