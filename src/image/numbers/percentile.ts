/** Percentiles by selection: nothing is sorted. */
import type { Layout } from "../nd-array.ts";
import { sizeOf } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";
import { packedNumbers } from "./for-each-run.ts";

/**
 * The q-th percentile (0 to 100) along the axes named by their indices, interpolated as numpy does by default. NaN where
 * one is among the numbers, and of nothing.
 */
export function percentile(data: TypedArray, layout: Layout, along: readonly number[], q: number): Float64Array {
  const kept = layout.shape.map((_, axis) => axis).filter((axis) => !along.includes(axis));
  const order = [...kept, ...along];
  const numbers = packedNumbers(data, {
    shape: order.map((axis) => layout.shape[axis]),
    stride: order.map((axis) => layout.stride[axis]),
    offset: layout.offset,
  });
  const out = new Float64Array(sizeOf(kept.map((axis) => layout.shape[axis])));
  const each = out.length === 0 ? 0 : numbers.length / out.length;
  const counts = each > 20_000 && isShort(data) ? new Uint32Array(65536) : null;
  for (let i = 0; i < out.length; i++) out[i] = percentileOf(numbers, i * each, (i + 1) * each, q, counts);
  return out;
}

/** Integers of up to 16 bits are counted. */
function isShort(data: TypedArray): boolean {
  return data.BYTES_PER_ELEMENT <= 2;
}

/** Of the numbers from `from` up to but without `to`, whose order changes. */
export function percentileOf(
  numbers: Float64Array,
  from: number,
  to: number,
  q: number,
  counts: Uint32Array | null = null,
): number {
  if (from >= to) return NaN;
  const place = (q / 100) * (to - from - 1);
  const below = Math.floor(place);
  const part = place - below;
  let low: number;
  let high: number;
  if (counts === null) {
    for (let i = from; i < to; i++) if (Number.isNaN(numbers[i])) return NaN;
    low = select(numbers, from, to - 1, from + below);
    high = low;
    if (part > 0) {
      high = Infinity;
      for (let i = from + below + 1; i < to; i++) if (numbers[i] < high) high = numbers[i];
    }
  } else {
    counts.fill(0);
    for (let i = from; i < to; i++) counts[numbers[i] + 32768 < 65536 ? numbers[i] + 32768 : numbers[i] - 32768]++;
    [low, high] = countedAt(counts, numbers, from, to, below);
  }
  // numpy's interpolation, from the nearer side.
  if (part === 0 || low === high) return low;
  return part >= 0.5 ? high - (high - low) * (1 - part) : low + (high - low) * part;
}

/** The numbers at a rank and at the next one. */
function countedAt(counts: Uint32Array, numbers: Float64Array, from: number, to: number, rank: number) {
  let least = Infinity;
  for (let i = from; i < to; i++) if (numbers[i] < least) least = numbers[i];
  const slot = (value: number) => (value + 32768 < 65536 ? value + 32768 : value - 32768);
  let value = least;
  let seen = counts[slot(value)];
  while (seen <= rank) seen += counts[slot(++value)];
  let next = value;
  if (rank + 1 < to - from) while (seen <= rank + 1) seen += counts[slot(++next)];
  return [value, next];
}

/** The number of rank `k` put in its place, smaller ones before and larger ones behind it (Hoare's selection). */
export function select(numbers: Float64Array, left: number, right: number, k: number): number {
  while (right > left) {
    const middle = numbers[(left + right) >>> 1];
    const a = numbers[left];
    const b = numbers[right];
    // The median of three keeps sorted numbers from being the worst case.
    const pivot = a < middle ? (middle < b ? middle : a < b ? b : a) : a < b ? a : middle < b ? b : middle;
    let i = left;
    let j = right;
    while (i <= j) {
      while (numbers[i] < pivot) i++;
      while (numbers[j] > pivot) j--;
      if (i <= j) {
        const swapped = numbers[i];
        numbers[i++] = numbers[j];
        numbers[j--] = swapped;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return numbers[k];
}
