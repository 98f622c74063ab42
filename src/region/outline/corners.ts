/** Corners of merged polygons by their bend. */
import { ReticleError } from "../../errors.ts";
import { type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { checkCoordinate } from "../../units.ts";

export interface CornerOptions {
  /** Smallest bend, degrees: −180. Convex corners are positive, concave ones negative. */
  readonly from?: number;
  /** Largest bend, degrees: 180. */
  readonly to?: number;
  /** Side of the squares, µm; two database units. */
  readonly size?: number;
}

/**
 * x,y pairs of the vertices whose bend is between two angles, degrees: how far the outline turns to the left there, walked
 * with the inside on its left, so that convex corners are positive and concave ones negative.
 * Throws a RegionError `angle` where there are none between them.
 */
export function cornersOf({ xy, rings, ringCount }: PolygonSet, from: number, to: number): number[] {
  if (!(from <= to)) {
    const message = `no bend is from ${from}° to ${to}°; the smaller angle comes first`;
    throw new ReticleError("RegionError", "angle", message);
  }
  const found: number[] = [];
  for (let ring = 0; ring < ringCount; ring++) {
    const [start, end] = [2 * rings[ring], 2 * rings[ring + 1]];
    for (let i = start; i < end; i += 2) {
      const before = i === start ? end - 2 : i - 2;
      const behind = i + 2 === end ? start : i + 2;
      const [ax, ay] = [xy[i] - xy[before], xy[i + 1] - xy[before + 1]];
      const [bx, by] = [xy[behind] - xy[i], xy[behind + 1] - xy[i + 1]];
      const bend = (Math.atan2(ax * by - ay * bx, ax * bx + ay * by) * 180) / Math.PI;
      if (bend >= from - 1e-9 && bend <= to + 1e-9) found.push(xy[i], xy[i + 1]);
    }
  }
  return found;
}

/** A square around each point; of an odd side the larger half is right of and above the point. */
export function squaresAt(points: readonly number[], side: number): PolygonSet {
  if (!(side > 0)) throw new ReticleError("RegionError", "size", "the squares at corners need a size above 0");
  const out = new PolygonSetBuilder(2 * points.length, points.length / 2);
  const [low, high] = [Math.floor(side / 2), Math.ceil(side / 2)];
  const check = (value: number) => checkCoordinate(value, "side of a corner's square");
  for (let i = 0; i < points.length; i += 2)
    out.rectangle(
      check(points[i] - low),
      check(points[i + 1] - low),
      check(points[i] + high),
      check(points[i + 1] + high),
    );
  return out.build();
}
