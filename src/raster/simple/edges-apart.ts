/**
 * Whether the edges of a polygon meet anywhere but at their common vertices: by cells of a grid, as wide and high as the
 * edges are on average, so that each edge is in few cells and each cell holds few edges; where edges are too uneven for that, by a
 * sweep.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import { mayMeet } from "./edge-pairs.ts";

/** Edges by the places of their ends in `xy`. */
interface RingEdges {
  readonly xy: Int32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Sums of the edges' widths and heights. */
  readonly reachX: number;
  readonly reachY: number;
}

/** False where two may meet. What is too much for both ways counts as such. */
export function edgesAreApart(set: PolygonSet, firstRing: number, ringEnd: number): boolean {
  const edges = edgesOf(set, firstRing, ringEnd);
  if (edges === null) return false;
  const byCells = apartByCells(edges);
  if (byCells !== null) return byCells;
  const first = edges.reachX <= edges.reachY ? 0 : 1;
  return apartAlong(edges, first) ?? apartAlong(edges, 1 - first) ?? false;
}

/** A vertex that is there several times in turn is one: the last of them. Null for a ring that is one point. */
function edgesOf({ xy, rings }: PolygonSet, firstRing: number, ringEnd: number): RingEdges | null {
  const most = rings[ringEnd] - rings[firstRing];
  const [from, to] = [new Uint32Array(most), new Uint32Array(most)];
  let [count, reachX, reachY] = [0, 0, 0];
  for (let ring = firstRing; ring < ringEnd; ring++) {
    const start = 2 * rings[ring];
    const end = 2 * rings[ring + 1];
    const isSame = (a: number, b: number) => xy[a] === xy[b] && xy[a + 1] === xy[b + 1];
    const first = count;
    let last = -1;
    for (let i = start; i < end; i += 2) {
      if (isSame(i, i + 2 < end ? i + 2 : start)) continue;
      if (last >= 0) {
        from[count] = last;
        to[count++] = i;
      }
      last = i;
    }
    if (count === first) return null;
    from[count] = last;
    to[count++] = from[first];
    for (let e = first; e < count; e++) {
      reachX += Math.abs(xy[to[e]] - xy[from[e]]);
      reachY += Math.abs(xy[to[e] + 1] - xy[from[e] + 1]);
    }
  }
  return { xy, from: from.subarray(0, count), to: to.subarray(0, count), reachX, reachY };
}

/** So many pairs are looked at for an edge, on average. */
const mostCellPairs = 512;
/** In cells; more than what rounding moves, so that two edges that meet have a cell in common. */
const margin = 1e-6;

/** Null where it gave up. */
function apartByCells({ xy, from, to, reachX, reachY }: RingEdges): boolean | null {
  const count = from.length;
  const { left, bottom } = cornerOfEdges(xy, to);
  // An edge of the mean width and height is in two or three cells, so that all are in three a piece, whatever they look like.
  const perX = count / Math.max(count, reachX);
  const perY = count / Math.max(count, reachY);
  const mask = 2 ** Math.ceil(Math.log2(2 * count)) - 1;
  const first = new Int32Array(mask + 1).fill(-1);
  let edgeAt = new Int32Array(4 * count);
  let nextAt = new Int32Array(4 * count);
  let [places, pairs] = [0, mostCellPairs * count];
  for (let edge = 0; edge < count; edge++) {
    const [a, b] = [from[edge], to[edge]];
    const rises = xy[b + 1] > xy[a + 1];
    const [low, high] = rises ? [a, b] : [b, a];
    const x0 = (xy[low] - left) * perX;
    const y0 = (xy[low + 1] - bottom) * perY;
    const x1 = (xy[high] - left) * perX;
    const y1 = (xy[high + 1] - bottom) * perY;
    const slope = y1 > y0 ? (x1 - x0) / (y1 - y0) : 0;
    const lastRow = Math.floor(y1 + margin);
    for (let row = Math.floor(y0 - margin); row <= lastRow; row++) {
      const lower = row - margin;
      const upper = row + 1 + margin;
      const enters = y0 >= lower ? x0 : x0 + (lower - y0) * slope;
      const leaves = y1 <= upper ? x1 : x0 + (upper - y0) * slope;
      const lastColumn = Math.floor((enters < leaves ? leaves : enters) + margin);
      for (let column = Math.floor((enters < leaves ? enters : leaves) - margin); column <= lastColumn; column++) {
        if (places === edgeAt.length) [edgeAt, nextAt] = [longer(edgeAt), longer(nextAt)];
        // Cells far from each other may share a list.
        const cell = (column + Math.imul(row, 0x9e3779b1)) & mask;
        for (let place = first[cell]; place >= 0; place = nextAt[place]) {
          const other = edgeAt[place];
          if (--pairs < 0) return null;
          if (other === edge) continue;
          const [c, d] = [from[other], to[other]];
          if (boxesTouch(xy, a, b, c, d) && mayMeet(xy, a, b, c, d)) return false;
        }
        edgeAt[places] = edge;
        nextAt[places] = first[cell];
        first[cell] = places++;
      }
    }
  }
  return true;
}

/** Of edges a→b and c→d. */
function boxesTouch(xy: Int32Array, a: number, b: number, c: number, d: number): boolean {
  return areNear(xy[a], xy[b], xy[c], xy[d]) && areNear(xy[a + 1], xy[b + 1], xy[c + 1], xy[d + 1]);
}

function areNear(a: number, b: number, c: number, d: number): boolean {
  return a < b ? (c >= a || d >= a) && (c <= b || d <= b) : (c >= b || d >= b) && (c <= a || d <= a);
}

function cornerOfEdges(xy: Int32Array, at: Uint32Array): { left: number; bottom: number } {
  let [left, bottom] = [xy[at[0]], xy[at[0] + 1]];
  for (let i = 1; i < at.length; i++) {
    if (xy[at[i]] < left) left = xy[at[i]];
    if (xy[at[i] + 1] < bottom) bottom = xy[at[i] + 1];
  }
  return { left, bottom };
}

function longer(array: Int32Array): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(2 * array.length);
  twice.set(array);
  return twice;
}

/** So many pairs an edge are looked at along one axis, and then along the other. */
const mostPairs = 64;

/**
 * Sweeps over the edges' boxes along one axis: best where the edges are shorter, so that few are open at a time. Null where too
 * many were.
 */
function apartAlong({ xy, from, to }: RingEdges, along: number): boolean | null {
  const across = 1 - along;
  const count = from.length;
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  const bottom = new Int32Array(count);
  const top = new Int32Array(count);
  for (let edge = 0; edge < count; edge++) {
    const [a, b] = [from[edge], to[edge]];
    low[edge] = Math.min(xy[a + along], xy[b + along]);
    high[edge] = Math.max(xy[a + along], xy[b + along]);
    bottom[edge] = Math.min(xy[a + across], xy[b + across]);
    top[edge] = Math.max(xy[a + across], xy[b + across]);
  }
  const order = new Uint32Array(count).map((_, edge) => edge).sort((a, b) => low[a] - low[b]);
  const active = new Uint32Array(count);
  let open = 0;
  let pairs = mostPairs * count;
  for (let i = 0; i < count; i++) {
    const edge = order[i];
    pairs -= open;
    if (pairs < 0) return null;
    let kept = 0;
    for (let k = 0; k < open; k++) {
      const other = active[k];
      if (high[other] < low[edge]) continue;
      active[kept++] = other;
      if (bottom[other] > top[edge] || top[other] < bottom[edge]) continue;
      if (mayMeet(xy, from[edge], to[edge], from[other], to[other])) return false;
    }
    active[kept++] = edge;
    open = kept;
  }
  return true;
}
