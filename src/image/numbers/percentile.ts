/** Percentiles by selection: nothing is sorted. */
import type { Layout } from "../nd-array.ts";
import { sizeOf } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";
import { load, sharedBlock } from "./blocks.ts";
import { countsOfShort, isShort, leastShort, manyNumbers } from "./counts.ts";
import { forEachRun, packedNumbers } from "./for-each-run.ts";

/**
 * The q-th percentile (0 to 100) along the axes named by their indices, interpolated as numpy does by default. NaN where
 * one is among the numbers, and of nothing.
 */
export function percentile(data: TypedArray, layout: Layout, along: readonly number[], q: number): Float64Array {
  const kept = layout.shape.map((_, axis) => axis).filter((axis) => !along.includes(axis));
  const total = sizeOf(layout.shape);
  if (kept.length === 0 && total > manyNumbers) {
    const found = isShort(data)
      ? percentileOfCounts(countsOfShort(data, layout), total, q)
      : percentileOfMany(data, layout, total, q);
    if (found !== null) return Float64Array.of(found);
  }
  const order = [...kept, ...along];
  const numbers = packedNumbers(data, {
    shape: order.map((axis) => layout.shape[axis]),
    stride: order.map((axis) => layout.stride[axis]),
    offset: layout.offset,
  });
  const out = new Float64Array(sizeOf(kept.map((axis) => layout.shape[axis])));
  const each = out.length === 0 ? 0 : numbers.length / out.length;
  for (let i = 0; i < out.length; i++) out[i] = percentileOf(numbers, i * each, (i + 1) * each, q);
  return out;
}

/** Numbers of a sample, and how many standard deviations of its ranks are left on both sides of the one that is looked for. */
const sampleSize = 2 ** 14;
const margin = 5;

/**
 * Between which numbers it lies, a sample tells; those alone are taken out and selected from (Floyd and Rivest, "Expected time
 * bounds for selection", 1975). Null where the sample was wrong, or did not leave out much.
 */
function percentileOfMany(data: TypedArray, layout: Layout, total: number, q: number): number | null {
  const everything = { stride: layout.shape.map(() => 0), offset: 0 };
  // Odd steps, for rows of even length.
  const every = Math.floor(total / sampleSize) | 1;
  const sample = new Float64Array(Math.ceil(total / every));
  let next = 0;
  let seen = 0;
  forEachRun(layout.shape, [layout, everything], (count, [start], [step]) => {
    for (let i = next * every - seen; i < count; i += every) sample[next++] = Number(data[start + i * step]);
    seen += count;
  });
  sample.sort();
  const place = (q / 100) * (total - 1);
  const below = Math.floor(place);
  const middle = (q / 100) * (next - 1);
  const reach = margin * Math.sqrt((q / 100) * (1 - q / 100) * next) + 2;
  const low = middle - reach < 0 ? -Infinity : sample[Math.floor(middle - reach)];
  const high = middle + reach > next - 1 ? Infinity : sample[Math.ceil(middle + reach)];
  const isOne = low === high;
  const inside = new Float64Array(isOne ? 0 : Math.ceil(total / 4));
  const block = sharedBlock(0);
  let [under, within, over] = [0, 0, 0];
  forEachRun(layout.shape, [layout, everything], (count, [start], [step]) => {
    load(data, start, step, count, block);
    for (let i = 0; i < count; i++) {
      const x = block[i];
      under += +(x < low);
      over += +(x > high);
      // Both are asked for at once: which of them is true a processor cannot guess. What has no room is not written.
      if ((+(x >= low) & +(x <= high)) !== 0) inside[within++] = x;
    }
  });
  if (under + within + over < total) return NaN;
  const part = place - below;
  const last = below + (part > 0 ? 1 : 0);
  if (below < under || last >= under + within) return null;
  if (isOne) return low;
  if (within > inside.length) return null;
  return percentileOfRank(inside, 0, within, below - under, part);
}

function percentileOfCounts(counts: Uint32Array, total: number, q: number): number {
  const place = (q / 100) * (total - 1);
  const below = Math.floor(place);
  let slot = 0;
  let seen = counts[0];
  while (seen <= below) seen += counts[++slot];
  const low = slot + leastShort;
  while (below + 1 < total && seen <= below + 1) seen += counts[++slot];
  return between(low, slot + leastShort, place - below);
}

/** numpy's interpolation, from the nearer side. */
function between(low: number, high: number, part: number): number {
  if (part === 0 || low === high) return low;
  return part >= 0.5 ? high - (high - low) * (1 - part) : low + (high - low) * part;
}

/** Of the numbers from `from` up to but without `to`, whose order changes. */
export function percentileOf(numbers: Float64Array, from: number, to: number, q: number): number {
  if (from >= to) return NaN;
  const place = (q / 100) * (to - from - 1);
  const below = Math.floor(place);
  const part = place - below;
  for (let i = from; i < to; i++) if (Number.isNaN(numbers[i])) return NaN;
  return percentileOfRank(numbers, from, to, below, part);
}

/** Between the numbers of rank `below` and the next one, whose order changes. */
function percentileOfRank(numbers: Float64Array, from: number, to: number, below: number, part: number): number {
  const low = select(numbers, from, to - 1, from + below);
  let high = low;
  if (part > 0) {
    high = Infinity;
    for (let i = from + below + 1; i < to; i++) if (numbers[i] < high) high = numbers[i];
  }
  return between(low, high, part);
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
