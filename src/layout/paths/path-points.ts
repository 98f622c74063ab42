/** Points of a path and where it has come to. */
import { checkArgument } from "../../errors.ts";
import { pathError } from "./path-options.ts";

export type PathPoint = readonly [x: number, y: number];

/** Where a path is, and in which direction it arrived there. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

export const origin: Pose = { x: 0, y: 0, dx: 1, dy: 0 };
/** The parameter of an ellipse's point that is seen in the direction `angle` from its centre, in the same turn. */
export function ellipseParameter(angle: number, radiusX: number, radiusY: number): number {
  if (radiusX === radiusY) return angle;
  const parameter = Math.atan2(radiusX * Math.sin(angle), radiusY * Math.cos(angle));
  return parameter + 2 * Math.PI * Math.round((angle - parameter) / (2 * Math.PI));
}

export function flat(points: readonly PathPoint[]): Float64Array {
  checkArgument(Array.isArray(points), points, "LayoutError", "a list of points [x, y] in µm");
  const xy = new Float64Array(2 * points.length);
  for (let i = 0; i < points.length; i++) {
    const [x, y] = Array.isArray(points[i]) ? points[i] : [Number.NaN, Number.NaN];
    if (!(Number.isFinite(x) && Number.isFinite(y)))
      throw pathError("path-point", `point ${i} of a path, ${points[i]}, is not [x, y] in µm`);
    xy[2 * i] = x;
    xy[2 * i + 1] = y;
  }
  return xy;
}

export function withoutRepeats(xy: readonly number[]): number[] {
  return xy.filter((_, i) => {
    const k = i - (i % 2);
    return k === 0 || xy[k] !== xy[k - 2] || xy[k + 1] !== xy[k - 1];
  });
}

/** Behind the last points: their last direction. */
export function poseAfter(before: Pose, xy: Float64Array): Pose {
  const n = xy.length;
  if (n === 0) return before;
  const [x, y] = [xy[n - 2], xy[n - 1]];
  const from = n >= 4 ? [xy[n - 4], xy[n - 3]] : [before.x, before.y];
  const [dx, dy] = [x - from[0], y - from[1]];
  const length = Math.hypot(dx, dy);
  return length > 0 ? { x, y, dx: dx / length, dy: dy / length } : { ...before, x, y };
}
