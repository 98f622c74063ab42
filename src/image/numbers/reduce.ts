/** Sums, means, deviations and extremes of numbers along some axes of strided memory, as float64. */
import { type Layout, sizeOf } from "../nd-array.ts";
import type { Operand } from "../strided.ts";
import type { TypedArray } from "../typed-array.ts";
import { leastOf, mostOf, sumOf } from "./block-loops.ts";
import { blockSize, load } from "./blocks.ts";
import { forEachRun, gathered } from "./for-each-run.ts";

export type Reduction = "sum" | "mean" | "min" | "max" | "std";

/** Adds a block to `out` at `to`, `step` apart, or all of it to one element where the step is 0. */
type Gather = (block: Float64Array, count: number, out: Float64Array, to: number, step: number) => void;

/**
 * Along the axes named by their indices; the others stay, in their order. Of nothing: 0, NaN, Infinity, -Infinity, NaN.
 * A NaN makes every result NaN that it goes into, as in numpy. Deviations are numpy's (ddof 0).
 */
export function reduce(data: TypedArray, layout: Layout, along: readonly number[], how: Reduction): Float64Array {
  const { shape } = layout;
  const { kept, operand } = gathered(shape, along);
  const out = new Float64Array(sizeOf(kept));
  const walk = (gather: Gather) => gatherRuns(data, layout, operand, out, gather);
  if (how === "min" || how === "max") {
    out.fill(how === "min" ? Infinity : -Infinity);
    walk(how === "min" ? least : most);
    return out;
  }
  const each = sizeOf(shape) / out.length;
  const lost = new Float64Array(out.length);
  walk(sumInto(lost, isExact(data)));
  // What was lost is no number where a sum left the range of numbers.
  for (let i = 0; i < out.length; i++) if (Number.isFinite(lost[i])) out[i] += lost[i];
  if (how === "sum") return out;
  for (let i = 0; i < out.length; i++) out[i] /= each;
  if (how === "mean") return out;
  const squares = new Float64Array(out.length);
  walk(squaresInto(squares));
  return squares.map((sum) => Math.sqrt(sum / each));
}

function gatherRuns(data: TypedArray, layout: Layout, operand: Operand, out: Float64Array, gather: Gather): void {
  const block = new Float64Array(blockSize);
  forEachRun(layout.shape, [layout, operand], (count, starts, steps) => {
    load(data, starts[0], steps[0], count, block);
    gather(block, count, out, starts[1], steps[1]);
  });
}

/** Sums of integers up to 32 bits are exact until 2⁵³. */
function isExact(data: TypedArray): boolean {
  return !(data instanceof Float32Array || data instanceof Float64Array) && data.BYTES_PER_ELEMENT < 8;
}

/** With Knuth's sum of two numbers and its error: a mean of millions of pixels is right to the last digits. */
function sumInto(lost: Float64Array, exact: boolean): Gather {
  return (block, count, out, to, step) => {
    if (exact) {
      if (step === 0) out[to] += sumOf(block, count);
      else for (let i = 0, j = to; i < count; i++, j += step) out[j] += block[i];
    } else if (step === 0) {
      let sum = out[to];
      let correction = lost[to];
      for (let i = 0; i < count; i++) {
        const x = block[i];
        const next = sum + x;
        const part = next - sum;
        correction += sum - (next - part) + (x - part);
        sum = next;
      }
      out[to] = sum;
      lost[to] = correction;
    } else {
      for (let i = 0, j = to; i < count; i++, j += step) {
        const x = block[i];
        const sum = out[j];
        const next = sum + x;
        const part = next - sum;
        lost[j] += sum - (next - part) + (x - part);
        out[j] = next;
      }
    }
  };
}

/** `out` holds the means. */
function squaresInto(squares: Float64Array): Gather {
  return (block, count, out, to, step) => {
    if (step === 0) {
      const mean = out[to];
      let sum = 0;
      for (let i = 0; i < count; i++) sum += (block[i] - mean) * (block[i] - mean);
      squares[to] += sum;
    } else {
      for (let i = 0, j = to; i < count; i++, j += step) squares[j] += (block[i] - out[j]) * (block[i] - out[j]);
    }
  };
}

// Math.min and Math.max give NaN where one is among the numbers.
const least: Gather = (block, count, out, to, step) => {
  if (step === 0) out[to] = Math.min(out[to], leastOf(block, count));
  else for (let i = 0, j = to; i < count; i++, j += step) out[j] = Math.min(out[j], block[i]);
};

const most: Gather = (block, count, out, to, step) => {
  if (step === 0) out[to] = Math.max(out[to], mostOf(block, count));
  else for (let i = 0, j = to; i < count; i++, j += step) out[j] = Math.max(out[j], block[i]);
};
