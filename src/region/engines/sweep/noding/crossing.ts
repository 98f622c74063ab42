/** Where two segments cross, rounded half up to the grid. */

/** Below this the products and their differences are exact integers in float64. */
const exactLimit = 2 ** 52;

/** Filled by `crossing`: no object per call on the hot path. */
export const crossingPoint = { x: 0, y: 0 };

/**
 * Puts the crossing of the lines a–b and c–d, rounded to integers, into `crossingPoint`. The segments must cross
 * properly. The result is exact: where float64 would lose digits (extents beyond 2²⁶) or cannot tell which way to round,
 * the quotient is taken in BigInt.
 */
export function crossing(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): void {
  const ux = bx - ax;
  const uy = by - ay;
  const vx = dx - cx;
  const vy = dy - cy;
  const left = ux * vy;
  const right = uy * vx;
  const top = (cx - ax) * vy;
  const bottom = (cy - ay) * vx;
  if (Math.abs(left) + Math.abs(right) + Math.abs(top) + Math.abs(bottom) < exactLimit) {
    // Both sums are exact, so that the quotient and its product with u are off by far less than the margin below.
    const t = (top - bottom) / (left - right);
    const x = ax + t * ux + 0.5;
    const y = ay + t * uy + 0.5;
    crossingPoint.x = Math.floor(x);
    crossingPoint.y = Math.floor(y);
    if (isClear(x - crossingPoint.x) && isClear(y - crossingPoint.y)) return;
  }
  const numerator = BigInt(cx - ax) * BigInt(vy) - BigInt(cy - ay) * BigInt(vx);
  const denominator = BigInt(ux) * BigInt(vy) - BigInt(uy) * BigInt(vx);
  crossingPoint.x = ax + roundedQuotient(BigInt(ux) * numerator, denominator);
  crossingPoint.y = ay + roundedQuotient(BigInt(uy) * numerator, denominator);
}

/**
 * Snap rounding needs the very square that a crossing lies in: near a side of it (0 or 1 here) only exact arithmetic
 * tells which one that is.
 */
function isClear(fraction: number): boolean {
  return fraction > 2 ** -20 && fraction < 1 - 2 ** -20;
}

function roundedQuotient(numerator: bigint, denominator: bigint): number {
  // floor((2n + d) / 2d) with a positive denominator
  const n = denominator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const sum = 2n * n + d;
  const quotient = sum / (2n * d);
  return Number(sum < 0n && quotient * 2n * d !== sum ? quotient - 1n : quotient);
}
