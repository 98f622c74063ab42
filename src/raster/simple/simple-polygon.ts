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

/**
 * Of rings that are apart: each hole lies in the hull and in no other hole. One sweep upwards over all edges, since a mask
 * has thousands of holes: at the height of each hole's first point, the winding number of all other rings there, with the
 * hull as +1 and holes as −1, has to be 1.
 */
function holesAreInPlace({ xy, rings }: PolygonSet, hull: number, ringEnd: number): boolean {
  if (ringEnd - hull === 1) return true;
  const ringOf = new Uint32Array(rings[ringEnd] - rings[hull]);
  const from = new Uint32Array(ringOf.length);
  const low = new Int32Array(ringOf.length);
  const turns = new Int8Array(ringEnd - hull);
  let count = 0;
  for (let ring = hull; ring < ringEnd; ring++) {
    const start = 2 * rings[ring];
    const end = 2 * rings[ring + 1];
    turns[ring - hull] = (ring === hull ? 1 : -1) * ringSign(xy, start, end);
    for (let i = start, j = end - 2; i < end; j = i, i += 2) {
      if (xy[i + 1] === xy[j + 1]) continue;
      ringOf[count] = ring;
      from[count] = j;
      low[count++] = Math.min(xy[i + 1], xy[j + 1]);
    }
  }
  const edges = new Uint32Array(count).map((_, edge) => edge).sort((a, b) => low[a] - low[b]);
  const holes = Uint32Array.from({ length: ringEnd - hull - 1 }, (_, i) => hull + 1 + i);
  holes.sort((a, b) => xy[2 * rings[a] + 1] - xy[2 * rings[b] + 1]);
  const active = new Uint32Array(count);
  let open = 0;
  let next = 0;
  for (const hole of holes) {
    const point = 2 * rings[hole];
    const y = xy[point + 1];
    for (; next < count && low[edges[next]] <= y; next++) active[open++] = edges[next];
    let kept = 0;
    let winding = 0;
    for (let k = 0; k < open; k++) {
      const edge = active[k];
      const ring = ringOf[edge];
      const j = from[edge];
      const i = j + 2 === 2 * rings[ring + 1] ? 2 * rings[ring] : j + 2;
      const rises = xy[i + 1] > y;
      // Both ends are at this height or below: it is done with.
      if (xy[j + 1] > y === rises) continue;
      active[kept++] = edge;
      if (ring === hole) continue;
      const where = side(xy, j, i, point);
      if (where === 0) return false;
      if (where > 0 === rises) winding += rises ? turns[ring - hull] : -turns[ring - hull];
    }
    open = kept;
    if (winding !== 1) return false;
  }
  return true;
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
