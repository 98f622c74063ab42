/**
 * Edges in an area of a grid, and how few are left of them in a part of it: what runs to the left of a part counts for
 * winding numbers only, so that each run of such edges becomes one upright line. So a polygon of a million edges is looked
 * through once a level of halving, not once a part.
 */

import { sortBy } from "./sort-by.ts";

/** In the coordinates of a grid. */
export interface Area {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** Whose the rings are. */
export interface RingOwners {
  /** Polygon of each ring. */
  readonly polygonOf: Uint32Array;
  /** The first ring of each polygon. */
  readonly hullOf: Uint32Array;
}

/** Stands for "left of the area" in a line that only counts for the winding number. */
export const farLeft = -1e300;

/** Edges in ring order, grouped by polygons; coordinates relative to the grid, or to an area of it. */
export class EdgeList {
  count = 0;
  lineX: Float64Array = new Float64Array(256);
  lineY: Float64Array = new Float64Array(256);
  slope: Float64Array = new Float64Array(256);
  low: Float64Array = new Float64Array(256);
  high: Float64Array = new Float64Array(256);
  ring: Int32Array = new Int32Array(256);
  /**
   * +1 for an edge that runs down (the inside of a counter-clockwise ring lies to its right), −1 for one that rises, and sums
   * of these for what lies to the left of an area.
   */
  turn: Int32Array = new Int32Array(256);

  push(lineX: number, lineY: number, slope: number, low: number, high: number, ring: number, turn: number): void {
    const i = this.count++;
    if (i === this.lineX.length) this.#grow();
    this.lineX[i] = lineX;
    this.lineY[i] = lineY;
    this.slope[i] = slope;
    this.low[i] = low;
    this.high[i] = high;
    this.ring[i] = ring;
    this.turn[i] = turn;
  }

  /** Edges times how many are open at a time, in an area of a height: as many steps of a sweep, where no two cross. */
  work(height: number): number {
    const { count, low, high } = this;
    let reach = 0;
    for (let i = 0; i < count; i++) reach += high[i] - low[i];
    return (count * reach) / height;
  }

  move(from: number, to: number): void {
    this.lineX[to] = this.lineX[from];
    this.lineY[to] = this.lineY[from];
    this.slope[to] = this.slope[from];
    this.low[to] = this.low[from];
    this.high[to] = this.high[from];
    this.ring[to] = this.ring[from];
    this.turn[to] = this.turn[from];
  }

  #grow(): void {
    const length = 2 * this.lineX.length;
    const floats = (array: Float64Array) => {
      const next = new Float64Array(length);
      next.set(array);
      return next;
    };
    this.lineX = floats(this.lineX);
    this.lineY = floats(this.lineY);
    this.slope = floats(this.slope);
    this.low = floats(this.low);
    this.high = floats(this.high);
    const wholes = (array: Int32Array) => {
      const next = new Int32Array(length);
      next.set(array);
      return next;
    };
    this.ring = wholes(this.ring);
    this.turn = wholes(this.turn);
  }
}

/** What of a ring lies to the left of an area, as changes of its winding number from bottom to top. */
class LeftSides {
  #count = 0;
  #heights = new Float64Array(64);
  #changes = new Int32Array(64);
  #order = new Int32Array(64);

  clear(): void {
    this.#count = 0;
  }

  add(low: number, high: number, turn: number): void {
    const i = this.#count;
    if (i + 2 > this.#heights.length) this.#grow();
    this.#heights[i] = low;
    this.#changes[i] = turn;
    this.#heights[i + 1] = high;
    this.#changes[i + 1] = -turn;
    this.#count += 2;
  }

  /** No more lines than there were: one for each stretch of a winding number, or those that came in. */
  pushTo(edges: EdgeList, ring: number): void {
    const first = edges.count;
    const count = this.#count;
    const [heights, changes, order] = [this.#heights, this.#changes, this.#order];
    for (let i = 0; i < count; i++) order[i] = i;
    if (count > 2) sortBy(heights, order, 0, count);
    let winding = 0;
    let from = 0;
    for (let i = 0; i < count; ) {
      const y = heights[order[i]];
      let change = 0;
      for (; i < count && heights[order[i]] === y; i++) change += changes[order[i]];
      if (change === 0) continue;
      if (winding !== 0) {
        if (2 * (edges.count - first) === count) {
          edges.count = first;
          for (let k = 0; k < count; k += 2) edges.push(farLeft, 0, 0, heights[k], heights[k + 1], ring, changes[k]);
          return;
        }
        edges.push(farLeft, 0, 0, from, y, ring, winding);
      }
      winding += change;
      from = y;
    }
  }

  #grow(): void {
    const length = 2 * this.#heights.length;
    const heights = new Float64Array(length);
    heights.set(this.#heights);
    this.#heights = heights;
    const changes = new Int32Array(length);
    changes.set(this.#changes);
    this.#changes = changes;
    this.#order = new Int32Array(length);
  }
}

/** Takes edges over into lists of what matters within an area. */
export class EdgeClipper {
  readonly #owners: RingOwners;
  #to = new EdgeList();
  #runRing = -1;
  #runFrom = 0;
  #runTo = 0;
  readonly #lefts = new LeftSides();

  constructor(owners: RingOwners) {
    this.#owners = owners;
  }

  /**
   * Adds those of the edges from `first` to before `end` that matter within an area to another list. True where a polygon
   * covers all of it: what else is there makes no difference to a union, and the list is unfinished.
   */
  clip(from: EdgeList, first: number, end: number, area: Area, to: EdgeList): boolean {
    const { left, bottom, right, top } = area;
    const { polygonOf, hullOf } = this.#owners;
    const { lineX, lineY, slope, low, high, ring, turn } = from;
    this.#to = to;
    this.#runRing = -1;
    let polygon = -1;
    let firstOfPolygon = to.count;
    for (let e = first; e < end; e++) {
      const begins = low[e] > bottom ? low[e] : bottom;
      const ends = high[e] < top ? high[e] : top;
      if (begins >= ends) continue;
      const x0 = lineX[e] + (begins - lineY[e]) * slope[e];
      const x1 = lineX[e] + (ends - lineY[e]) * slope[e];
      if (x0 >= right && x1 >= right) continue;
      const owner = polygonOf[ring[e]];
      if (owner !== polygon) {
        this.#endRun();
        if (polygon >= 0 && this.#coversAll(firstOfPolygon, area, hullOf[polygon])) return true;
        polygon = owner;
        firstOfPolygon = to.count;
      }
      if (x0 <= left && x1 <= left && (turn[e] === 1 || turn[e] === -1)) this.#addRun(ring[e], begins, ends, turn[e]);
      else {
        this.#endRun();
        to.push(lineX[e], lineY[e], slope[e], begins, ends, ring[e], turn[e]);
      }
    }
    this.#endRun();
    return polygon >= 0 && this.#coversAll(firstOfPolygon, area, hullOf[polygon]);
  }

  /**
   * Puts the edges of an area into another list, seen from its lower left corner.
   * @param cuts  what lies outside is cut off, so that edges cross no others there; that makes more heights at which edges end
   */
  seenFrom(from: EdgeList, area: Area, cuts: boolean, to: EdgeList): void {
    const { left, bottom } = area;
    const { lineX, lineY, slope, low, high, ring, turn } = from;
    this.#to = to;
    this.#runRing = -1;
    to.count = 0;
    for (let e = 0; e < from.count; e++) {
      if (cuts && slope[e] !== 0) this.#addCut(from, e, area);
      else {
        this.#endRun();
        to.push(lineX[e] - left, lineY[e] - bottom, slope[e], low[e] - bottom, high[e] - bottom, ring[e], turn[e]);
      }
    }
    this.#endRun();
  }

  /** Of an edge at an angle what is left of an area, and what is in it; heights at which it is cut are the same for both. */
  #addCut({ lineX, lineY, slope, low, high, ring, turn }: EdgeList, e: number, { left, bottom, right }: Area): void {
    const [x, y] = [lineX[e] - left, lineY[e] - bottom];
    const [begins, ends] = [low[e] - bottom, high[e] - bottom];
    const isRightwards = slope[e] > 0;
    const atLeft = between(begins, y - x / slope[e], ends);
    const atRight = between(begins, y + (right - left - x) / slope[e], ends);
    const [from, to] = isRightwards ? [begins, atLeft] : [atLeft, ends];
    const [inFrom, inTo] = isRightwards ? [atLeft, atRight] : [atRight, atLeft];
    const isRunFirst = isRightwards === turn[e] < 0;
    if (isRunFirst && from < to) this.#addRun(ring[e], from, to, turn[e]);
    if (inFrom < inTo) {
      this.#endRun();
      this.#to.push(x, y, slope[e], inFrom, inTo, ring[e], turn[e]);
    }
    if (!isRunFirst && from < to) this.#addRun(ring[e], from, to, turn[e]);
  }

  /**
   * True where the polygon whose edges come last covers an area: the winding number of its hull on the left is more than its
   * other edges in the area can take away, and no hole has any. What lies to the left becomes one line for each winding
   * number of a ring; of a polygon that the area has no part of, nothing is left.
   */
  #coversAll(first: number, { bottom, top }: Area, hull: number): boolean {
    const edges = this.#to;
    const { lineX, ring, count } = edges;
    edges.count = first;
    let windingOfHull = 0;
    let othersOfHull = 0;
    let othersOfHoles = 0;
    let isInHole = false;
    for (let e = first; e < count; ) {
      const at = ring[e];
      const firstOfRing = edges.count;
      const lefts = this.#lefts;
      lefts.clear();
      for (; e < count && ring[e] === at; e++) {
        if (lineX[e] === farLeft) lefts.add(edges.low[e], edges.high[e], edges.turn[e]);
        else {
          if (edges.count < e) edges.move(e, edges.count);
          edges.count++;
        }
      }
      lefts.pushTo(edges, at);
      let winding = 0;
      for (let i = firstOfRing; i < edges.count; i++)
        if (lineX[i] === farLeft && edges.low[i] === bottom && edges.high[i] === top) winding = edges.turn[i];
      const others = edges.count - firstOfRing - (winding === 0 ? 0 : 1);
      if (at === hull) [windingOfHull, othersOfHull] = [winding, others];
      else {
        othersOfHoles += others;
        if (winding !== 0 && others === 0) isInHole = true;
      }
    }
    const isAll = !isInHole && othersOfHoles === 0 && Math.abs(windingOfHull) > othersOfHull;
    if (isInHole || (windingOfHull === 0 && othersOfHull === 0)) edges.count = first;
    return isAll;
  }

  #addRun(ring: number, low: number, high: number, turn: number): void {
    const start = turn < 0 ? low : high;
    if (ring !== this.#runRing || start !== this.#runTo) {
      this.#endRun();
      this.#runRing = ring;
      this.#runFrom = start;
    }
    this.#runTo = turn < 0 ? high : low;
  }

  #endRun(): void {
    const [ring, from, to] = [this.#runRing, this.#runFrom, this.#runTo];
    this.#runRing = -1;
    if (ring < 0 || from === to) return;
    if (to > from) this.#to.push(farLeft, 0, 0, from, to, ring, -1);
    else this.#to.push(farLeft, 0, 0, to, from, ring, 1);
  }
}

function between(least: number, value: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}

/** How many edges the halves of an area have together, left and right of x, and below and above y. */
export function edgesOfHalves(
  { count, lineX, lineY, slope, low, high }: EdgeList,
  { left, right }: Area,
  x: number,
  y: number,
): { besides: number; stacked: number } {
  let [besides, stacked] = [count, count];
  for (let e = 0; e < count; e++) {
    const [begins, ends] = [low[e], high[e]];
    if (slope[e] === 0) {
      if (begins < y && ends > y) stacked++;
      if (lineX[e] === farLeft) besides++;
      continue;
    }
    // What is left of a part is mostly one run with others.
    const isRight = lineX[e] + (begins - lineY[e]) * slope[e] > x;
    const endsRight = lineX[e] + (ends - lineY[e]) * slope[e] > x;
    if (isRight !== endsRight) besides++;
    if (begins >= y || ends <= y) continue;
    const across = lineX[e] + (y - lineY[e]) * slope[e];
    if (across > left && across < right) stacked++;
  }
  return { besides, stacked };
}
