/** Sums and extremes of a block. Several results grow side by side: one that waits for the last one takes longer. */

/** Of eight sums and of what is left. */
function total(sums: readonly number[], rest: number): number {
  const [a, b, c, d, e, f, g, h] = sums;
  return a + rest + b + (c + d) + (e + f + (g + h));
}

/** The sum of numbers whose sums lose nothing, or hardly anything, in any order. */
export function sumOf(block: Float64Array, count: number): number {
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    a += block[i];
    b += block[i + 1];
    c += block[i + 2];
    d += block[i + 3];
    e += block[i + 4];
    f += block[i + 5];
    g += block[i + 6];
    h += block[i + 7];
  }
  let rest = 0;
  for (; i < count; i++) rest += block[i];
  return total([a, b, c, d, e, f, g, h], rest);
}

/** Where `sumExactlyOf` leaves what its sum has lost. */
export const lostBySum = new Float64Array(1);

/** The sum of any numbers, and what it has lost: Knuth's sum of two numbers and its error, four times side by side. */
export function sumExactlyOf(block: Float64Array, count: number): number {
  const sums = [0, 0, 0, 0];
  const lost = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const lane = i & 3;
    const [x, sum] = [block[i], sums[lane]];
    const next = sum + x;
    const part = next - sum;
    lost[lane] += sum - (next - part) + (x - part);
    sums[lane] = next;
  }
  let [sum] = sums;
  let all = lost[0];
  for (let lane = 1; lane < 4; lane++) {
    const x = sums[lane];
    const next = sum + x;
    const part = next - sum;
    all += lost[lane] + (sum - (next - part) + (x - part));
    sum = next;
  }
  lostBySum[0] = all;
  return sum;
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
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    a += (block[i] - mean) * (block[i] - mean);
    b += (block[i + 1] - mean) * (block[i + 1] - mean);
    c += (block[i + 2] - mean) * (block[i + 2] - mean);
    d += (block[i + 3] - mean) * (block[i + 3] - mean);
    e += (block[i + 4] - mean) * (block[i + 4] - mean);
    f += (block[i + 5] - mean) * (block[i + 5] - mean);
    g += (block[i + 6] - mean) * (block[i + 6] - mean);
    h += (block[i + 7] - mean) * (block[i + 7] - mean);
  }
  let rest = 0;
  for (; i < count; i++) rest += (block[i] - mean) * (block[i] - mean);
  return total([a, b, c, d, e, f, g, h], rest);
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
  out: Float64Array,
  means: Float64Array,
  to: number,
  step: number,
): void {
  for (let i = 0, j = to; i < count; i++, j += step) out[j] += (block[i] - means[j]) * (block[i] - means[j]);
}

/** Adds each number, as `addEach`, and to `lost` what its sum loses. */
export function addExactlyEach(
  block: Float64Array,
  count: number,
  out: Float64Array,
  lost: Float64Array,
  to: number,
  step: number,
): void {
  for (let i = 0, j = to; i < count; i++, j += step) {
    const [x, sum] = [block[i], out[j]];
    const next = sum + x;
    const part = next - sum;
    lost[j] += sum - (next - part) + (x - part);
    out[j] = next;
  }
}
