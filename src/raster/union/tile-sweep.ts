/**
 * The union of polygons inside one tile, from their raw edges: a sweep over y-slabs in which no two edges
 * cross. In each slab the edges are walked from left to right with one winding number a ring; where the number of
 * polygons that one is inside of changes, a piece of an edge becomes part of the outline and is added to the tile's
 * coverage. No crossing is ever rounded to a grid; an error of the last bits in where two edges cross moves no more than
 * the sliver between them.
 *
 *      slab 2  ____/\________        +1 / −1 / 0: what an edge piece does to the outline
 *      slab 1  ___/__\__/\___
 */
import type { CoverageBuffer } from "../coverage/index.ts";
import type { EdgeList, RingOwners } from "./edge-list.ts";
import { sortBy } from "./sort-by.ts";

/** With more edges that begin at a height, they are sorted at once and not one by one. */
const manyEdges = 32;
/** To put a crossing among the others of a slab takes as long as so many steps over open edges. */
const stepsOfCrossing = 24;

export class TileSweep {
  /** Polygon of each ring, and the first ring (the hull) of each polygon. */
  readonly #polygonOf: Uint32Array;
  readonly #hullOf: Uint32Array;
  readonly #winding: Int32Array;
  /** Holes of each polygon that one is inside of. */
  readonly #holes: Int32Array;
  #order = new Int32Array(256);
  #middle = new Float64Array(256);
  #role = new Int32Array(256);
  #since = new Float64Array(256);
  #heights = new Float64Array(512);
  #waiting = new Int32Array(256);
  #keys = new Float64Array(256);
  /** Place of each edge in the order, and what it was to the left of it at the last walk. */
  #place = new Int32Array(256);
  #windingBefore = new Int32Array(256);
  #hullBefore = new Int32Array(256);
  #holesBefore = new Int32Array(256);
  #depthBefore = new Int32Array(256);
  /** The order at the bottom of a slab in which edges cross. */
  #orderBelow = new Int32Array(256);
  /** Crossings of a slab: heights, and the two edges of each. */
  #crossingCount = 0;
  #crossingY = new Float64Array(64);
  #crossingEdges = new Int32Array(128);
  #crossingOrder = new Int32Array(64);
  /** Steps over open edges that are left. */
  #budget = 0;

  constructor({ polygonOf, hullOf }: RingOwners) {
    this.#polygonOf = polygonOf;
    this.#hullOf = hullOf;
    this.#winding = new Int32Array(polygonOf.length);
    this.#holes = new Int32Array(hullOf.length);
  }

  /**
   * Adds what the edges enclose to `buffer`; false, and the buffer of no use, where that takes too many steps.
   * @param tolerance distance in x below which a wrong order of edges does not matter
   * @param budget steps over open edges: each height at which an edge ends, or where two cross, is a walk over those that
   * are open
   */
  run(edges: EdgeList, buffer: CoverageBuffer, tolerance: number, budget: number): boolean {
    const { count } = edges;
    if (count === 0) return true;
    this.#budget = budget;
    this.#reserve(count);
    this.#role.fill(0, 0, count);
    const heights = this.#heights.subarray(0, 2 * count);
    const waiting = this.#waiting;
    for (let i = 0; i < count; i++) {
      waiting[i] = i;
      heights[i] = edges.low[i];
      heights[count + i] = edges.high[i];
    }
    heights.sort();
    sortBy(edges.low, waiting, 0, count);
    const order = this.#order;
    let open = 0;
    let next = 0;
    for (let h = 0; h + 1 < heights.length; h++) {
      const bottom = heights[h];
      const top = heights[h + 1];
      if (top === bottom) continue;
      let kept = 0;
      for (let i = 0; i < open; i++) {
        const edge = order[i];
        if (edges.high[edge] > bottom) order[kept++] = edge;
        else this.#flush(edges, edge, edges.high[edge], buffer);
      }
      open = kept;
      while (next < count && edges.low[waiting[next]] <= bottom) order[open++] = waiting[next++];
      // Those that begin in one point are in order above it.
      if (open - kept > manyEdges) this.#sortAtOnce(edges, open, bottom + (top - bottom) * 2 ** -10);
      if (open > 0) this.#slab(edges, open, bottom, top, buffer, tolerance);
      if (this.#budget < 0) return false;
    }
    for (let i = 0; i < open; i++) this.#flush(edges, order[i], edges.high[order[i]], buffer);
    return true;
  }

  #sortAtOnce({ lineX, lineY, slope }: EdgeList, open: number, y: number): void {
    const keys = this.#keys;
    const order = this.#order;
    for (let i = 0; i < open; i++) keys[order[i]] = lineX[order[i]] + (y - lineY[order[i]]) * slope[order[i]];
    sortBy(keys, order, 0, open);
  }

  #reserve(count: number): void {
    if (count <= this.#order.length) return;
    const length = 2 * count;
    this.#order = new Int32Array(length);
    this.#middle = new Float64Array(length);
    this.#role = new Int32Array(length);
    this.#since = new Float64Array(length);
    this.#heights = new Float64Array(2 * length);
    this.#waiting = new Int32Array(length);
    this.#keys = new Float64Array(length);
    this.#place = new Int32Array(length);
    this.#windingBefore = new Int32Array(length);
    this.#hullBefore = new Int32Array(length);
    this.#holesBefore = new Int32Array(length);
    this.#depthBefore = new Int32Array(length);
    this.#orderBelow = new Int32Array(length);
  }

  /** Walks over a slab, and where two edges cross again over what is between them. */
  #slab(edges: EdgeList, open: number, bottom: number, top: number, buffer: CoverageBuffer, tolerance: number): void {
    this.#budget -= open;
    this.#sort(edges, 0, open, bottom, tolerance);
    this.#orderBelow.set(this.#order.subarray(0, open));
    this.#crossingCount = 0;
    const isInOrder = !this.#sort(edges, 0, open, top, tolerance, bottom);
    const count = this.#crossingCount;
    if (count === 0) {
      if (!isInOrder) this.#sort(edges, 0, open, (bottom + top) / 2, 0);
      this.#walk(edges, 0, open, bottom, buffer);
      return;
    }
    this.#budget -= open + stepsOfCrossing * count;
    if (this.#budget < 0) return;
    const crossings = this.#crossingOrder;
    const heights = this.#crossingY;
    for (let i = 0; i < count; i++) crossings[i] = i;
    sortBy(heights, crossings, 0, count);
    this.#order.set(this.#orderBelow.subarray(0, open));
    this.#sort(edges, 0, open, (bottom + heights[crossings[0]]) / 2, 0);
    this.#walk(edges, 0, open, bottom, buffer);
    for (let i = 0; i < open; i++) this.#place[this.#order[i]] = i;
    for (let i = 0; i < count; ) {
      const first = i;
      const y = heights[crossings[i]];
      while (i < count && heights[crossings[i]] === y) i++;
      const next = i < count ? heights[crossings[i]] : top;
      this.#exchange(edges, first, i, y, (y + next) / 2, buffer);
      if (this.#budget < 0) return;
    }
  }

  /** What crosses at height y, from the crossing `first` to before `end`, in the order that it has at the height `above`. */
  #exchange(edges: EdgeList, first: number, end: number, y: number, above: number, buffer: CoverageBuffer): void {
    const place = this.#place;
    const pairs = this.#crossingEdges;
    const crossings = this.#crossingOrder;
    const order = this.#order;
    // Those of one height by their places, from left to right; several edges that cross in one point are one run.
    if (end - first > 1) {
      const keys = this.#crossingY;
      for (let i = first; i < end; i++) {
        const at = crossings[i];
        keys[at] = Math.min(place[pairs[2 * at]], place[pairs[2 * at + 1]]);
      }
      sortBy(keys, crossings, first, end);
    }
    for (let i = first; i < end; ) {
      const begin = i;
      let [low, high] = [Infinity, -1];
      for (; i < end; i++) {
        const a = place[pairs[2 * crossings[i]]];
        const b = place[pairs[2 * crossings[i] + 1]];
        const left = a < b ? a : b;
        if (high >= 0 && left > high) break;
        if (left < low) low = left;
        if (a > high) high = a;
        if (b > high) high = b;
      }
      this.#budget -= high - low;
      this.#recall(edges, low, high + 1);
      const depth = this.#depthBefore[order[low]];
      if (high - low > 1) {
        this.#sort(edges, low, high + 1, above, 0);
        for (let k = low; k <= high; k++) place[order[k]] = k;
      }
      // Right above a crossing the two are too near each other for doubles to tell.
      for (let k = begin; k < i; k++) this.#putBefore(pairs[2 * crossings[k]], pairs[2 * crossings[k] + 1]);
      this.#walk(edges, low, high + 1, y, buffer, depth);
    }
  }

  /** Puts an edge to the left of another, where it is to the right of that. */
  #putBefore(edge: number, other: number): void {
    const place = this.#place;
    const order = this.#order;
    const to = place[other];
    for (let at = place[edge]; at > to; at--) {
      order[at] = order[at - 1];
      place[order[at]] = at;
      order[at - 1] = edge;
      place[edge] = at - 1;
    }
  }

  /**
   * Sorts open edges by their x at a height (insertion: they are nearly sorted). With `bottom`, the crossings above it of those
   * that had to be exchanged are kept. True where any had.
   */
  #sort(edges: EdgeList, first: number, end: number, y: number, tolerance: number, bottom?: number): boolean {
    const { lineX, lineY, slope } = edges;
    const order = this.#order;
    const at = this.#middle;
    let isChanged = false;
    for (let i = first; i < end; i++) {
      const edge = order[i];
      const x = lineX[edge] + (y - lineY[edge]) * slope[edge];
      let j = i - 1;
      for (; j >= first && at[j] > x + tolerance; j--) {
        const other = order[j];
        if (bottom !== undefined) {
          isChanged = true;
          // x_e(y) = x_o(y), measured from this height down.
          const cut = y - (at[j] - x) / (slope[other] - slope[edge]);
          // Edges that meet at a vertex seem to cross within the last bits of it.
          const margin = (y - bottom) * 1e-12;
          if (cut > bottom + margin && cut < y - margin) this.#keepCrossing(cut, edge, other);
        }
        order[j + 1] = other;
        at[j + 1] = at[j];
      }
      order[j + 1] = edge;
      at[j + 1] = x;
      if (i - j > manyEdges) {
        this.#budget -= i - j;
        if (this.#budget < 0) return isChanged;
      }
    }
    return isChanged;
  }

  #keepCrossing(y: number, edge: number, other: number): void {
    const i = this.#crossingCount++;
    if (i === this.#crossingY.length) {
      const heights = new Float64Array(2 * i);
      heights.set(this.#crossingY);
      this.#crossingY = heights;
      const pairs = new Int32Array(4 * i);
      pairs.set(this.#crossingEdges);
      this.#crossingEdges = pairs;
      this.#crossingOrder = new Int32Array(2 * i);
    }
    this.#crossingY[i] = y;
    this.#crossingEdges[2 * i] = edge;
    this.#crossingEdges[2 * i + 1] = other;
  }

  /** Winding numbers and holes to the left of some places, of the rings that have edges there. */
  #recall({ ring }: EdgeList, first: number, end: number): void {
    const order = this.#order;
    // The leftmost edge of each ring and polygon has the last word.
    for (let i = end - 1; i >= first; i--) {
      const edge = order[i];
      const polygon = this.#polygonOf[ring[edge]];
      this.#winding[this.#hullOf[polygon]] = this.#hullBefore[edge];
      this.#winding[ring[edge]] = this.#windingBefore[edge];
      this.#holes[polygon] = this.#holesBefore[edge];
    }
  }

  /**
   * Left to right over open edges, from an edge to before another: which of them bound the union from `y` on.
   * @param depth  how many polygons one is inside of on the left
   */
  #walk(edges: EdgeList, first: number, end: number, y: number, buffer: CoverageBuffer, depth = 0): void {
    const order = this.#order;
    const winding = this.#winding;
    const holes = this.#holes;
    for (let i = first; i < end; i++) {
      const edge = order[i];
      const ring = edges.ring[edge];
      const polygon = this.#polygonOf[ring];
      const hull = this.#hullOf[polygon];
      const before = winding[ring];
      const after = before + edges.turn[edge];
      this.#windingBefore[edge] = before;
      this.#hullBefore[edge] = winding[hull];
      this.#holesBefore[edge] = holes[polygon];
      this.#depthBefore[edge] = depth;
      winding[ring] = after;
      let role = 0;
      if (before === 0 || after === 0) {
        const change = after === 0 ? -1 : 1;
        let inside = 0;
        if (ring === hull) inside = holes[polygon] === 0 ? change : 0;
        else {
          const had = holes[polygon];
          holes[polygon] = had + change;
          if (winding[hull] !== 0) inside = change > 0 ? (had === 0 ? -1 : 0) : had === 1 ? 1 : 0;
        }
        const deeper = depth + inside;
        role = (deeper > 0 ? 1 : 0) - (depth > 0 ? 1 : 0);
        depth = deeper;
      }
      if (role !== this.#role[edge]) {
        this.#flush(edges, edge, y, buffer);
        this.#role[edge] = role;
        this.#since[edge] = y;
      }
    }
    for (let i = first; i < end; i++) {
      const polygon = this.#polygonOf[edges.ring[order[i]]];
      winding[edges.ring[order[i]]] = 0;
      winding[this.#hullOf[polygon]] = 0;
      holes[polygon] = 0;
    }
  }

  /** Adds the piece of outline that an edge has been since its role last changed. */
  #flush(edges: EdgeList, edge: number, y: number, buffer: CoverageBuffer): void {
    const role = this.#role[edge];
    if (role === 0) return;
    this.#role[edge] = 0;
    const since = this.#since[edge];
    const { lineX, lineY, slope } = edges;
    if (y > since) buffer.line(lineX[edge], lineY[edge], slope[edge], since, y, role);
  }
}
