/**
 * Our own engine for any angle: segments noded on the integer grid with exact predicates, then one sweep over the plane
 * graph with winding numbers. Exact where all crossings lie on the grid (Manhattan); else the input is snap rounded, and
 * no edge moves by more than half a unit in x and in y.
 */
import type { PolygonSet } from "../../../geometry/index.ts";
import type { BooleanOperation, Contours, PolygonEngine } from "../engine.ts";
import { insideOf } from "../inside.ts";
import { boundaryOf } from "./boundary.ts";
import { planeGraph } from "./graph.ts";
import { ordinary } from "./noding/budget.ts";
import { type NodedSegments, node } from "./noding/noding.ts";
import { ringsOf } from "./rings.ts";
import { segmentsOf } from "./segments-of.ts";
import { unionOf } from "./union/union.ts";

export const sweep: PolygonEngine = {
  name: "sweep",
  takesAll: true,
  boolean(operation, a, b) {
    const segments = segmentsOf(a, b);
    let noded = node(segments, ordinary(segments));
    // Operands by themselves may have few edges that are left; one polygon would be itself again.
    if (noded === null && a.count + b.count > 2) noded = node(segmentsOf(unionOf(a), unionOf(b)));
    return contoursOf(operation, noded ?? node(segments));
  },
  union: unionOf,
};

/** The boolean of rings that may cross and cancel out each other, each operand filled non-zero over all its rings. */
export function booleanOfRings(operation: BooleanOperation, a: PolygonSet, b: PolygonSet): Contours {
  return contoursOf(operation, node(segmentsOf(a, b)));
}

function contoursOf(operation: BooleanOperation, noded: NodedSegments): Contours {
  const graph = planeGraph(noded);
  return ringsOf(graph, boundaryOf(graph, insideOf[operation]));
}
