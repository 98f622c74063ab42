/**
 * What edges that are kept in order from left to right are to the outline of a union: where the number of polygons that one is inside
 * of changes from or to none. What is to the left of each edge is written down, so that edges in another order are walked over alone.
 */
import type { CoverageBuffer } from "../coverage/index.ts";
import { EdgeList, type RingOwners } from "./edge-list.ts";

export class OutlineWalk {
  /** The open edges, which the owner sorts. */
  order: Int32Array = new Int32Array(256);
  readonly #polygonOf: Uint32Array;
  readonly #hullOf: Uint32Array;
  readonly #winding: Int32Array;
  /** Holes of each polygon that one is inside of. */
  readonly #holes: Int32Array;
  #edges: EdgeList = new EdgeList();
  #buffer: CoverageBuffer | null = null;
  /** +1 for an edge where the outline comes in from the left, −1 where it goes out, and since which height. */
  #role = new Int32Array(256);
  #since = new Float64Array(256);
  /** The order at the last walk, and the place of each edge in it. */
  #orderBefore = new Int32Array(256);
  #placeBefore = new Int32Array(256);
  /** What it was then to the left of each edge: winding numbers of its ring and hull, holes, polygons. */
  #windingBefore = new Int32Array(256);
  #hullBefore = new Int32Array(256);
  #holesBefore = new Int32Array(256);
  #depthBefore = new Int32Array(256);
  /** And what the edge itself does to the number of polygons. */
  #changeBefore = new Int32Array(256);

  constructor({ polygonOf, hullOf }: RingOwners) {
    this.#polygonOf = polygonOf;
    this.#hullOf = hullOf;
    this.#winding = new Int32Array(polygonOf.length);
    this.#holes = new Int32Array(hullOf.length);
  }

  /** What follows is for these edges, of which none is part of the outline so far, and adds up in a buffer. */
  begin(edges: EdgeList, buffer: CoverageBuffer): void {
    this.#edges = edges;
    this.#buffer = buffer;
    if (edges.count > this.order.length) this.#grow(2 * edges.count);
    this.#role.fill(0, 0, edges.count);
  }

  #grow(length: number): void {
    this.order = new Int32Array(length);
    this.#role = new Int32Array(length);
    this.#since = new Float64Array(length);
    this.#orderBefore = new Int32Array(length);
    this.#placeBefore = new Int32Array(length);
    this.#windingBefore = new Int32Array(length);
    this.#hullBefore = new Int32Array(length);
    this.#holesBefore = new Int32Array(length);
    this.#depthBefore = new Int32Array(length);
    this.#changeBefore = new Int32Array(length);
  }

  /** Which of the open edges bound the union from a height on; nothing is written down. */
  all(open: number, y: number): void {
    this.#walk(0, open, y, false, 0);
  }

  /** The same, and what is to the left of each is written down. */
  allAndKeep(open: number, y: number): void {
    this.#walk(0, open, y, true, 0);
    for (let k = 0; k < open; k++) this.#keepPlace(k);
  }

  /** Exchanges two neighbours that cross at a height; false, and nothing done, where they are none. */
  exchange(left: number, right: number, y: number): boolean {
    const place = this.#placeBefore[left];
    if (this.#placeBefore[right] !== place + 1) return false;
    const { order } = this;
    const { ring } = this.#edges;
    order[place] = right;
    order[place + 1] = left;
    const depth = this.#depthBefore[left];
    if (this.#polygonOf[ring[left]] === this.#polygonOf[ring[right]]) {
      this.#recall(place, place + 2);
      this.#walk(place, place + 2, y, true, depth);
    } else {
      // Neither matters to the other's polygon: only how many polygons are to the left of each is another number.
      const between = depth + this.#changeBefore[right];
      this.#depthBefore[right] = depth;
      this.#depthBefore[left] = between;
      this.#setRole(right, roleOf(depth, between), y);
      this.#setRole(left, roleOf(between, between + this.#changeBefore[left]), y);
    }
    this.#keepPlace(place);
    this.#keepPlace(place + 1);
    return true;
  }

  /** Runs of the same edges in another order: what is to the left and right of them is as it was. */
  whatChanged(open: number, y: number): void {
    const order = this.order;
    for (let first = 0; first < open; first++) {
      let last = this.#placeBefore[order[first]];
      if (last === first) continue;
      for (let k = first + 1; k <= last; k++) last = Math.max(last, this.#placeBefore[order[k]]);
      this.#recall(first, last + 1);
      this.#walk(first, last + 1, y, true, this.#depthBefore[this.#orderBefore[first]]);
      for (; first < last; first++) this.#keepPlace(first);
      this.#keepPlace(last);
    }
  }

  #keepPlace(k: number): void {
    this.#orderBefore[k] = this.order[k];
    this.#placeBefore[this.order[k]] = k;
  }

  /** Winding numbers and holes to the left of a run, of the rings that have edges in it. */
  #recall(first: number, end: number): void {
    const { ring } = this.#edges;
    // The leftmost edge of each ring and polygon has the last word.
    for (let k = end - 1; k >= first; k--) {
      const edge = this.#orderBefore[k];
      const polygon = this.#polygonOf[ring[edge]];
      this.#winding[this.#hullOf[polygon]] = this.#hullBefore[edge];
      this.#winding[ring[edge]] = this.#windingBefore[edge];
      this.#holes[polygon] = this.#holesBefore[edge];
    }
  }

  /**
   * Left to right over open edges, from a place in the order to before another: which of them bound the union from `y` on.
   * @param isKept  what is to the left of each edge is written down
   * @param depth  how many polygons one is inside of on the left of all
   */
  #walk(first: number, end: number, y: number, isKept: boolean, depth: number): void {
    const edges = this.#edges;
    const order = this.order;
    const winding = this.#winding;
    const holes = this.#holes;
    for (let i = first; i < end; i++) {
      const edge = order[i];
      const ring = edges.ring[edge];
      const before = winding[ring];
      if (isKept) {
        const polygon = this.#polygonOf[ring];
        this.#windingBefore[edge] = before;
        this.#hullBefore[edge] = winding[this.#hullOf[polygon]];
        this.#holesBefore[edge] = holes[polygon];
        this.#depthBefore[edge] = depth;
      }
      const after = before + edges.turn[edge];
      winding[ring] = after;
      let role = 0;
      let inside = 0;
      if (before === 0 || after === 0) {
        const polygon = this.#polygonOf[ring];
        const hull = this.#hullOf[polygon];
        const change = after === 0 ? -1 : 1;
        if (ring === hull) inside = holes[polygon] === 0 ? change : 0;
        else {
          const had = holes[polygon];
          holes[polygon] = had + change;
          if (winding[hull] !== 0) inside = change > 0 ? (had === 0 ? -1 : 0) : had === 1 ? 1 : 0;
        }
        const deeper = depth + inside;
        role = roleOf(depth, deeper);
        depth = deeper;
      }
      if (isKept) this.#changeBefore[edge] = inside;
      this.#setRole(edge, role, y);
    }
    for (let i = first; i < end; i++) {
      const ring = edges.ring[order[i]];
      const polygon = this.#polygonOf[ring];
      winding[ring] = 0;
      winding[this.#hullOf[polygon]] = 0;
      holes[polygon] = 0;
    }
  }

  /** What an edge is to the outline from a height on. */
  #setRole(edge: number, role: number, y: number): void {
    if (role === this.#role[edge]) return;
    this.flush(edge, y);
    this.#role[edge] = role;
    this.#since[edge] = y;
  }

  /** Adds the piece of outline that an edge has been since its role last changed. */
  flush(edge: number, y: number): void {
    const role = this.#role[edge];
    if (role === 0) return;
    this.#role[edge] = 0;
    const since = this.#since[edge];
    const { lineX, lineY, slope } = this.#edges;
    if (y > since) this.#buffer!.line(lineX[edge], lineY[edge], slope[edge], since, y, role);
  }
}

/** +1 where an outline comes in from the left, −1 where it goes out, by how many polygons are on the left and on the right. */
function roleOf(left: number, right: number): number {
  return (right > 0 ? 1 : 0) - (left > 0 ? 1 : 0);
}
