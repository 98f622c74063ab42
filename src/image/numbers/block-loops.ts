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
