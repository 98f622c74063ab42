/** The decimal that was meant, where the binary number is within a few units of its last places: 0.0009999999999999998. */
export function tidyNumber(value: number): number {
  const rounded = Number(value.toPrecision(12));
  return Math.abs(rounded - value) <= 1e-13 * Math.abs(value) ? rounded : value;
}
