/**
 * A polygon with holes cut along diagonals into pieces that every vertical line cuts once (M. Garey, D. Johnson, F. Preparata,
 * R. Tarjan, 1978), by one sweep from left to right. earcut looks through the whole ring for each hole and for many ears,
 * which takes minutes for a mask with thousands of holes; of these pieces it sees one at a time.
 */
import { turn } from "../../geometry/index.ts";

/** Rings of vertices: those of ring i are vertices[starts[i]] … vertices[starts[i + 1] − 1]. */
export interface Pieces {
  readonly vertices: Uint32Array;
  readonly starts: readonly number[];
}

/**
 * @param xy  x, y of each vertex
 * @param starts  first vertex of each ring, the hull's first, and the end; hulls run counter-clockwise, holes clockwise, and
 *   no two edges cross
 * @returns null where a hole lies in no hull
 */
export function monotonePieces(xy: ArrayLike<number>, starts: readonly number[]): Pieces | null {
  const count = starts[starts.length - 1];
  const next = new Uint32Array(count);
  const previous = new Uint32Array(count);
  for (let ring = 0; ring + 1 < starts.length; ring++) {
    for (let v = starts[ring]; v < starts[ring + 1]; v++) {
      const following = v + 1 < starts[ring + 1] ? v + 1 : starts[ring];
      next[v] = following;
      previous[following] = v;
    }
  }
  const diagonals = new Sweep(xy, next, previous).run();
  return diagonals === null ? null : cutAlong(diagonals, xy, next, previous);
}

/** Edges are named by the vertex that they start at along the ring. */
class Sweep {
  readonly #xy: ArrayLike<number>;
  readonly #next: Uint32Array;
  readonly #previous: Uint32Array;
  /** Edges under way, from below to above. */
  #status = new Uint32Array(64);
  #size = 0;
  /** Of an edge with the inside above it: the vertex that was met last between it and the next edge, its "helper". */
  readonly #helper: Uint32Array;
  /** 1 for a vertex where two edges end and the inside goes on: it waits for one on its right. */
  readonly #isMerge: Uint8Array;
  readonly #diagonals: number[] = [];

  constructor(xy: ArrayLike<number>, next: Uint32Array, previous: Uint32Array) {
    this.#xy = xy;
    this.#next = next;
    this.#previous = previous;
    this.#helper = new Uint32Array(next.length);
    this.#isMerge = new Uint8Array(next.length);
  }

  /** Pairs of vertices, in the order of the second ones; null where a hole lies in no hull. */
  run(): readonly number[] | null {
    const order = new Uint32Array(this.#next.length).map((_, v) => v).sort((a, b) => this.#compare(a, b));
    for (const v of order) {
      const [before, behind] = [this.#previous[v], this.#next[v]];
      const arrives = this.#isBefore(before, v);
      const returns = this.#isBefore(behind, v);
      const turnsLeft = this.#side(before, v, behind) > 0;
      // The neighbour on the left, or else on the right; of two the lower one.
      const isByBefore = arrives === returns ? arrives === turnsLeft : arrives;
      const at = this.#placeOf(v, isByBefore ? before : behind, arrives || returns);
      const below = at === 0 ? -1 : this.#status[at - 1];
      const isInsideBelow = below !== -1 && this.#isBefore(below, this.#next[below]);
      const isSplit = !arrives && !returns && !turnsLeft;
      if (isSplit && !isInsideBelow) return null;
      // The inside lies above edges that run to the right.
      if (arrives) this.#see(v, before, false);
      if (isInsideBelow) this.#see(v, below, isSplit);
      this.#isMerge[v] = arrives && returns && !turnsLeft ? 1 : 0;
      this.#helper[v] = v;
      if (arrives && returns) this.#replace(at, 2, []);
      else if (arrives) this.#replace(at, 1, [v]);
      else if (returns) this.#replace(at, 1, [before]);
      else {
        this.#helper[before] = v;
        this.#replace(at, 0, turnsLeft ? [v, before] : [before, v]);
      }
    }
    return this.#diagonals;
  }

  /** A diagonal to an edge's helper where one of the two needs it; from here on the vertex is the helper. */
  #see(v: number, edge: number, isNeeded: boolean): void {
    const helper = this.#helper[edge];
    if (isNeeded || this.#isMerge[helper] === 1) this.#diagonals.push(helper, v);
    this.#helper[edge] = v;
  }

  /**
   * From left to right; at one place what ends there comes before what starts, and of what starts there that with the lower
   * edge first: the edges of another ring may start between its two.
   */
  #compare(a: number, b: number): number {
    const xy = this.#xy;
    const apart = xy[2 * a] - xy[2 * b] || xy[2 * a + 1] - xy[2 * b + 1];
    if (apart !== 0) return apart;
    const begun = this.#begun(a);
    return begun - this.#begun(b) || (begun > 0 ? this.#side(a, this.#lowerOf(b), this.#lowerOf(a)) : 0) || a - b;
  }

  /** The end of the lower one of two edges that start at a vertex. */
  #lowerOf(v: number): number {
    const [before, behind] = [this.#previous[v], this.#next[v]];
    return this.#side(before, v, behind) > 0 ? behind : before;
  }

  /** Edges that start at a vertex, less those that end. */
  #begun(v: number): number {
    return (this.#isBefore(v, this.#previous[v]) ? 1 : -1) + (this.#isBefore(v, this.#next[v]) ? 1 : -1);
  }

  #isBefore(a: number, b: number): boolean {
    const xy = this.#xy;
    return xy[2 * a] < xy[2 * b] || (xy[2 * a] === xy[2 * b] && xy[2 * a + 1] < xy[2 * b + 1]);
  }

  #side(a: number, b: number, c: number): number {
    return sideOf(this.#xy, a, b, c);
  }

  /** How many edges lie below a vertex and the neighbour, whose edge comes next where it ends at the vertex. */
  #placeOf(v: number, neighbour: number, hasEnded: boolean): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isBelow(this.#status[middle], v, neighbour, hasEnded)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isBelow(edge: number, v: number, neighbour: number, hasEnded: boolean): boolean {
    const isForward = this.#isBefore(edge, this.#next[edge]);
    const left = isForward ? edge : this.#next[edge];
    const right = isForward ? this.#next[edge] : edge;
    const side = this.#side(left, right, v);
    if (side !== 0) return side > 0;
    // Rings touch here. What has begun here already goes by the edge that it follows.
    if (!hasEnded || !this.#isSamePlace(left, v)) return this.#side(left, right, neighbour) > 0;
    return this.#side(isForward ? this.#previous[left] : this.#next[left], left, neighbour) > 0;
  }

  #isSamePlace(a: number, b: number): boolean {
    return this.#xy[2 * a] === this.#xy[2 * b] && this.#xy[2 * a + 1] === this.#xy[2 * b + 1];
  }

  #replace(at: number, gone: number, edges: readonly number[]): void {
    const change = edges.length - gone;
    if (this.#size + change > this.#status.length) {
      const more = new Uint32Array(2 * this.#status.length);
      more.set(this.#status);
      this.#status = more;
    }
    if (change !== 0) this.#status.copyWithin(at + edges.length, at + gone, this.#size);
    for (let i = 0; i < edges.length; i++) this.#status[at + i] = edges[i];
    this.#size += change;
  }
}

/** A ring is cut in two along a diagonal, or two rings are joined. Both ends get a second place along the rings. */
function cutAlong(
  diagonals: readonly number[],
  xy: ArrayLike<number>,
  next: Uint32Array,
  previous: Uint32Array,
): Pieces {
  const count = next.length;
  const total = count + diagonals.length;
  const after = new Uint32Array(total);
  const before = new Uint32Array(total);
  const vertex = new Uint32Array(total).map((_, place) => place);
  /** Another place of the same vertex; −1 for none. */
  const twin = new Int32Array(total).fill(-1);
  after.set(next);
  before.set(previous);
  const link = (a: number, b: number): void => {
    after[a] = b;
    before[b] = a;
  };
  const side = (a: number, b: number, c: number): number => sideOf(xy, a, b, c);
  /** The place from which the direction to another vertex lies between both neighbours, on the inside. */
  const placeOpenTo = (v: number, other: number): number => {
    const isThere = xy[2 * v] === xy[2 * other] && xy[2 * v + 1] === xy[2 * other + 1];
    const target = isThere ? vertex[after[other]] : other;
    for (let place = v; place !== -1; place = twin[place]) {
      const [p, n] = [vertex[before[place]], vertex[after[place]]];
      const isLeftOfIn = side(p, v, target) > 0;
      const isLeftOfOut = side(v, n, target) > 0;
      if (side(p, v, n) > 0 ? isLeftOfIn && isLeftOfOut : isLeftOfIn || isLeftOfOut) return place;
    }
    return v;
  };
  for (let i = 0; i < diagonals.length; i += 2) {
    const [one, other] = [diagonals[i], diagonals[i + 1]];
    const [a, b] = [placeOpenTo(one, other), placeOpenTo(other, one)];
    const [a2, b2] = [count + i, count + i + 1];
    vertex[a2] = one;
    vertex[b2] = other;
    const [afterA, beforeB] = [after[a], before[b]];
    link(a, b);
    link(a2, afterA);
    link(beforeB, b2);
    link(b2, a2);
    twin[a2] = twin[one];
    twin[one] = a2;
    twin[b2] = twin[other];
    twin[other] = b2;
  }
  return walked(after, vertex);
}

function walked(after: Uint32Array, vertex: Uint32Array): Pieces {
  const vertices = new Uint32Array(after.length);
  const starts = [0];
  const isDone = new Uint8Array(after.length);
  let at = 0;
  for (let start = 0; start < after.length; start++) {
    for (let place = start; isDone[place] === 0; place = after[place]) {
      isDone[place] = 1;
      vertices[at++] = vertex[place];
    }
    if (at > starts[starts.length - 1]) starts.push(at);
  }
  return { vertices, starts };
}

/** Above 0 where vertex c lies on the left of the way from a to b. */
function sideOf(xy: ArrayLike<number>, a: number, b: number, c: number): number {
  return turn(xy[2 * a], xy[2 * a + 1], xy[2 * b], xy[2 * b + 1], xy[2 * c], xy[2 * c + 1]);
}
