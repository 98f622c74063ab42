/** Rings filled where their winding numbers add up to more than 0, at any angle: by the sweep of our own engine. */
import type { PolygonSet } from "../../geometry/index.ts";
import { assemble } from "../engines/assemble.ts";
import { boundaryOf } from "../engines/sweep/boundary.ts";
import { planeGraph } from "../engines/sweep/graph.ts";
import { node } from "../engines/sweep/noding.ts";
import { ringsOf } from "../engines/sweep/rings.ts";
import { Segments } from "../engines/sweep/segments.ts";

export function positiveFill({ xy, rings, ringCount, vertexCount }: PolygonSet): PolygonSet {
  const segments = new Segments(vertexCount);
  for (let ring = 0; ring < ringCount; ring++) {
    let before = 2 * rings[ring + 1] - 2;
    for (let i = 2 * rings[ring]; i < 2 * rings[ring + 1]; i += 2) {
      segments.add(xy[before], xy[before + 1], xy[i], xy[i + 1], 1, 0);
      before = i;
    }
  }
  const graph = planeGraph(node(segments));
  return assemble(
    ringsOf(
      graph,
      boundaryOf(graph, (winding) => winding > 0),
    ),
  );
}
