/**
 * Exact predicates on int32 points. Differences of int32 are exact in float64 (33 bits), products of two of them are
 * not (66 bits): the sign is taken from float64 where the rounding error cannot turn it, from BigInt where it can.
 */

/** Below this the two products and their difference are exact integers in float64. */
const exactLimit = 2 ** 52;

/**
 * The sign of the turn a → b → c: positive to the left, negative to the right, 0 where the points are on one line.
 * Its magnitude is twice the triangle's area, rounded.
 */
export function turn(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (bx - ax) * (cy - ay);
  const right = (by - ay) * (cx - ax);
  const det = left - right;
  const size = Math.abs(left) + Math.abs(right);
  if (size < exactLimit || Math.abs(det) > size * 2 ** -50) return det;
  return Number(BigInt(bx - ax) * BigInt(cy - ay) - BigInt(by - ay) * BigInt(cx - ax));
}

/** True where the closed segments a–b and c–d share a point. */
export function segmentsTouch(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const c = turn(ax, ay, bx, by, cx, cy);
  const d = turn(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = turn(cx, cy, dx, dy, ax, ay);
  const b = turn(cx, cy, dx, dy, bx, by);
  if ((a > 0 && b > 0) || (a < 0 && b < 0)) return false;
  if (c !== 0 || d !== 0 || a !== 0 || b !== 0) return true;
  // All on one line: do their boxes meet?
  return (
    Math.min(ax, bx) <= Math.max(cx, dx) &&
    Math.min(cx, dx) <= Math.max(ax, bx) &&
    Math.min(ay, by) <= Math.max(cy, dy) &&
    Math.min(cy, dy) <= Math.max(ay, by)
  );
}

/**
 * Twice the signed area of the ring `xy[start…end)` (x,y pairs), positive counter-clockwise.
 * Exact while the ring's extent is below 2²⁵ units, and beyond that through BigInt.
 */
export function ringAreaTwice(xy: Int32Array, start = 0, end = xy.length): number {
  const x0 = xy[start];
  const y0 = xy[start + 1];
  let sum = 0;
  let size = 0;
  for (let i = start + 2; i + 3 < end; i += 2) {
    const left = (xy[i] - x0) * (xy[i + 3] - y0);
    const right = (xy[i + 2] - x0) * (xy[i + 1] - y0);
    sum += left - right;
    size += Math.abs(left) + Math.abs(right);
  }
  return size < exactLimit ? sum : exactRingAreaTwice(xy, start, end);
}

function exactRingAreaTwice(xy: Int32Array, start: number, end: number): number {
  let sum = 0n;
  let px = BigInt(xy[end - 2]);
  let py = BigInt(xy[end - 1]);
  for (let i = start; i < end; i += 2) {
    const x = BigInt(xy[i]);
    const y = BigInt(xy[i + 1]);
    sum += px * y - x * py;
    px = x;
    py = y;
  }
  return Number(sum);
}

/**
 * Where the point is: 1 inside the ring (even-odd), 0 on its boundary, −1 outside.
 * @param xy x,y pairs; the ring is `xy[start…end)`
 */
export function pointInRing(x: number, y: number, xy: ArrayLike<number>, start = 0, end = xy.length): -1 | 0 | 1 {
  let inside = false;
  let ax = xy[end - 2];
  let ay = xy[end - 1];
  for (let i = start; i < end; i += 2) {
    const bx = xy[i];
    const by = xy[i + 1];
    if (ay > y !== by > y) {
      const side = turn(ax, ay, bx, by, x, y);
      if (side === 0) return 0;
      if (side > 0 === by > ay) inside = !inside;
    } else if ((by === y && bx === x) || (ay === y && by === y && ax > x !== bx > x)) {
      return 0;
    }
    ax = bx;
    ay = by;
  }
  return inside ? 1 : -1;
}
