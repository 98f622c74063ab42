/** The edges of a plane graph that a sweep from left to right is on, from below to above. */
import { turn } from "../../../geometry/index.ts";
import type { PlaneGraph } from "./graph.ts";

export class EdgesUnderWay {
  readonly #graph: PlaneGraph;
  #edges: Int32Array = new Int32Array(256);
  size = 0;

  constructor(graph: PlaneGraph) {
    this.#graph = graph;
  }

  at(place: number): number {
    return this.#edges[place];
  }

  /** The place of the first edge that is not below a point. */
  placeOf(px: number, py: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.side(this.#edges[middle], px, py) > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Above 0 where a point lies above an edge, 0 on its line. */
  side(edge: number, px: number, py: number): number {
    const { x, y, from, to } = this.#graph;
    return turn(x[from[edge]], y[from[edge]], x[to[edge]], y[to[edge]], px, py);
  }

  /** Puts `count` edges, which follow each other in number, in the place of those from `first` to before `end`. */
  replace(first: number, end: number, edge: number, count: number): void {
    const change = count - (end - first);
    if (this.size + change > this.#edges.length) {
      const more = new Int32Array(2 * (this.size + change));
      more.set(this.#edges);
      this.#edges = more;
    }
    if (change !== 0) this.#edges.copyWithin(end + change, end, this.size);
    for (let i = 0; i < count; i++) this.#edges[first + i] = edge + i;
    this.size += change;
  }
}
