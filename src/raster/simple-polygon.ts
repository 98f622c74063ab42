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

/** True only for a polygon whose rings are simple and apart from each other. */
export function isSimplePolygon(set: PolygonSet, polygon: number): boolean {
  const { xy, rings, polygons } = set;
  const firstRing = polygons[polygon];
  const ringEnd = polygons[polygon + 1];
  const start = 2 * rings[firstRing];
  const end = 2 * rings[ringEnd];
  if (ringEnd - firstRing === 1) {
    if (isTriangleOrLess(start, end) || isConvex(xy, start, end)) return true;
    if (end - start <= 2 * fewVertices) return fewEdgesAreApart(xy, start, end);
  }
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
      if (mayMeet(xy, a, b, c, d)) return false;
    }
  }
  return true;
}

function isTriangleOrLess(start: number, end: number): boolean {
  return end - start <= 6;
}

/** All turns to one side, and only one round: each coordinate goes up once and down once. */
function isConvex(xy: Int32Array, start: number, end: number): boolean {
  let side = 0;
  let turnsX = 0;
  let turnsY = 0;
  let lastX = 0;
  let lastY = 0;
  let dx = xy[start] - xy[end - 2];
  let dy = xy[start + 1] - xy[end - 1];
  for (let i = start; i < end; i += 2) {
    const j = i + 2 < end ? i + 2 : start;
    const nextX = xy[j] - xy[i];
    const nextY = xy[j + 1] - xy[i + 1];
    const left = dx * nextY;
    const right = dy * nextX;
    const cross = left - right;
    if (cross === 0 && Math.abs(left) < 2 ** 53) {
      // Straight on is fine; a spike is not.
      if (dx * nextX + dy * nextY < 0) return false;
    } else if (!isCertain(cross, left, right)) return false;
    else if (side === 0) side = cross > 0 ? 1 : -1;
    else if (side > 0 !== cross > 0) return false;
    if (nextX !== 0) {
      const sign = nextX > 0 ? 1 : -1;
      if (lastX !== 0 && sign !== lastX) turnsX++;
      lastX = sign;
    }
    if (nextY !== 0) {
      const sign = nextY > 0 ? 1 : -1;
      if (lastY !== 0 && sign !== lastY) turnsY++;
      lastY = sign;
    }
    dx = nextX;
    dy = nextY;
  }
  return turnsX <= 2 && turnsY <= 2;
}

/**
 * Sweeps over the edges' boxes and looks for two edges that meet anywhere but at their common vertex. It goes along the
 * axis in which the edges are shorter, so that few are open at a time.
 */
function edgesAreApart({ xy, rings }: PolygonSet, firstRing: number, ringEnd: number): boolean {
  const from: number[] = [];
  const to: number[] = [];
  let reachX = 0;
  let reachY = 0;
  for (let ring = firstRing; ring < ringEnd; ring++) {
    const start = 2 * rings[ring];
    const end = 2 * rings[ring + 1];
    for (let i = start, j = end - 2; i < end; j = i, i += 2) {
      if (xy[i] === xy[j] && xy[i + 1] === xy[j + 1]) return false;
      from.push(j);
      to.push(i);
      reachX += Math.abs(xy[i] - xy[j]);
      reachY += Math.abs(xy[i + 1] - xy[j + 1]);
    }
  }
  const along = reachX <= reachY ? 0 : 1;
  const across = 1 - along;
  const low = (edge: number, axis: number) => Math.min(xy[from[edge] + axis], xy[to[edge] + axis]);
  const high = (edge: number, axis: number) => Math.max(xy[from[edge] + axis], xy[to[edge] + axis]);
  const order = from.map((_, edge) => edge).sort((a, b) => low(a, along) - low(b, along));
  const active: number[] = [];
  for (const edge of order) {
    const start = low(edge, along);
    const bottom = low(edge, across);
    const top = high(edge, across);
    let kept = 0;
    for (const other of active) {
      if (high(other, along) < start) continue;
      active[kept++] = other;
      if (low(other, across) > top || high(other, across) < bottom) continue;
      if (mayMeet(xy, from[edge], to[edge], from[other], to[other])) return false;
    }
    active.length = kept;
    active.push(edge);
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
