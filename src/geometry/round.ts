/**
 * Rounding to the grid as KLayout rounds: to the nearest integer, halves away from zero (measured: 0.5 → 1, −0.5 → −1,
 * −1.5 → −2), so that a mirrored shape is the mirror image of the rounded one.
 */
export function roundToGrid(value: number): number {
  return value < 0 ? Math.ceil(value - 0.5) + 0 : Math.floor(value + 0.5);
}
