/**
 * Noding where boxes overlap far more than what is in them: rings in rings, spokes, a spiral. A sweep from left to right
 * keeps the edges under way in their order (M. Shamos, D. Hoey, "Geometric intersection problems", 1976): what meets has been
 * neighbours before. Of two that meet one leaves the order, so that it stays one; both are split, and all is swept again,
 * until no neighbours meet. Most of what meets is found at once, and nothing is compared but neighbours.
 */
import { segmentsTouch } from "../../../../geometry/index.ts";
import { EdgesUnderWay } from "../edges-under-way.ts";
import { type PlaneGraph, planeGraph } from "../graph.ts";
import type { Segments } from "../segments.ts";
import { type NodedSegments, nodedAt, splitPair } from "./noding.ts";
import { Splits } from "./splits.ts";

/** Sweeps before other ways are quicker. */
const mostRounds = 24;
/** Pairs that are remembered: a set holds 2²⁴, then it throws. */
const mostKnown = 2 ** 23;

/**
 * Null where there are more splits than that, or very many pairs, or where rounding leaves what meets again.
 * @param isExact  null, too, where there is something to round
 */
export function nodeByNeighbours(segments: Segments, mostSplits: number, isExact = false): NodedSegments | null {
  const splits = new Splits();
  const known = new Set<number>();
  for (let round = 0; round < mostRounds; round++) {
    const noded = nodedAt(segments, splits);
    let meets = false;
    let isNew = false;
    const graph = planeGraph(noded);
    const isTooMuch = visitNeighbours(graph, (e, f) => {
      meets = true;
      const [one, other] = [graph.origin[e], graph.origin[f]];
      const pair = Math.min(one, other) * segments.count + Math.max(one, other);
      if (known.has(pair)) return false;
      known.add(pair);
      if (splitPair(segments, one, other, splits)) isNew = true;
      return splits.count > mostSplits || known.size === mostKnown || (isExact && splits.hasMoved);
    });
    if (isTooMuch) return null;
    if (!meets) return noded;
    if (!isNew) return null;
  }
  return null;
}

/** True where no two segments meet but in ends that no third one has. */
export function areApart(segments: Segments): boolean {
  const noded = nodedAt(segments, new Splits());
  if (noded.x.length < segments.points) return false;
  return !visitNeighbours(planeGraph(noded), () => true);
}

/** Calls `visit` for edges that meet elsewhere than in common ends, for some at least where there are any, until it says that it has seen enough. */
function visitNeighbours(graph: PlaneGraph, visit: (e: number, f: number) => boolean): boolean {
  const { x, starts, to } = graph;
  const order = new Order(graph, visit);
  const into = new Int32Array(x.length).fill(-1);
  for (let e = 0; e < to.length; e++) into[to[e]] = e;
  for (let v = 0; v < x.length && !order.isDone; v++) {
    const out = starts[v + 1] - starts[v];
    if (out > 0 || into[v] !== -1) order.pass(v, out > 0 ? starts[v] : into[v]);
  }
  return order.isDone;
}

/** The edges under way from below to above, none of which meet as far as the sweep has come. */
class Order {
  isDone = false;
  readonly #graph: PlaneGraph;
  readonly #visit: (e: number, f: number) => boolean;
  /** How many others each edge has met. */
  readonly #met: Int32Array;
  /** The vertex that each edge has come from. */
  readonly #begin: Int32Array;
  readonly #edges: EdgesUnderWay;

  constructor(graph: PlaneGraph, visit: (e: number, f: number) => boolean) {
    this.#graph = graph;
    this.#visit = visit;
    this.#edges = new EdgesUnderWay(graph);
    this.#met = new Int32Array(graph.to.length);
    this.#begin = graph.from.slice(0, graph.to.length);
  }

  /** Goes on to vertex v. @param e  an edge that starts or ends there */
  pass(v: number, e: number): void {
    const { x, y, starts, to } = this.#graph;
    const edges = this.#edges;
    const first = edges.placeOf(x[v], y[v]);
    let end = first;
    let through = -1;
    for (; end < edges.size && this.#side(edges.at(end), v) === 0; end++) {
      const edge = edges.at(end);
      if (to[edge] === v) continue;
      this.#meet(edge, e);
      through = edge;
    }
    const out = starts[v + 1] - starts[v];
    edges.replace(first, end, starts[v], out);
    let last = first + out - 1;
    if (through !== -1) {
      // It goes on as if it began here. Two would have been neighbours before.
      this.#begin[through] = v;
      let at = first;
      while (at <= last && this.#side(through, to[edges.at(at)]) < 0) at++;
      edges.replace(at, at, through, 1);
      last++;
    }
    for (let at = first; at < last; ) {
      if (this.#touch(edges.at(at), edges.at(at + 1))) {
        this.#part(at);
        last--;
      } else at++;
    }
    this.#check(last);
    if (last >= first) this.#check(first - 1);
  }

  /** Neighbours at a place and above it, as long as they meet. */
  #check(at: number): void {
    const edges = this.#edges;
    while (at >= 0 && at + 1 < edges.size && this.#touch(edges.at(at), edges.at(at + 1))) {
      if (this.#part(at) === at) at--;
    }
  }

  /** Takes out one of two neighbours that meet, that which has met fewer others, and gives its place. */
  #part(at: number): number {
    const [e, f] = [this.#edges.at(at), this.#edges.at(at + 1)];
    this.#meet(e, f);
    const fewer = this.#met[e] - this.#met[f] || this.#length(e) - this.#length(f);
    const gone = fewer < 0 ? at : at + 1;
    this.#edges.replace(gone, gone + 1, 0, 0);
    return gone;
  }

  #meet(e: number, f: number): void {
    this.#met[e]++;
    this.#met[f]++;
    this.isDone ||= this.#visit(e, f);
  }

  #length(e: number): number {
    const { x, y, from, to } = this.#graph;
    return x[to[e]] - x[from[e]] + Math.abs(y[to[e]] - y[from[e]]);
  }

  /** Above 0 where a vertex lies above an edge. */
  #side(e: number, v: number): number {
    return this.#edges.side(e, this.#graph.x[v], this.#graph.y[v]);
  }

  /** Whether edges meet elsewhere than in a common end. */
  #touch(e: number, f: number): boolean {
    const { x, y, to } = this.#graph;
    const [a, b, c, d] = [this.#begin[e], to[e], this.#begin[f], to[f]];
    if (a === c) return this.#side(e, d) === 0;
    if (b === d) return this.#side(e, c) === 0;
    return segmentsTouch(x[a], y[a], x[b], y[b], x[c], y[c], x[d], y[d]);
  }
}
