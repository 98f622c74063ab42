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
  /** The order at the last walk, and the place of each edge in it. */
  #orderBefore = new Int32Array(256);
  #placeBefore = new Int32Array(256);
  /** What it was then to the left of each edge: winding numbers of its ring and hull, holes, polygons. */
  #windingBefore = new Int32Array(256);
  #hullBefore = new Int32Array(256);
  #holesBefore = new Int32Array(256);
  #depthBefore = new Int32Array(256);
  /** Heights at which edges cross in a slab. */
  #cuts = new Float64Array(256);
  #cutCount = 0;
  /** Steps over open edges that are left. */
  #budget = 0;

  readonly #check: () => void;

  /** @param check  called all along: what it throws ends a sweep */
  constructor({ polygonOf, hullOf }: RingOwners, check: () => void = () => {}) {
    this.#check = check;
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
    this.#orderBefore = new Int32Array(length);
    this.#placeBefore = new Int32Array(length);
    this.#windingBefore = new Int32Array(length);
    this.#hullBefore = new Int32Array(length);
    this.#holesBefore = new Int32Array(length);
    this.#depthBefore = new Int32Array(length);
  }

  /** Cuts a slab where edges cross, and walks over the lowest part, and of each other one over what is in another order. */
  #slab(edges: EdgeList, open: number, bottom: number, top: number, buffer: CoverageBuffer, tolerance: number): void {
    this.#budget -= open;
    this.#check();
    this.#sort(edges, open, bottom, tolerance);
    this.#cutCount = 0;
    const isChanged = this.#sort(edges, open, top, tolerance, bottom);
    const count = this.#cutCount;
    if (count === 0) {
      if (isChanged) this.#sort(edges, open, (bottom + top) / 2, 0);
      this.#walk(edges, 0, open, bottom, buffer);
      return;
    }
    this.#budget -= (count + 1) * open;
    if (this.#budget < 0) return;
    const cuts = this.#cuts.subarray(0, count).sort();
    let from = bottom;
    for (let i = 0; i <= count; i++) {
      const to = i < count ? cuts[i] : top;
      if (!(to > from)) continue;
      this.#check();
      this.#sort(edges, open, (from + to) / 2, 0);
      if (from === bottom) {
        this.#walk(edges, 0, open, from, buffer, true);
        for (let k = 0; k < open; k++) this.#keepPlace(k);
      } else this.#walkWhatChanged(edges, open, from, buffer);
      from = to;
    }
  }

  #keepPlace(k: number): void {
    this.#orderBefore[k] = this.#order[k];
    this.#placeBefore[this.#order[k]] = k;
  }

  /** Runs of the same edges in another order: what is to the left and right of them is as it was. */
  #walkWhatChanged(edges: EdgeList, open: number, y: number, buffer: CoverageBuffer): void {
    const order = this.#order;
    for (let first = 0; first < open; first++) {
      let last = this.#placeBefore[order[first]];
      if (last === first) continue;
      for (let k = first + 1; k <= last; k++) last = Math.max(last, this.#placeBefore[order[k]]);
      this.#recall(edges, first, last + 1);
      this.#walk(edges, first, last + 1, y, buffer, true, this.#depthBefore[this.#orderBefore[first]]);
      for (; first < last; first++) this.#keepPlace(first);
      this.#keepPlace(last);
    }
  }

  /** Winding numbers and holes to the left of a run, of the rings that have edges in it. */
  #recall({ ring }: EdgeList, first: number, end: number): void {
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
   * Sorts the open edges by their x at a height (insertion: they are nearly sorted). With `bottom`, keeps the heights above it
   * at which edges cross that had to be exchanged. True where any had.
   */
  #sort(edges: EdgeList, open: number, y: number, tolerance: number, bottom?: number): boolean {
    const { lineX, lineY, slope } = edges;
    const order = this.#order;
    const at = this.#middle;
    let isChanged = false;
    for (let i = 0; i < open; i++) {
      const edge = order[i];
      const x = lineX[edge] + (y - lineY[edge]) * slope[edge];
      let j = i - 1;
      for (; j >= 0 && at[j] > x + tolerance; j--) {
        const other = order[j];
        isChanged = true;
        if (bottom !== undefined) {
          // x_e(y) = x_o(y), measured from this height down.
          const cut = y - (at[j] - x) / (slope[other] - slope[edge]);
          // Edges that meet at a vertex seem to cross within the last bits of it.
          const margin = (y - bottom) * 1e-12;
          if (cut > bottom + margin && cut < y - margin) this.#keepCut(cut);
        }
        order[j + 1] = other;
        at[j + 1] = at[j];
      }
      order[j + 1] = edge;
      at[j + 1] = x;
      if (i - j > manyEdges) {
        this.#budget -= i - j;
        this.#check();
        if (this.#budget < 0) return isChanged;
      }
      // So many crossings are more than there are steps left for.
      if (bottom !== undefined && this.#cutCount * open > this.#budget) {
        this.#budget = -1;
        return isChanged;
      }
    }
    return isChanged;
  }

  #keepCut(y: number): void {
    if (this.#cutCount === this.#cuts.length) {
      const cuts = new Float64Array(2 * this.#cutCount);
      cuts.set(this.#cuts);
      this.#cuts = cuts;
    }
    this.#cuts[this.#cutCount++] = y;
  }

  /**
   * Left to right over open edges, from a place in the order to before another: which of them bound the union from `y` on.
   * @param isKept  what is to the left of each edge is written down
   * @param depth  how many polygons one is inside of on the left of all
   */
  #walk(
    edges: EdgeList,
    first: number,
    end: number,
    y: number,
    buffer: CoverageBuffer,
    isKept = false,
    depth = 0,
  ): void {
    const order = this.#order;
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
      if (before === 0 || after === 0) {
        const polygon = this.#polygonOf[ring];
        const hull = this.#hullOf[polygon];
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
      const ring = edges.ring[order[i]];
      const polygon = this.#polygonOf[ring];
      winding[ring] = 0;
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
