/**
 * Which polygons need no winding numbers: those whose rings neither cross nor touch themselves or each other. Doubt
 * counts as no, which costs time and never a wrong area.
 */
import type { PolygonSet } from "../geometry/index.ts";

/** 1 where the ring runs counter-clockwise (positive area), −1 otherwise; exact where it matters, by its shifted area. */
export function ringSign(xy: Int32Array, start: number, end: number): number {
  const x0 = xy[start];
  const y0 = xy[start + 1];
  let sum = 0;
  for (let i = start + 2; i + 3 < end; i += 2) {
    sum += (xy[i] - x0) * (xy[i + 3] - y0) - (xy[i + 2] - x0) * (xy[i + 1] - y0);
  }
  return sum < 0 ? -1 : 1;
}

/** True only for a polygon whose rings are simple and apart from each other; made for those that are not convex. */
export function isSimplePolygon(set: PolygonSet, polygon: number): boolean {
  const { xy, rings, polygons } = set;
  const firstRing = polygons[polygon];
  const ringEnd = polygons[polygon + 1];
  const start = 2 * rings[firstRing];
  const end = 2 * rings[ringEnd];
  if (ringEnd - firstRing === 1 && end - start <= 2 * fewVertices) return fewEdgesAreApart(xy, start, end);
  return edgesAreApart(set, firstRing, ringEnd) && holesAreInPlace(set, firstRing, ringEnd);
}

/** Of rings that are apart: each hole lies in the hull and in no other hole. */
function holesAreInPlace({ xy, rings }: PolygonSet, hull: number, ringEnd: number): boolean {
  for (let hole = hull + 1; hole < ringEnd; hole++) {
    const point = 2 * rings[hole];
    for (let ring = hull; ring < ringEnd; ring++) {
      if (ring !== hole && isInRing(xy, point, 2 * rings[ring], 2 * rings[ring + 1]) !== (ring === hull)) return false;
    }
  }
  return true;
}

/** By counting the edges that a ray to the right crosses; null where doubles cannot tell. */
function isInRing(xy: Int32Array, point: number, start: number, end: number): boolean | null {
  const y = xy[point + 1];
  let inside = false;
  for (let i = start, j = end - 2; i < end; j = i, i += 2) {
    const rises = xy[i + 1] > y;
    if (xy[j + 1] > y === rises) continue;
    const where = side(xy, j, i, point);
    if (where === 0) return null;
    if (where > 0 === rises) inside = !inside;
  }
  return inside;
}

/** Up to so many vertices trying all pairs of edges is faster than sorting them. */
const fewVertices = 16;

function fewEdgesAreApart(xy: Int32Array, start: number, end: number): boolean {
  for (let a = end - 2, b = start; b < end; a = b, b += 2) {
    if (xy[a] === xy[b] && xy[a + 1] === xy[b + 1]) return false;
    for (let c = b, d = b + 2; d < end; c = d, d += 2) {
      if (Math.min(xy[a], xy[b]) > Math.max(xy[c], xy[d]) || Math.max(xy[a], xy[b]) < Math.min(xy[c], xy[d])) continue;
      const [low, high] = xy[a + 1] < xy[b + 1] ? [xy[a + 1], xy[b + 1]] : [xy[b + 1], xy[a + 1]];
      if (low > Math.max(xy[c + 1], xy[d + 1]) || high < Math.min(xy[c + 1], xy[d + 1])) continue;
      if (mayMeet(xy, a, b, c, d)) return false;
    }
  }
  return true;
}

/**
 * 1 for a convex ring that runs counter-clockwise, −1 for a clockwise one, 0 for what is not certainly convex: all turns go
 * to one side, and x goes up once and down once, so that it is only one round.
 * @param isSmall  its box is less than 2²⁶ wide and high: products of differences are exact then
 */
export function convexSign(xy: Int32Array, start: number, end: number, isSmall: boolean): number {
  let side = 0;
  let turns = 0;
  let last = 0;
  let dx = xy[start] - xy[end - 2];
  let dy = xy[start + 1] - xy[end - 1];
  let x = xy[start];
  let y = xy[start + 1];
  for (let i = start; i < end; i += 2) {
    const j = i + 2 < end ? i + 2 : start;
    const nextX = xy[j] - x;
    const nextY = xy[j + 1] - y;
    x += nextX;
    y += nextY;
    const left = dx * nextY;
    const right = dy * nextX;
    const cross = left - right;
    if (cross > 0 ? side < 0 : cross < 0 && side > 0) return 0;
    if (cross === 0) {
      // Straight on is fine; a spike is not.
      if (dx * nextX + dy * nextY < 0) return 0;
      if (!isSmall && Math.abs(left) >= 2 ** 53) return 0;
    } else {
      if (!isSmall && !isCertain(cross, left, right)) return 0;
      side = cross;
    }
    if (nextX !== 0) {
      if (nextX > 0 ? last < 0 : last > 0) turns++;
      last = nextX;
    }
    dx = nextX;
    dy = nextY;
  }
  return turns <= 2 ? Math.sign(side) : 0;
}

/** So many pairs an edge are looked at along one axis, and then along the other. */
const mostPairs = 256;

/**
 * Sweeps over the edges' boxes and looks for two edges that meet anywhere but at their common vertex: first along the axis
 * in which the edges are shorter, so that few are open at a time, then, where too many were, along the other one. A ring
 * that is too much for both counts as not simple.
 */
function edgesAreApart({ xy, rings }: PolygonSet, firstRing: number, ringEnd: number): boolean {
  const count = rings[ringEnd] - rings[firstRing];
  const edges: RingEdges = { xy, from: new Uint32Array(count), to: new Uint32Array(count) };
  let at = 0;
  let reachX = 0;
  let reachY = 0;
  for (let ring = firstRing; ring < ringEnd; ring++) {
    const start = 2 * rings[ring];
    const end = 2 * rings[ring + 1];
    for (let i = start, j = end - 2; i < end; j = i, i += 2) {
      if (xy[i] === xy[j] && xy[i + 1] === xy[j + 1]) return false;
      edges.from[at] = j;
      edges.to[at++] = i;
      reachX += Math.abs(xy[i] - xy[j]);
      reachY += Math.abs(xy[i + 1] - xy[j + 1]);
    }
  }
  const first = reachX <= reachY ? 0 : 1;
  return apartAlong(edges, first) ?? apartAlong(edges, 1 - first) ?? false;
}

/** Edges by the places of their ends in `xy`. */
interface RingEdges {
  readonly xy: Int32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Null where it gave up. */
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

/** False only where two edges are apart, or are neighbours that share one vertex and nothing else. */
function mayMeet(xy: Int32Array, a: number, b: number, c: number, d: number): boolean {
  if (b === c || a === d) {
    // a→b→d or c→d→b: neighbours meet again only where they double back.
    const [p, q, r] = b === c ? [a, b, d] : [c, d, b];
    return side(xy, p, q, r) === 0 && doublesBack(xy, p, q, r);
  }
  const s1 = side(xy, a, b, c);
  const s2 = side(xy, a, b, d);
  if (s1 * s2 > 0) return false;
  const s3 = side(xy, c, d, a);
  const s4 = side(xy, c, d, b);
  return !(s3 * s4 > 0);
}

/** Side of r seen along p→q; 0 on the line or where doubles cannot tell. */
function side(xy: Int32Array, p: number, q: number, r: number): number {
  const left = (xy[q] - xy[p]) * (xy[r + 1] - xy[p + 1]);
  const right = (xy[q + 1] - xy[p + 1]) * (xy[r] - xy[p]);
  return isCertain(left - right, left, right) ? Math.sign(left - right) : 0;
}

/** Products of 33-bit differences may be rounded in their last bits: true where that cannot have turned the sign. */
function isCertain(difference: number, left: number, right: number): boolean {
  return Math.abs(difference) > 4e-16 * (Math.abs(left) + Math.abs(right));
}

function doublesBack(xy: Int32Array, p: number, q: number, r: number): boolean {
  return (xy[q] - xy[p]) * (xy[r] - xy[q]) + (xy[q + 1] - xy[p + 1]) * (xy[r + 1] - xy[q + 1]) < 0;
}
