/**
 * Outlines with fewer vertices (D. Douglas, T. Peucker, 1973): what is left out lies within the tolerance of what stays. A
 * ring is split at its lowest left vertex and at the one farthest from there.
 */
import { ReticleError } from "../../errors.ts";
import { type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";

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

function simplifyRing(points: Int32Array, tolerance: number): Int32Array {
  const count = points.length / 2;
  let first = 0;
  for (let i = 1; i < count; i++) {
    const isLower = points[2 * i] < points[2 * first];
    if (isLower || (points[2 * i] === points[2 * first] && points[2 * i + 1] < points[2 * first + 1])) first = i;
  }
  const at = (i: number) => 2 * ((first + i) % count);
  let farthest = 0;
  let most = 0;
  for (let i = 1; i < count; i++) {
    const distance = (points[at(i)] - points[at(0)]) ** 2 + (points[at(i) + 1] - points[at(0) + 1]) ** 2;
    if (distance > most) [most, farthest] = [distance, i];
  }
  const keep = new Uint8Array(count + 1);
  keep[0] = keep[farthest] = keep[count] = 1;
  const waiting: number[] = [0, farthest, farthest, count];
  while (waiting.length > 0) {
    const end = waiting.pop()!;
    const start = waiting.pop()!;
    let worst = -1;
    let largest = tolerance * tolerance;
    const middle = (start + end) / 2;
    for (let i = start + 1; i < end; i++) {
      const distance = squaredDistance(points, at(i), at(start), at(end));
      // Of the teeth of a comb, all as far away, that in the middle: else each cut would take off one tooth.
      const isAsFar = distance >= largest * (1 - 1e-9) && distance > tolerance * tolerance;
      if (distance > largest * (1 + 1e-9) || (isAsFar && Math.abs(i - middle) < Math.abs(worst - middle)))
        [largest, worst] = [Math.max(distance, largest), i];
    }
    if (worst === -1) continue;
    keep[worst] = 1;
    waiting.push(start, worst, worst, end);
  }
  const kept: number[] = [];
  for (let i = 0; i < count; i++) if (keep[i] === 1) kept.push(points[at(i)], points[at(i) + 1]);
  return Int32Array.from(kept);
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
