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
  const gaps: Gap[] = [];
  for (let k = 0; k < lines.length; k++) {
    const edges = crossing.upwards(k);
    // What lies right of the line is inside between every second edge and the next one.
    for (let i = 0; i + 1 < edges.length; i += 2) gaps.push(crossing.gap(edges[i], edges[i + 1], k));
  }
  const near = new NearVertices(piece.xy, lines, gaps);
  const cuts = new IntList();
  for (const gap of gaps) {
    const way = gap.ways.find((ends) => gap.isExact || crossing.isFree(gap, ends, near));
    if (way !== undefined) for (const value of way.flat()) cuts.push(value);
  }
  return cuts.view();
}

/** A point, or an end of a cut. */
type Point = readonly [x: number, y: number];
type Ends = readonly [low: Point, high: Point];

interface Gap {
  /** The edges below and above it. */
  readonly low: number;
  readonly high: number;
  readonly line: number;
  /** Where it can be cut, the shorter way first, if nothing is between the cut and the line. */
  readonly ways: readonly Ends[];
  /** Whether the cut is on the line. */
  readonly isExact: boolean;
}

class CrossingEdges {
  readonly #xy: Int32Array;
  /** Left and right end of each edge, as vertex numbers; vertical ones have none. */
  readonly #from: IntList = new IntList();
  readonly #to: IntList = new IntList();
  /** The edges that begin on each line or left of it and end right of it. */
  readonly #onLine: IntList[];
  readonly #lines: readonly number[];

  constructor({ xy, rings, ringCount }: PolygonSet, lines: readonly number[]) {
    this.#xy = xy;
    this.#lines = lines;
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
    const v = this.#from.at(edge);
    return [this.#xy[2 * v], this.#xy[2 * v + 1]];
  }

  #right(edge: number): Point {
    const v = this.#to.at(edge);
    return [this.#xy[2 * v], this.#xy[2 * v + 1]];
  }

  /** What is inside between two edges on line k, one above the other, and where it can be cut. */
  gap(low: number, high: number, k: number): Gap {
    const x = this.#lines[k];
    const least = k === 0 ? -Infinity : (this.#lines[k - 1] + x) / 2;
    const most = k + 1 === this.#lines.length ? Infinity : (x + this.#lines[k + 1]) / 2;
    const o = exactPoint(this.#left(low), this.#right(low), x);
    const p = exactPoint(this.#left(high), this.#right(high), x);
    const onLeft = [o ?? this.#left(low), p ?? this.#left(high)] as const;
    const onRight = [o ?? this.#right(low), p ?? this.#right(high)] as const;
    const width = ([u, w]: Ends) => Math.abs(u[0] - x) + Math.abs(w[0] - x);
    const ways = (width(onLeft) <= width(onRight) ? [onLeft, onRight] : [onRight, onLeft]).filter(
      // Edges that meet there have nothing on the other side of the cut.
      ([u, w]) => Math.min(u[0], w[0]) >= least && Math.max(u[0], w[0]) <= most && !isSame(u, w),
    );
    return { low, high, line: k, ways, isExact: o !== null && p !== null };
  }

  /** True where no vertex lies between the line and the cut from u to w, but u and w. */
  isFree({ low, high, line }: Gap, [u, w]: Ends, near: NearVertices): boolean {
    const x = this.#lines[line];
    const isLeft = Math.min(u[0], w[0]) < x;
    const [first, last] = isLeft ? [Math.min(u[0], w[0]), x] : [x + 1, Math.max(u[0], w[0])];
    const ends = [u, w, this.#left(low), this.#right(low), this.#left(high), this.#right(high)];
    const bottom = Math.min(...ends.map(([, y]) => y));
    const top = Math.max(...ends.map(([, y]) => y));
    const [a, b] = u[0] < w[0] ? [u, w] : [w, u];
    return near.every(first, bottom, last, top, (z) => {
      if (isSame(z, u) || isSame(z, w)) return true;
      // Beyond an end the cut takes the place of its edge.
      const isPast = ([end]: Point) => (isLeft ? z[0] < end : z[0] > end);
      const overLow = isPast(u) ? side(a, b, z) : side(this.#left(low), this.#right(low), z);
      const overHigh = isPast(w) ? side(a, b, z) : side(this.#left(high), this.#right(high), z);
      return overLow < 0 || overHigh > 0;
    });
  }
}

/** The vertices that might lie between a line and a cut: those between the ends of cuts that leave their line. */
class NearVertices {
  readonly #points: Int32Array;
  readonly #tree: BoxTree;
  readonly #hits = new Hits();

  constructor(xy: Int32Array, lines: readonly number[], gaps: readonly Gap[]) {
    const from = Float64Array.from(lines);
    const to = Float64Array.from(lines, (x) => x - 1);
    for (const { line, ways, isExact } of gaps) {
      if (isExact) continue;
      for (const [x] of ways.flat()) {
        if (x < from[line]) from[line] = x;
        if (x > to[line]) to[line] = x;
      }
    }
    const points = new IntList();
    for (let i = 0; i < xy.length; i += 2) {
      const x = xy[i];
      const k = firstFrom(lines, x);
      if (!((k < lines.length && x >= from[k]) || (k > 0 && x <= to[k - 1]))) continue;
      points.push(x);
      points.push(xy[i + 1]);
    }
    this.#points = points.view();
    this.#tree = new BoxTree(asBoxes(this.#points));
  }

  /** Whether something is true of all in a box. */
  every(left: number, bottom: number, right: number, top: number, isTrue: (point: Point) => boolean): boolean {
    this.#tree.search(left, bottom, right, top, this.#hits);
    for (let k = 0; k < this.#hits.count; k++) {
      const v = this.#hits.items[k];
      if (!isTrue([this.#points[2 * v], this.#points[2 * v + 1]])) return false;
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
