/**
 * The parts of edges that lie inside, outside, or on the border of polygons. Which side of an edge is inside follows
 * exactly: at its start from where the point lies, and from there on from every outline that the edge meets. An edge is
 * taken as two lines, just left and just right of it, which no vertex lies on; on a border they differ.
 */
import { Box, type BoxTree, Hits, IntList, type PolygonSet, roundToGrid, turn } from "../../geometry/index.ts";
import { PolygonEdges } from "../selection/polygon-edges.ts";
import { type Frame, frameOf, searchAlong, treeIn } from "../turned-frame.ts";

/** Where a part lies, as what is on its left and on its right: bits 1 and 2. */
export type Place = "inside" | "outside" | "border";
const places: readonly Place[] = ["outside", "border", "border", "inside"];

/** Parts of the edges (x1 y1 x2 y2 each) that are at one of the places, ends on the grid, walked as the edges are. */
export function edgeParts(xy: Int32Array, merged: PolygonSet, wanted: readonly Place[]): Int32Array {
  const out = new IntList();
  const finder = new PartFinder(merged);
  const isWanted = places.map((place) => wanted.includes(place));
  for (let at = 0; at < xy.length; at += 4) {
    const [ax, ay, bx, by] = [xy[at], xy[at + 1], xy[at + 2], xy[at + 3]];
    let [x, y] = [ax, ay];
    let from = 0;
    const end = (t: number, state: number) => {
      // Cuts that rounding keeps apart are at one place.
      const [nextX, nextY] = t === 1 ? [bx, by] : [roundToGrid(ax + t * (bx - ax)), roundToGrid(ay + t * (by - ay))];
      if (t > from && isWanted[state] && (nextX !== x || nextY !== y)) out.push4(x, y, nextX, nextY);
      [x, y, from] = [nextX, nextY, t];
    };
    let before = finder.look(ax, ay, bx, by);
    const { times, sides } = finder;
    const order = Array.from(times, (_, i) => i).sort((i, j) => times[i] - times[j]);
    let state = before;
    for (const [k, i] of order.entries()) {
      state ^= sides[i];
      // All that happens at one time, to the rounding of times, and no change of what is wanted, is one part.
      if (k + 1 < order.length && times[order[k + 1]] - times[i] < sameTime) continue;
      if (isWanted[state] === isWanted[before]) continue;
      end(times[i], before);
      before = state;
    }
    end(1, before);
  }
  return out.view().slice();
}

/** 1 for each edge that shares a point with the polygons. */
export function edgesThatTouch(xy: Int32Array, merged: PolygonSet): Uint8Array {
  const finder = new PartFinder(merged);
  const flags = new Uint8Array(xy.length / 4);
  for (let i = 0; i < flags.length; i++) {
    const state = finder.look(xy[4 * i], xy[4 * i + 1], xy[4 * i + 2], xy[4 * i + 3]);
    if (state !== 0 || finder.touches) flags[i] = 1;
  }
  return flags;
}

const sameTime = 1e-13;

class PartFinder {
  /** Where along the edge, from 0 to 1, the inside changes, and on which sides: bit 1 left, bit 2 right. */
  times: number[] = [];
  sides: number[] = [];
  /** The last edge shares a point with an outline. */
  touches = false;
  readonly #edges: PolygonEdges;
  readonly #index: { readonly frame: Frame; readonly tree: BoxTree };
  readonly #near = new Hits();
  /** Where the last edge ended, and in which polygons that is (3) and is not (0), for the next one mostly begins there. */
  #endX = Number.NaN;
  #endY = Number.NaN;
  #ends = new Map<number, number>();

  constructor(merged: PolygonSet) {
    this.#edges = new PolygonEdges(merged);
    const hulls = this.#edges.hulls();
    const frame = frameOf(hulls);
    this.#index = { frame, tree: treeIn(frame, hulls) };
  }

  /** Fills `times` and `sides` for the edge a–b. @returns what is inside behind its start: bit 1 left, bit 2 right */
  look(ax: number, ay: number, bx: number, by: number): number {
    this.times = [];
    this.sides = [];
    this.touches = false;
    const box = new Box(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    const isPoint = ax === bx && ay === by;
    const start = new Sectors(ax, ay, bx, by);
    const isNext = ax === this.#endX && ay === this.#endY;
    const ends = new Map<number, number>();
    let state = 0;
    searchAlong(this.#index, ax, ay, bx, by, this.#near);
    for (const polygon of this.#near.items.subarray(0, this.#near.count)) {
      const { set, next } = this.#edges;
      let isOnOutline = false;
      let endsOnOutline = false;
      const first = this.sides.length;
      start.clear();
      for (const f of this.#edges.edgesIn(polygon, box)) {
        const to = next[f];
        const [cx, cy, dx, dy] = [set.xy[2 * f], set.xy[2 * f + 1], set.xy[2 * to], set.xy[2 * to + 1]];
        const a = turn(cx, cy, dx, dy, ax, ay);
        if (a === 0 && isBetween(ax, ay, cx, cy, dx, dy)) {
          isOnOutline = true;
          start.add(cx, cy, dx, dy);
        }
        const b = turn(cx, cy, dx, dy, bx, by);
        if (b === 0 && isBetween(bx, by, cx, cy, dx, dy)) endsOnOutline = true;
        if (!isPoint) this.#meet(ax, ay, bx, by, cx, cy, dx, dy, a, b);
      }
      let inThis = 0;
      if (isOnOutline) {
        this.touches = true;
        if (!isPoint) inThis = start.state();
      } else {
        const known = isNext ? this.#ends.get(polygon) : undefined;
        inThis = known ?? (this.#edges.sideOf(polygon, 2 * ax, 2 * ay, { edge: -1 }) > 0 ? 3 : 0);
      }
      state |= inThis;
      for (let k = first; k < this.sides.length; k++) inThis ^= this.sides[k];
      if (!endsOnOutline) ends.set(polygon, inThis);
    }
    [this.#endX, this.#endY, this.#ends] = [bx, by, ends];
    return state;
  }

  /** @param a the turn from c to d to a, @param b to b */
  #meet(
    ax: number,
    ay: number,
    bx: number,
    by: number,
    cx: number,
    cy: number,
    dx: number,
    dy: number,
    a: number,
    b: number,
  ): void {
    if ((a > 0 && b > 0) || (a < 0 && b < 0)) return;
    const c = turn(ax, ay, bx, by, cx, cy);
    const d = turn(ax, ay, bx, by, dx, dy);
    if ((c > 0 && d > 0) || (c < 0 && d < 0)) return;
    this.touches = true;
    // What happens at the ends is no change within the edge.
    if (a === 0 || b === 0) return;
    const sides = (c > 0 !== d > 0 ? 1 : 0) | (c < 0 !== d < 0 ? 2 : 0);
    if (sides === 0) return;
    this.times.push(a / (a - b));
    this.sides.push(sides);
  }
}

function isBetween(x: number, y: number, cx: number, cy: number, dx: number, dy: number): boolean {
  return x >= Math.min(cx, dx) && x <= Math.max(cx, dx) && y >= Math.min(cy, dy) && y <= Math.max(cy, dy);
}

/** What is inside around a point of an outline, just left and just right of a direction. */
class Sectors {
  readonly #x: number;
  readonly #y: number;
  /** The direction in question. */
  readonly #ux: number;
  readonly #uy: number;
  /** Outlines that leave the point: x, y, and 1 where the inside is on their left. */
  #rays: number[] = [];

  constructor(x: number, y: number, toX: number, toY: number) {
    this.#x = x;
    this.#y = y;
    this.#ux = toX - x;
    this.#uy = toY - y;
  }

  clear(): void {
    this.#rays = [];
  }

  add(cx: number, cy: number, dx: number, dy: number): void {
    if (dx !== this.#x || dy !== this.#y) this.#rays.push(dx - this.#x, dy - this.#y, 1);
    if (cx !== this.#x || cy !== this.#y) this.#rays.push(cx - this.#x, cy - this.#y, 0);
  }

  /** Bit 1 left, bit 2 right: the next outline clockwise decides. */
  state(): number {
    let left = 0;
    let right = 0;
    for (let ray = 3; ray < this.#rays.length; ray += 3) {
      if (this.#isBefore(ray, left, 0)) left = ray;
      if (this.#isBefore(ray, right, 4)) right = ray;
    }
    return this.#rays[left + 2] | (this.#rays[right + 2] << 1);
  }

  /** True where ray p is met before q, clockwise; one along the direction itself is met first (0) or last (4). */
  #isBefore(p: number, q: number, along: 0 | 4): boolean {
    const [one, other] = [this.#quarter(p, along), this.#quarter(q, along)];
    if (one !== other) return one < other;
    return turn(0, 0, this.#rays[p], this.#rays[p + 1], this.#rays[q], this.#rays[q + 1]) < 0;
  }

  #quarter(ray: number, along: 0 | 4): number {
    const [x, y] = [this.#rays[ray], this.#rays[ray + 1]];
    const side = turn(0, 0, this.#ux, this.#uy, x, y);
    if (side !== 0) return side < 0 ? 1 : 3;
    return x * this.#ux + y * this.#uy < 0 ? 2 : along;
  }
}
