/** What lies below points, by a sweep over a plane graph. */
import { EdgesUnderWay } from "./edges-under-way.ts";
import type { PlaneGraph } from "./graph.ts";

/** Edges below points that come from left to right; edges meet at vertices only. */
export class Below {
  readonly #graph: PlaneGraph;
  readonly #edges: EdgesUnderWay;
  #vertex = 0;

  constructor(graph: PlaneGraph) {
    this.#graph = graph;
    this.#edges = new EdgesUnderWay(graph);
  }

  /** The edge next below a point, not through it; −1 for none. */
  find(x: number, y: number): number {
    const { x: vx, y: vy } = this.#graph;
    for (; this.#vertex < vx.length; this.#vertex++) {
      const v = this.#vertex;
      if (vx[v] > x || (vx[v] === x && vy[v] > y)) break;
      this.#pass(v);
    }
    const place = this.#edges.placeOf(x, y);
    return place === 0 ? -1 : this.#edges.at(place - 1);
  }

  #pass(v: number): void {
    const { x, y, starts, to } = this.#graph;
    const edges = this.#edges;
    const first = edges.placeOf(x[v], y[v]);
    let end = first;
    while (end < edges.size && to[edges.at(end)] === v) end++;
    edges.replace(first, end, starts[v], starts[v + 1] - starts[v]);
  }
}
