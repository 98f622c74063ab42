/** Rings filled where their winding numbers add up to more than 0, at any angle: by the sweep of our own engine. */
import type { PolygonSet } from "../../../geometry/index.ts";
import { assemble } from "../assemble.ts";
import { boundaryOf } from "./boundary.ts";
import { planeGraph } from "./graph.ts";
import { node } from "./noding/noding.ts";
import { ringsOf } from "./rings.ts";
import { Segments } from "./segments.ts";

export function positiveFill({ xy, rings, ringCount, vertexCount }: PolygonSet): PolygonSet {
  const segments = new Segments(vertexCount);
  for (let ring = 0; ring < ringCount; ring++) segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], 1, 0);
  const graph = planeGraph(node(segments));
  return assemble(
    ringsOf(
      graph,
      boundaryOf(graph, (winding) => winding > 0),
    ),
  );
}
