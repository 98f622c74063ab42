/** Sums and extremes of a block. Several results grow side by side: one that waits for the last one takes longer. */

/** The sum of numbers whose sums are exact in any order. */
export function sumOf(block: Float64Array, count: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    a += block[i];
    b += block[i + 1];
    c += block[i + 2];
    d += block[i + 3];
  }
  for (; i < count; i++) a += block[i];
  return a + b + (c + d);
}

/** The largest number; NaN where one is among them, -Infinity of none. */
export function mostOf(block: Float64Array, count: number): number {
  let a = -Infinity;
  let b = -Infinity;
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    a = Math.max(a, block[i]);
    b = Math.max(b, block[i + 1]);
  }
  return i < count ? Math.max(a, b, block[i]) : Math.max(a, b);
}

/** The least number; NaN where one is among them, Infinity of none. */
export function leastOf(block: Float64Array, count: number): number {
  let a = Infinity;
  let b = Infinity;
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    a = Math.min(a, block[i]);
    b = Math.min(b, block[i + 1]);
  }
  return i < count ? Math.min(a, b, block[i]) : Math.min(a, b);
}

/** The sum of the squares of differences to a mean. */
export function squaresOf(block: Float64Array, count: number, mean: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    a += (block[i] - mean) * (block[i] - mean);
    b += (block[i + 1] - mean) * (block[i + 1] - mean);
    c += (block[i + 2] - mean) * (block[i + 2] - mean);
    d += (block[i + 3] - mean) * (block[i + 3] - mean);
  }
  for (; i < count; i++) a += (block[i] - mean) * (block[i] - mean);
  return a + b + (c + d);
}

/** Adds each number of a block to one of `out`, from `to` on, `step` apart. */
export function addEach(block: Float64Array, count: number, out: Float64Array, to: number, step: number): void {
  if (step === 1) for (let i = 0; i < count; i++) out[to + i] += block[i];
  else for (let i = 0, j = to; i < count; i++, j += step) out[j] += block[i];
}

/** The lesser of each number of a block and one of `out`, as `addEach`. */
export function leastEach(block: Float64Array, count: number, out: Float64Array, to: number, step: number): void {
  for (let i = 0, j = to; i < count; i++, j += step) out[j] = Math.min(out[j], block[i]);
}

/** The larger of each number of a block and one of `out`, as `addEach`. */
export function mostEach(block: Float64Array, count: number, out: Float64Array, to: number, step: number): void {
  for (let i = 0, j = to; i < count; i++, j += step) out[j] = Math.max(out[j], block[i]);
}

/** Adds the squares of differences to means, as `addEach`. */
export function squaresEach(
  block: Float64Array,
  count: number,
  means: Float64Array,
  out: Float64Array,
  to: number,
  step: number,
): void {
  for (let i = 0, j = to; i < count; i++, j += step) out[j] += (block[i] - means[j]) * (block[i] - means[j]);
}
