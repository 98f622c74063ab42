/** Where two segments cross, rounded half up to the grid. */

/** Below this the products and their differences are exact integers in float64. */
const exactLimit = 2 ** 52;

/** Filled by `crossing`: no object per call on the hot path. */
export const crossingPoint = { x: 0, y: 0 };

/**
 * Puts the crossing of the lines a–b and c–d, rounded to integers, into `crossingPoint`. The segments must cross
 * properly. Where float64 would lose digits (extents beyond 2²⁶) the quotient is taken exactly in BigInt, since two
 * nearly parallel segments would else be given a crossing that lies on neither.
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
    // Both sums are exact; the quotient has one rounding, and its product with u another: far below half a unit.
    const t = (top - bottom) / (left - right);
    crossingPoint.x = Math.floor(ax + t * ux + 0.5);
    crossingPoint.y = Math.floor(ay + t * uy + 0.5);
    return;
  }
  const numerator = BigInt(cx - ax) * BigInt(vy) - BigInt(cy - ay) * BigInt(vx);
  const denominator = BigInt(ux) * BigInt(vy) - BigInt(uy) * BigInt(vx);
  crossingPoint.x = ax + roundedQuotient(BigInt(ux) * numerator, denominator);
  crossingPoint.y = ay + roundedQuotient(BigInt(uy) * numerator, denominator);
}

function roundedQuotient(numerator: bigint, denominator: bigint): number {
  // floor((2n + d) / 2d) with a positive denominator
  const n = denominator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const sum = 2n * n + d;
  const quotient = sum / (2n * d);
  return Number(sum < 0n && quotient * 2n * d !== sum ? quotient - 1n : quotient);
}
