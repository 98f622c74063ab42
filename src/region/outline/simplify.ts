/**
 * Outlines with fewer vertices (D. Douglas, T. Peucker, 1973): what is left out lies within the tolerance of what stays. A
 * ring is split at its lowest left vertex and at the one farthest from there.
 */
import { ReticleError } from "../../errors.ts";
import { type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { HullsOfStretches } from "./hulls-of-stretches.ts";

/** @param tolerance database units; a ring of which fewer than three vertices stay is left out */
export function simplified({ xy, rings, polygons }: PolygonSet, tolerance: number): PolygonSet {
  const out = new PolygonSetBuilder(xy.length / 2, polygons.length);
  const add = (ring: number): boolean => {
    const points = simplifyRing(xy.subarray(2 * rings[ring], 2 * rings[ring + 1]), tolerance);
    if (points.length < 6) return false;
    out.vertices(points);
    out.endRing();
    return true;
  };
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) {
    if (!add(polygons[polygon])) continue;
    for (let ring = polygons[polygon] + 1; ring < polygons[polygon + 1]; ring++) add(ring);
    out.endPolygon();
  }
  return out.build();
}

/** Points looked at, for each point of the ring, from which on hulls tell which are worth it: with a comb's teeth cut off one by one. */
const mostLooksEach = 64;

function simplifyRing(ring: Int32Array, tolerance: number): Int32Array {
  const points = fromLowestLeft(ring);
  const count = points.length / 2;
  let farthest = 0;
  let most = 0;
  for (let i = 1; i < count; i++) {
    const distance = (points[2 * i] - points[0]) ** 2 + (points[2 * i + 1] - points[1]) ** 2;
    if (distance > most) [most, farthest] = [distance, i];
  }
  const keep = new Uint8Array(count + 1);
  keep[0] = keep[farthest] = keep[count] = 1;
  const waiting: number[] = [0, farthest, farthest, count];
  let looks = 0;
  let hulls: HullsOfStretches | null = null;
  while (waiting.length > 0) {
    const end = waiting.pop()!;
    const start = waiting.pop()!;
    let worst = -1;
    let largest = tolerance * tolerance;
    const middle = (start + end) / 2;
    const [a, b] = [2 * start, end === count ? 0 : 2 * end];
    const look = (i: number): void => {
      const distance = squaredDistance(points, 2 * i, a, b);
      // Of the teeth of a comb, all as far away, that in the middle: else each cut would take off one tooth.
      const isAsFar = distance >= largest * (1 - 1e-9) && distance > tolerance * tolerance;
      if (distance > largest * (1 + 1e-9) || (isAsFar && Math.abs(i - middle) < Math.abs(worst - middle)))
        [largest, worst] = [Math.max(distance, largest), i];
    };
    looks += end - start;
    if (hulls === null && looks > mostLooksEach * count) hulls = new HullsOfStretches(points);
    if (hulls === null) for (let i = start + 1; i < end; i++) look(i);
    else hulls.visit(start + 1, end, look);
    if (worst === -1) continue;
    keep[worst] = 1;
    waiting.push(start, worst, worst, end);
  }
  const kept: number[] = [];
  for (let i = 0; i < count; i++) if (keep[i] === 1) kept.push(points[2 * i], points[2 * i + 1]);
  return Int32Array.from(kept);
}

function fromLowestLeft(ring: Int32Array): Int32Array {
  let first = 0;
  for (let i = 2; i < ring.length; i += 2)
    if (ring[i] < ring[first] || (ring[i] === ring[first] && ring[i + 1] < ring[first + 1])) first = i;
  const points = new Int32Array(ring.length);
  points.set(ring.subarray(first));
  points.set(ring.subarray(0, first), ring.length - first);
  return points;
}

/** From a point to a segment. */
function squaredDistance(xy: Int32Array, p: number, a: number, b: number): number {
  const [dx, dy] = [xy[b] - xy[a], xy[b + 1] - xy[a + 1]];
  const [px, py] = [xy[p] - xy[a], xy[p + 1] - xy[a + 1]];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  return (px - t * dx) ** 2 + (py - t * dy) ** 2;
}

/** A tolerance in database units: throws a RegionError `tolerance` unless it is a number from 0. */
export function wholeTolerance(tolerance: number, dbu: number): number {
  if (tolerance >= 0 && Number.isFinite(tolerance)) return tolerance / dbu;
  throw new ReticleError("RegionError", "tolerance", `simplify's tolerance ${tolerance} µm is not a number from 0`);
}
