/**
 * Where a polygon can be cut near vertical lines without moving an edge. A cut across the inside, from one edge to the next
 * one above it, begins and ends where the line meets the edges, where those are points of the grid. An edge that it meets
 * between points of the grid is left alone: the cut leads to one of its ends instead, on the same side of the line for both
 * edges, where nothing lies between cut and line:
 *
 *     ─────w╮      p        u and w: the left ends of the edges that the line meets in o and p
 *     inside ╲╲    │        no vertex lies in u, o, p, w, so that no edge comes there and the cut from u to w lies inside
 *     ───────u─────o──
 *
 * Cuts of one line do not cross, for each would have an end of the other one before it. Those of different lines do not
 * where they stay on their sides of the middle between the lines; what would reach farther is not cut.
 */
import { BoxTree, Hits, IntList, type PolygonSet, turn } from "../../geometry/index.ts";
import { exactAt } from "./on-an-edge.ts";

/**
 * @param lines  x, ascending
 * @returns x and y of both ends of each cut
 */
export function exactCuts(piece: PolygonSet, lines: readonly number[]): Int32Array {
  const crossing = new CrossingEdges(piece, lines);
  const cuts = new IntList();
  for (let k = 0; k < lines.length; k++) {
    const left = k === 0 ? -Infinity : (lines[k - 1] + lines[k]) / 2;
    const right = k + 1 === lines.length ? Infinity : (lines[k] + lines[k + 1]) / 2;
    const edges = crossing.upwards(k);
    // What lies right of the line is inside between every second edge and the next one.
    for (let i = 0; i + 1 < edges.length; i += 2) crossing.cut(edges[i], edges[i + 1], lines[k], left, right, cuts);
  }
  return cuts.view();
}

/** A point, or an end of a cut. */
type Point = readonly [x: number, y: number];

class CrossingEdges {
  readonly #xy: Int32Array;
  /** Left and right end of each edge, as vertex numbers; vertical ones have none. */
  readonly #from: IntList = new IntList();
  readonly #to: IntList = new IntList();
  /** The edges that begin on each line or left of it and end right of it. */
  readonly #onLine: IntList[];
  #vertices: BoxTree | null = null;
  readonly #hits = new Hits();

  constructor({ xy, rings, ringCount }: PolygonSet, lines: readonly number[]) {
    this.#xy = xy;
    this.#onLine = lines.map(() => new IntList());
    for (let ring = 0; ring < ringCount; ring++) {
      let before = rings[ring + 1] - 1;
      for (let v = rings[ring]; v < rings[ring + 1]; v++) {
        this.#add(before, v, lines);
        before = v;
      }
    }
  }

  #add(v: number, w: number, lines: readonly number[]): void {
    const [from, to] = this.#xy[2 * v] < this.#xy[2 * w] ? [v, w] : [w, v];
    const end = this.#xy[2 * to];
    let k = firstFrom(lines, this.#xy[2 * from]);
    if (k === lines.length || lines[k] >= end) return;
    const edge = this.#from.length;
    this.#from.push(from);
    this.#to.push(to);
    for (; k < lines.length && lines[k] < end; k++) this.#onLine[k].push(edge);
  }

  /** Edges of line k, as they lie above each other right of it. */
  upwards(k: number): Int32Array {
    return this.#onLine[k].view().sort((e, f) => this.#above(e, f));
  }

  /** Positive where edge e lies above edge f; they do not cross. */
  #above(e: number, f: number): number {
    const [a, b] = [this.#left(e), this.#right(e)];
    const [c, d] = [this.#left(f), this.#right(f)];
    const atStart = a[0] >= c[0] ? side(c, d, a) : -side(a, b, c);
    return atStart || (b[0] <= d[0] ? side(c, d, b) : -side(a, b, d));
  }

  #left(edge: number): Point {
    const v = this.#from.view()[edge];
    return [this.#xy[2 * v], this.#xy[2 * v + 1]];
  }

  #right(edge: number): Point {
    const v = this.#to.view()[edge];
    return [this.#xy[2 * v], this.#xy[2 * v + 1]];
  }

  /** Adds the cut between two edges, one above the other, that stays between x = `least` and x = `most`, if there is one. */
  cut(low: number, high: number, x: number, least: number, most: number, cuts: IntList): void {
    const o = exactPoint(this.#left(low), this.#right(low), x);
    const p = exactPoint(this.#left(high), this.#right(high), x);
    const onLeft = [o ?? this.#left(low), p ?? this.#left(high)] as const;
    const onRight = [o ?? this.#right(low), p ?? this.#right(high)] as const;
    const width = ([u, w]: readonly [Point, Point]) => Math.abs(u[0] - x) + Math.abs(w[0] - x);
    for (const [u, w] of width(onLeft) <= width(onRight) ? [onLeft, onRight] : [onRight, onLeft]) {
      if (Math.min(u[0], w[0]) < least || Math.max(u[0], w[0]) > most) continue;
      // Edges that meet there have nothing on the other side of the cut.
      if (u[0] === w[0] && u[1] === w[1]) continue;
      if (!(o !== null && p !== null) && !this.#isFree(low, high, u, w, x)) continue;
      for (const value of [...u, ...w]) cuts.push(value);
      return;
    }
  }

  /** True where no vertex lies between the line at x and the cut from u to w, but u and w. */
  #isFree(low: number, high: number, u: Point, w: Point, x: number): boolean {
    const isLeft = Math.min(u[0], w[0]) < x;
    const [first, last] = isLeft ? [Math.min(u[0], w[0]), x] : [x + 1, Math.max(u[0], w[0])];
    const ends = [u, w, this.#left(low), this.#right(low), this.#left(high), this.#right(high)];
    const bottom = Math.min(...ends.map(([, y]) => y));
    const top = Math.max(...ends.map(([, y]) => y));
    this.#vertices ??= new BoxTree(asBoxes(this.#xy));
    this.#vertices.search(first, bottom, last, top, this.#hits);
    const [a, b] = u[0] < w[0] ? [u, w] : [w, u];
    for (let k = 0; k < this.#hits.count; k++) {
      const v = this.#hits.items[k];
      const z: Point = [this.#xy[2 * v], this.#xy[2 * v + 1]];
      if (isSame(z, u) || isSame(z, w)) continue;
      // Beyond an end the cut takes the place of its edge.
      const isPast = ([end]: Point) => (isLeft ? z[0] < end : z[0] > end);
      const overLow = isPast(u) ? side(a, b, z) : side(this.#left(low), this.#right(low), z);
      const overHigh = isPast(w) ? side(a, b, z) : side(this.#left(high), this.#right(high), z);
      if (overLow >= 0 && overHigh <= 0) return false;
    }
    return true;
  }
}

/** Above 0 where z lies above the line from a to b, which runs to the right. */
function side(a: Point, b: Point, z: Point): number {
  return turn(a[0], a[1], b[0], b[1], z[0], z[1]);
}

function isSame(p: Point, q: Point): boolean {
  return p[0] === q[0] && p[1] === q[1];
}

/** The point of an edge, which runs to the right, at x; null where it is none of the grid. */
function exactPoint([ax, ay]: Point, [bx, by]: Point, x: number): Point | null {
  const y = exactAt(ay, by - ay, x - ax, bx - ax);
  return y === null ? null : [x, y];
}

/** The first line that is not left of x; their number where all are. */
export function firstFrom(lines: readonly number[], x: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A box without size for each point. */
function asBoxes(xy: Int32Array): Int32Array {
  const boxes = new Int32Array(2 * xy.length);
  for (let i = 0, at = 0; i < xy.length; i += 2, at += 4) {
    boxes[at] = boxes[at + 2] = xy[i];
    boxes[at + 1] = boxes[at + 3] = xy[i + 1];
  }
  return boxes;
}
