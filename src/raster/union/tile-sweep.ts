/**
 * The union of polygons inside one tile, from their raw edges: a sweep over y-slabs in which no edge begins or ends. In each slab the
 * edges are walked from left to right with one winding number a ring; where the number of polygons that one is inside of changes,
 * a piece of an edge becomes part of the outline and is added to the tile's coverage. Where two cross, they change places. No crossing is ever rounded to a grid; an error of the last bits in where two edges cross moves no more than
 * the sliver between them.
 *
 *      slab 2  ____/\________        +1 / −1 / 0: what an edge piece does to the outline
 *      slab 1  ___/__\__/\___
 */
import type { CoverageBuffer } from "../coverage/index.ts";
import { Crossings } from "./crossings.ts";
import type { EdgeList, RingOwners } from "./edge-list.ts";
import { OutlineWalk } from "./outline-walk.ts";
import { sortBy } from "./sort-by.ts";

/** With more edges that begin at a height, they are sorted at once and not one by one. */
const manyEdges = 32;
/** What a crossing takes, in steps over open edges. */
const stepsOfCrossing = 8;
/** Of their distance from the corner: numbers that differ by less may be the other way round. */
const leastGap = 1e-11;
/** Of the height of a tile: those that wait for longer wait for something else than what rounding exchanges. */
const leastLate = 1e-13;
/** Crossings that wait for others: with more, all edges are sorted. */
const mostLate = 8;

export class TileSweep {
  readonly #outline: OutlineWalk;
  #middle = new Float64Array(256);
  #heights = new Float64Array(512);
  #waiting = new Int32Array(256);
  #keys = new Float64Array(256);
  /** Crossings that the last sorting has found, and the lowest of their heights. */
  #cutCount = 0;
  #lowestCut = 0;
  readonly #crossings = new Crossings();
  #orderAtTop = new Int32Array(256);
  /** Crossings that wait for others at their height. */
  readonly #late = new Int32Array(mostLate);
  /** Steps over open edges that are left. */
  #budget = 0;

  readonly #check: () => void;
  readonly #most: number;

  /**
   * @param check  called all along: what it throws ends a sweep
   * @param most  crossings that are kept at a time: what has more in a slab is done in lower ones
   */
  constructor(owners: RingOwners, check: () => void = () => {}, most = 2 ** 22) {
    this.#check = check;
    this.#most = most;
    this.#outline = new OutlineWalk(owners);
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
    this.#outline.begin(edges, buffer);
    const heights = this.#heights.subarray(0, 2 * count);
    const waiting = this.#waiting;
    for (let i = 0; i < count; i++) {
      waiting[i] = i;
      heights[i] = edges.low[i];
      heights[count + i] = edges.high[i];
    }
    heights.sort();
    sortBy(edges.low, waiting, 0, count);
    const order = this.#outline.order;
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
        else this.#outline.flush(edge, edges.high[edge]);
      }
      open = kept;
      while (next < count && edges.low[waiting[next]] <= bottom) order[open++] = waiting[next++];
      // Those that begin in one point are in order above it.
      if (open - kept > manyEdges) this.#sortAtOnce(edges, open, bottom + (top - bottom) * 2 ** -10);
      if (open > 0) this.#slab(edges, open, bottom, top, tolerance);
      if (this.#budget < 0) return false;
    }
    for (let i = 0; i < open; i++) this.#outline.flush(order[i], edges.high[order[i]]);
    return true;
  }

  #sortAtOnce({ lineX, lineY, slope }: EdgeList, open: number, y: number): void {
    const keys = this.#keys;
    const order = this.#outline.order;
    for (let i = 0; i < open; i++) keys[order[i]] = lineX[order[i]] + (y - lineY[order[i]]) * slope[order[i]];
    sortBy(keys, order, 0, open);
  }

  #reserve(count: number): void {
    if (count <= this.#middle.length) return;
    const length = 2 * count;
    this.#middle = new Float64Array(length);
    this.#heights = new Float64Array(2 * length);
    this.#waiting = new Int32Array(length);
    this.#keys = new Float64Array(length);
    this.#orderAtTop = new Int32Array(length);
  }

  /** Walks over the lowest part of a slab, and over what edges that cross change of it. */
  #slab(edges: EdgeList, open: number, bottom: number, top: number, tolerance: number): void {
    this.#budget -= open;
    this.#check();
    this.#sort(edges, open, bottom, tolerance);
    const isChanged = this.#sort(edges, open, top, tolerance, bottom);
    const middle = (bottom + top) / 2;
    if (this.#cutCount > this.#most) {
      // Where no number is between, there is no area.
      if (middle <= bottom || middle >= top) return;
      this.#slab(edges, open, bottom, middle, tolerance);
      this.#slab(edges, open, middle, top, tolerance);
      return;
    }
    if (this.#cutCount === 0) {
      if (isChanged) this.#sort(edges, open, middle, 0);
      this.#outline.all(open, bottom);
      return;
    }
    this.#budget -= this.#cutCount * stepsOfCrossing;
    if (this.#budget < 0) return;
    const first = (bottom + this.#lowestCut) / 2;
    const isCertain = this.#sortCertain(edges, open, first);
    this.#outline.allAndKeep(open, bottom);
    this.#findCrossings(edges, open, first, top, tolerance);
    const done = isCertain ? this.#exchange(top) : 0;
    if (done < this.#crossings.count) this.#sortAtEach(edges, open, done, top);
  }

  /** Sorts the open edges by their x at a height; false where rounding may have put two the wrong way round. */
  #sortCertain(edges: EdgeList, open: number, y: number): boolean {
    this.#sort(edges, open, y, 0);
    const order = this.#outline.order;
    const at = this.#middle;
    const { slope } = edges;
    for (let k = 1; k < open; k++) {
      const gap = at[k] - at[k - 1];
      if (gap > leastGap * (Math.abs(at[k]) + Math.abs(at[k - 1]))) continue;
      // What lies upon each other may be in any order.
      if (slope[order[k]] !== slope[order[k - 1]]) return false;
    }
    return true;
  }

  /** All pairs of open edges that are in another order at the top than they are in now; the order stays. */
  #findCrossings(edges: EdgeList, open: number, y: number, top: number, tolerance: number): void {
    const crossings = this.#crossings;
    const { lineX, lineY, slope } = edges;
    const order = this.#orderAtTop;
    const at = this.#middle;
    crossings.count = 0;
    for (let i = 0; i < open; i++) {
      const edge = this.#outline.order[i];
      const x = lineX[edge] + (top - lineY[edge]) * slope[edge];
      let j = i - 1;
      for (; j >= 0 && at[j] > x + tolerance; j--) {
        const other = order[j];
        // x_e(y) = x_o(y), measured from the top down.
        const height = top - (at[j] - x) / (slope[other] - slope[edge]);
        crossings.push(height > y ? (height < top ? height : top) : y, other, edge);
        order[j + 1] = other;
        at[j + 1] = at[j];
      }
      order[j + 1] = edge;
      at[j + 1] = x;
    }
    crossings.sort();
  }

  /**
   * Exchanges neighbours where they cross, one pair after the other, and walks over the two. Returns the number of crossings
   * before one of edges that are no neighbours, by more than what rounding does to heights.
   */
  #exchange(top: number): number {
    const { count, height, left, right, order } = this.#crossings;
    const late = this.#late;
    let lateCount = 0;
    let certain = 0;
    for (let i = 0; i < count; i++) {
      const crossing = order[i];
      const y = height[crossing];
      if (lateCount > 0 && y - height[late[0]] > leastLate * top) return certain;
      if (!this.#outline.exchange(left[crossing], right[crossing], y)) {
        if (lateCount === late.length) return certain;
        late[lateCount++] = crossing;
        continue;
      }
      // Of three edges in one point another pair may have to come first.
      for (let k = 0; k < lateCount; k++) {
        if (!this.#outline.exchange(left[late[k]], right[late[k]], y)) continue;
        for (lateCount--; k < lateCount; k++) late[k] = late[k + 1];
        k = -1;
      }
      if (lateCount === 0) {
        certain = i + 1;
        if ((certain & 1023) === 0) this.#check();
      }
    }
    return certain;
  }

  /** Above each crossing from this one on, sorts all edges by their x, and walks over what is in another order. */
  #sortAtEach(edges: EdgeList, open: number, done: number, top: number): void {
    const { count, height, order } = this.#crossings;
    this.#budget -= (count - done) * open;
    if (this.#budget < 0) return;
    for (let i = done; i < count; i++) {
      const from = height[order[i]];
      const to = i + 1 < count ? height[order[i + 1]] : top;
      if (!(to > from)) continue;
      this.#check();
      this.#sort(edges, open, (from + to) / 2, 0);
      this.#outline.whatChanged(open, from);
    }
  }

  /**
   * Sorts the open edges by their x at a height (insertion: they are nearly sorted). With `bottom`, counts those that had to be
   * exchanged because they cross above it. True where any had.
   */
  #sort(edges: EdgeList, open: number, y: number, tolerance: number, bottom?: number): boolean {
    const { lineX, lineY, slope } = edges;
    const order = this.#outline.order;
    const at = this.#middle;
    let isChanged = false;
    if (bottom !== undefined) {
      this.#cutCount = 0;
      this.#lowestCut = y;
    }
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
          if (cut > bottom + margin && cut < y - margin) {
            this.#cutCount++;
            if (cut < this.#lowestCut) this.#lowestCut = cut;
          }
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
      if (bottom !== undefined && this.#cutCount * stepsOfCrossing > this.#budget) {
        this.#budget = -1;
        return isChanged;
      }
    }
    return isChanged;
  }
}
