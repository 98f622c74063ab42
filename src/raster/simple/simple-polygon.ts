/**
 * Which polygons need no winding numbers: those whose rings neither cross nor touch themselves or each other. Doubt
 * counts as no, which costs time and never a wrong area.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import { isCertain, mayMeet, side } from "./edge-pairs.ts";
import { edgesAreApart } from "./edges-apart.ts";

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
