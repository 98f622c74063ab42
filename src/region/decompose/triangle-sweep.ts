/**
 * Triangles of merged polygons, corners at vertices only, by one sweep from left to right: between two edges that are under
 * way with the inside between them lies what is not yet cut, a polygon that every vertical line cuts once (M. Garey,
 * D. Johnson, F. Preparata, R. Tarjan, 1978). Of it the sweep keeps the vertices that still lack triangles, along one of the
 * two edges, bent so that none of them sees another:
 *
 *     ────────────────        upper edge
 *     a ─ b
 *          \                  a, b, c, d wait along the lower edge: the next vertex of the upper one sees them all,
 *           c ── d ────       the next one of the lower edge sees d, and more where that bends upwards
 *
 * Where two edges end between two such polygons, both wait for the next vertex. All is decided by exact predicates, and
 * vertices at one place are one, so that rings may touch.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import { EdgesUnderWay, graphOfRings, type PlaneGraph } from "../engines/index.ts";
import { lower, type Side, upper, WaitingVertices } from "./waiting-vertices.ts";

export interface Triangulation {
  /** Vertices, each place once. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** Three vertices a triangle, counter-clockwise. */
  readonly corners: Int32Array;
}

/** Null where polygons are not as merged ones are: where edges cross or hulls and holes have the wrong orientation. */
export function triangulationOf(merged: PolygonSet): Triangulation | null {
  const graph = graphOfRings(merged);
  const corners = new TriangleSweep(graph).run();
  return corners === null ? null : { x: graph.x, y: graph.y, corners };
}

const none = -1;

class TriangleSweep {
  readonly #graph: PlaneGraph;
  readonly #status: EdgesUnderWay;
  /** What lies above an edge that has the inside there: one piece, or two that wait for a vertex between them. */
  readonly #piece: Int32Array;
  readonly #pieceAbove: Int32Array;
  readonly #waiting: WaitingVertices;
  #isValid = true;

  constructor(graph: PlaneGraph) {
    this.#graph = graph;
    this.#status = new EdgesUnderWay(graph);
    this.#piece = new Int32Array(graph.from.length).fill(none);
    this.#pieceAbove = new Int32Array(graph.from.length).fill(none);
    this.#waiting = new WaitingVertices(graph.x, graph.y);
  }

  run(): Int32Array | null {
    for (let v = 0; v < this.#graph.x.length && this.#isValid; v++) this.#pass(v);
    return this.#isValid && this.#status.size === 0 ? this.#waiting.corners() : null;
  }

  #pass(v: number): void {
    const { x, y, to } = this.#graph;
    const status = this.#status;
    const first = status.placeOf(x[v], y[v]);
    let end = first;
    /** An edge that goes on behind the vertex, which another ring has in the middle of it. */
    let through = none;
    for (; end < status.size && status.side(status.at(end), x[v], y[v]) === 0; end++) {
      if (to[status.at(end)] === v) continue;
      if (through !== none) this.#isValid = false;
      through = status.at(end);
    }
    const [low, high] = [first === 0 ? none : status.at(first - 1), end === first ? none : status.at(end - 1)];
    const isInsideLow = low !== none && this.#hasInsideAbove(low);
    const isInsideHigh = high === none ? isInsideLow : this.#hasInsideAbove(high);
    for (let k = first; k + 1 < end; k++) if (this.#hasInsideAbove(status.at(k))) this.#close(status.at(k), v);
    if (high !== none) {
      if (isInsideLow) this.#seeUpper(low, v);
      if (isInsideHigh) this.#seeLower(high, v);
    }
    const one = this.#piece[high === none ? 0 : high];
    const count = this.#startEdges(v, first, end, through);
    const above = count === 0 ? low : status.at(first + count - 1);
    if (count === 0) {
      if (isInsideLow !== isInsideHigh || high === none) this.#isValid = false;
      else if (isInsideLow) this.#pieceAbove[low] = one;
      return;
    }
    if (this.#hasInsideAbove(above) !== isInsideHigh) this.#isValid = false;
    for (let k = first; k + 1 < first + count; k++) {
      const edge = status.at(k);
      if (this.#hasInsideAbove(edge)) this.#set(edge, this.#waiting.begin(v));
    }
    if (!isInsideHigh) return;
    if (high === none) this.#split(low, above, v);
    else this.#set(above, one);
  }

  /** In place of the edges that have come to a vertex those that go on from there; their number. */
  #startEdges(v: number, first: number, end: number, through: number): number {
    const { x, y, starts, to } = this.#graph;
    const status = this.#status;
    const count = starts[v + 1] - starts[v];
    status.replace(first, end, starts[v], count);
    if (through === none) return count;
    let at = first;
    for (; at < first + count; at++) {
      const next = to[status.at(at)];
      if (status.side(through, x[next], y[next]) >= 0) break;
    }
    status.replace(at, at, through, 1);
    return count + 1;
  }

  #hasInsideAbove(edge: number): boolean {
    return this.#graph.windA[edge] > 0;
  }

  #set(edge: number, piece: number): void {
    this.#piece[edge] = piece;
    this.#pieceAbove[edge] = none;
  }

  /** The edge above ends at a vertex. Of two pieces the upper one does, too. */
  #seeUpper(edge: number, v: number): void {
    if (this.#pieceAbove[edge] !== none) this.#finish(this.#pieceAbove[edge], v);
    this.#pieceAbove[edge] = none;
    this.#see(this.#piece[edge], v, upper);
  }

  /** An edge itself ends, or another one begins: of two pieces the lower one ends. */
  #seeLower(edge: number, v: number): void {
    if (this.#pieceAbove[edge] !== none) {
      this.#finish(this.#piece[edge], v);
      this.#set(edge, this.#pieceAbove[edge]);
    }
    this.#see(this.#piece[edge], v, lower);
  }

  /** Edges begin at a vertex between two edges. */
  #split(low: number, above: number, v: number): void {
    const waiting = this.#waiting;
    let [below, rest] = [this.#piece[low], this.#pieceAbove[low]];
    if (rest === none) {
      // It goes on on one side of the diagonal from the vertex that came last, and another piece begins on the other side.
      const last = waiting.last(below);
      if (waiting.side(below) === upper) rest = waiting.begin(last);
      else {
        rest = below;
        below = waiting.begin(last);
      }
    }
    this.#see(below, v, upper);
    this.#see(rest, v, lower);
    this.#set(low, below);
    this.#set(above, rest);
  }

  /** Both edges end at a vertex. */
  #close(edge: number, v: number): void {
    this.#finish(this.#piece[edge], v);
    if (this.#pieceAbove[edge] !== none) this.#finish(this.#pieceAbove[edge], v);
  }

  #see(piece: number, v: number, side: Side): void {
    if (!this.#waiting.see(piece, v, side)) this.#isValid = false;
  }

  #finish(piece: number, v: number): void {
    if (!this.#waiting.finish(piece, v)) this.#isValid = false;
  }
}
