/** Area and centre of mass of polygons that do not overlap. */
import { type PolygonSet, ringAreaTwice } from "../geometry/index.ts";

export interface RegionMeasure {
  /** Square database units. */
  readonly area: number;
  /** Centre of mass in database units; 0 where there is no area. */
  readonly x: number;
  readonly y: number;
}

/**
 * Shoelace sums over every ring; holes are clockwise and so take away. The first moments of a ring are taken about its
 * first vertex, so that large coordinates lose nothing.
 */
export function measure(set: Pick<PolygonSet, "xy" | "rings" | "ringCount">): RegionMeasure {
  const { xy, rings } = set;
  let area2 = 0;
  let momentX = 0;
  let momentY = 0;
  for (let ring = 0; ring < set.ringCount; ring++) {
    const start = 2 * rings[ring];
    const end = 2 * rings[ring + 1];
    const twice = ringAreaTwice(xy, start, end);
    const x0 = xy[start];
    const y0 = xy[start + 1];
    let sumX = 0;
    let sumY = 0;
    for (let i = start + 2; i + 3 < end; i += 2) {
      const [ax, ay, bx, by] = [xy[i] - x0, xy[i + 1] - y0, xy[i + 2] - x0, xy[i + 3] - y0];
      const cross = ax * by - bx * ay;
      sumX += cross * (ax + bx);
      sumY += cross * (ay + by);
    }
    area2 += twice;
    momentX += sumX / 3 + x0 * twice;
    momentY += sumY / 3 + y0 * twice;
  }
  return area2 === 0 ? { area: 0, x: 0, y: 0 } : { area: area2 / 2, x: momentX / area2, y: momentY / area2 };
}
