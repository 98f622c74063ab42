/** How many numbers fall into each of some bins of one width. */
import { ReticleError } from "../../errors.ts";
import { type Layout, sizeOf } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";
import { load, sharedBlock } from "./blocks.ts";
import { countsOfShort, isShort, leastShort, manyNumbers } from "./counts.ts";
import { forEachRun, gathered } from "./for-each-run.ts";
import { reduce } from "./reduce.ts";

export interface HistogramBins {
  /** How many bins: 256 where not given. */
  readonly bins?: number;
  /** From where to where; from the least to the largest number where not given. Numbers outside are not counted. */
  readonly range?: readonly [low: number, high: number];
}

/** Most bins times groups that are counted. */
const mostCounts = 2 ** 27;

/**
 * Counts for each group of numbers that the kept axes make, a group after the other, and the edges of the bins. The last
 * bin has its upper edge in it, as numpy's; NaN is in no bin.
 */
export function histogram(
  data: TypedArray,
  layout: Layout,
  along: readonly number[],
  { bins = 256, range }: HistogramBins,
): { counts: Uint32Array; edges: Float64Array } {
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= 2 ** 24)) {
    throw new ReticleError("ImageError", "size", `${bins} bins: a whole number of 1..2²⁴`);
  }
  const { kept, operand } = gathered(layout.shape, along, bins);
  if (sizeOf(kept) * bins > mostCounts) {
    throw new ReticleError("ImageError", "size", `${bins} bins for each of ${sizeOf(kept)} pixels are too many counts`);
  }
  const [low, high] = rangeOf(data, layout, range);
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? high : low + i * ((high - low) / bins),
  );
  const counts = new Uint32Array(sizeOf(kept) * bins);
  const scale = bins / (high - low);
  const binOf = (x: number): number => {
    if (!(x >= low && x <= high)) return -1;
    const bin = Math.min(bins - 1, Math.floor((x - low) * scale));
    // Where the product was rounded over an edge, the edge decides.
    if (x < edges[bin]) return bin - 1;
    return bin < bins - 1 && x >= edges[bin + 1] ? bin + 1 : bin;
  };
  if (kept.length === 0 && isShort(data) && sizeOf(layout.shape) > manyNumbers) {
    for (const [i, count] of countsOfShort(data, layout).entries()) {
      const bin = count === 0 ? -1 : binOf(i + leastShort);
      if (bin >= 0) counts[bin] += count;
    }
    return { counts, edges };
  }
  // How far from an edge, in bins, a product is not rounded over it: a few units in the last place of what goes into both.
  const margin = 2 ** -20 + 8 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high)) * scale;
  const block = sharedBlock(0);
  forEachRun(layout.shape, [layout, operand], (count, [start, to], [step, toStep]) => {
    load(data, start, step, count, block);
    countEach(block, count, { low, scale, bins, margin, binOf }, counts, to, toStep);
  });
  return { counts, edges };
}

interface Bins {
  readonly low: number;
  readonly scale: number;
  readonly bins: number;
  readonly margin: number;
  /** -1 for numbers in no bin. */
  binOf(x: number): number;
}

/** Counts for groups that are `step` apart. */
function countEach(
  block: Float64Array,
  count: number,
  { low, scale, bins, margin, binOf }: Bins,
  counts: Uint32Array,
  to: number,
  step: number,
): void {
  for (let i = 0, group = to; i < count; i++, group += step) {
    const place = (block[i] - low) * scale;
    if (place > 0 && place < bins) {
      const bin = place | 0;
      const rest = place - bin;
      if (rest > margin && rest < 1 - margin) {
        counts[group + bin]++;
        continue;
      }
    }
    const bin = binOf(block[i]);
    if (bin >= 0) counts[group + bin]++;
  }
}

function rangeOf(data: TypedArray, layout: Layout, range?: readonly [number, number]): [number, number] {
  const isGiven = range !== undefined;
  const all = layout.shape.map((_, axis) => axis);
  const isEmpty = layout.shape.includes(0);
  const low = isGiven ? range?.[0] : isEmpty ? 0 : reduce(data, layout, all, "min")[0];
  const high = isGiven ? range?.[1] : isEmpty ? 1 : reduce(data, layout, all, "max")[0];
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high && Number.isFinite(high - low))) {
    const said = isGiven ? "is no range of two finite numbers" : "of these pixels is not finite; give a range";
    throw new ReticleError("ImageError", "range", `the histogram's range ${low}..${high} ${said}`);
  }
  // numpy's width for numbers that are all the same.
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}
