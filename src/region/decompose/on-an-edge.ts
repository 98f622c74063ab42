/** Where a slanted edge meets rows and columns of the grid: exactly, for products of two differences of int32 are beyond float64. */

/**
 * `start` + `rise` · `part` / `whole`, halves rounded away from zero.
 * @param whole above 0
 */
export function roundedAt(start: number, rise: number, part: number, whole: number): number {
  const down = start + floorOfQuotient(rise, part, whole);
  const twice = 2 * remainder;
  return twice > whole || (twice === whole && down >= 0) ? down + 1 : down;
}

/** The same where it is a whole number; null elsewhere. */
export function exactAt(start: number, rise: number, part: number, whole: number): number | null {
  const down = start + floorOfQuotient(rise, part, whole);
  return remainder === 0 ? down : null;
}

/** What the last division left. */
let remainder = 0;

function floorOfQuotient(rise: number, part: number, whole: number): number {
  const product = rise * part;
  if (Math.abs(product) > Number.MAX_SAFE_INTEGER / 2) return floorOfLargeQuotient(BigInt(rise) * BigInt(part), whole);
  let quotient = Math.floor(product / whole);
  remainder = product - quotient * whole;
  // The float64 quotient of what is just below a whole number may be that number.
  if (remainder < 0) {
    quotient--;
    remainder += whole;
  }
  return quotient;
}

function floorOfLargeQuotient(product: bigint, whole: number): number {
  let quotient = Number(product / BigInt(whole));
  remainder = Number(product % BigInt(whole));
  if (remainder < 0) {
    quotient--;
    remainder += whole;
  }
  return quotient;
}
