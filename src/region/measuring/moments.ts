/** Second moments of area: Green's theorem over the edges, about each ring's own first vertex and then shifted. */
import { type PolygonSet, ringAreaTwice } from "../../geometry/index.ts";
import type { RegionMeasure } from "../measure.ts";

/** About the centre of mass: xx is ∫(x − x̄)² dA and so on. */
export interface Moments {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** Database units to the fourth power. */
export function secondMoments({ xy, rings, ringCount }: PolygonSet, { area, x, y }: RegionMeasure): Moments {
  if (area === 0) return { xx: 0, xy: 0, yy: 0 };
  let [xx, mixed, yy] = [0, 0, 0];
  for (let ring = 0; ring < ringCount; ring++) {
    const [start, end] = [2 * rings[ring], 2 * rings[ring + 1]];
    const [x0, y0] = [xy[start], xy[start + 1]];
    let [sumX, sumY, sumXX, sumXY, sumYY] = [0, 0, 0, 0, 0];
    for (let i = start + 2; i + 3 < end; i += 2) {
      const [ax, ay, bx, by] = [xy[i] - x0, xy[i + 1] - y0, xy[i + 2] - x0, xy[i + 3] - y0];
      const cross = ax * by - bx * ay;
      sumX += (cross * (ax + bx)) / 6;
      sumY += (cross * (ay + by)) / 6;
      sumXX += (cross * (ax * ax + ax * bx + bx * bx)) / 12;
      sumYY += (cross * (ay * ay + ay * by + by * by)) / 12;
      sumXY += (cross * (2 * ax * ay + ax * by + bx * ay + 2 * bx * by)) / 24;
    }
    const mass = ringAreaTwice(xy, start, end) / 2;
    const [dx, dy] = [x0 - x, y0 - y];
    xx += sumXX + 2 * dx * sumX + dx * dx * mass;
    yy += sumYY + 2 * dy * sumY + dy * dy * mass;
    mixed += sumXY + dx * sumY + dy * sumX + dx * dy * mass;
  }
  return { xx, xy: mixed, yy };
}
