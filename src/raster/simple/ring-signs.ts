/** Which way rings run. Each function has a twin in ../survey/wasm/look.ts, which gives the same answers. */
import { isCertain } from "./edge-pairs.ts";

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
