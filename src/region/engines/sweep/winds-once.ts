/** Whether rings that do not touch wind round nothing twice or backwards: a hull and holes in it, none in another one. */
import { EdgesUnderWay } from "./edges-under-way.ts";
import { planeGraph } from "./graph.ts";
import { nodedAt } from "./noding/noding.ts";
import { Splits } from "./noding/splits.ts";
import type { Segments } from "./segments.ts";

export function windsOnce(segments: Segments): boolean {
  const graph = planeGraph(nodedAt(segments, new Splits()));
  const { x, y, starts, to, windA } = graph;
  const edges = new EdgesUnderWay(graph);
  for (let v = 0; v < x.length; v++) {
    const first = edges.placeOf(x[v], y[v]);
    let end = first;
    while (end < edges.size && to[edges.at(end)] === v) end++;
    if (end === first && starts[v + 1] > starts[v]) {
      // Where two edges begin, the lower one begins or ends the inside.
      const isInsideBelow = first > 0 && windA[edges.at(first - 1)] > 0;
      if (windA[starts[v]] > 0 === isInsideBelow) return false;
    }
    edges.replace(first, end, starts[v], starts[v + 1] - starts[v]);
  }
  return true;
}
