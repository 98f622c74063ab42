/** Sums, means, deviations and extremes of numbers along some axes of strided memory, as float64. */
import { type Layout, sizeOf } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";
import { squaresEach } from "./block-loops.ts";
import { blockSize } from "./block-size.ts";
import { load, sharedBlock } from "./blocks.ts";
import { forEachRun, gathered } from "./for-each-run.ts";
import { gatherRun, leastOfRun, mostOfRun, squaresOfRun, sumOfRun } from "./run-loops.ts";

export type Reduction = "sum" | "mean" | "min" | "max" | "std";

/** Adds a run of pixels to `out` at `to`, `toStep` apart, or all of it to one element where that step is 0. */
type Gather = (start: number, step: number, count: number, to: number, toStep: number) => void;

/**
 * Along the axes named by their indices; the others stay, in their order. Of nothing: 0, NaN, Infinity, -Infinity, NaN.
 * A NaN makes every result NaN that it goes into, as in numpy. Deviations are numpy's (ddof 0).
 */
export function reduce(data: TypedArray, layout: Layout, along: readonly number[], how: Reduction): Float64Array {
  const { shape } = layout;
  const { kept, operand } = gathered(shape, along);
  const length = sizeOf(kept);
  // Few results are gathered where the loops have them at hand.
  const shared = length <= blockSize ? sharedBlock(1).subarray(0, length).fill(0) : null;
  const out = shared ?? new Float64Array(length);
  const block = sharedBlock(0);
  const walk = (gather: Gather) =>
    forEachRun(shape, [layout, operand], (count, [start, to], [step, toStep]) =>
      gather(start, step, count, to, toStep),
    );
  if (how === "min" || how === "max") {
    out.fill(how === "min" ? Infinity : -Infinity);
    walk(how === "min" ? leastInto(data, block, out) : mostInto(data, block, out));
    return out.slice();
  }
  const each = sizeOf(shape) / out.length;
  const lost = new Float64Array(out.length);
  walk(isExact(data) ? sumInto(data, block, out, lost) : sumExactlyInto(data, block, out, lost));
  // What was lost is no number where a sum left the range of numbers.
  for (let i = 0; i < out.length; i++) if (Number.isFinite(lost[i])) out[i] += lost[i];
  if (how === "sum") return out.slice();
  for (let i = 0; i < out.length; i++) out[i] /= each;
  if (how === "mean") return out.slice();
  const squares = new Float64Array(out.length);
  walk(squaresInto(data, block, out, squares));
  return squares.map((sum) => Math.sqrt(sum / each));
}

/**
 * Sums of integers up to 32 bits are exact until 2⁵³, and those of float32 lose less than one part in 10¹² within a run;
 * from run to run nothing is lost.
 */
function isExact(data: TypedArray): boolean {
  return data.BYTES_PER_ELEMENT < 8;
}

const sumInto = (data: TypedArray, block: Float64Array, out: Float64Array, lost: Float64Array): Gather => {
  return (start, step, count, to, toStep) => {
    if (toStep === 0) addTo(out, lost, to, sumOfRun(data, start, step, count, block));
    else gatherRun("sum", data, start, step, count, block, out, to, toStep);
  };
};

/** Knuth's sum of two numbers and its error. */
function addTo(out: Float64Array, lost: Float64Array, at: number, x: number): void {
  const sum = out[at];
  const next = sum + x;
  const part = next - sum;
  lost[at] += sum - (next - part) + (x - part);
  out[at] = next;
}

/** With each number's error: a mean of millions of pixels is right to the last digits. */
const sumExactlyInto = (data: TypedArray, block: Float64Array, out: Float64Array, lost: Float64Array): Gather => {
  return (start, step, count, to, toStep) => {
    load(data, start, step, count, block);
    if (toStep !== 0) {
      for (let i = 0, j = to; i < count; i++, j += toStep) addTo(out, lost, j, block[i]);
      return;
    }
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
  };
};

const squaresInto = (data: TypedArray, block: Float64Array, means: Float64Array, squares: Float64Array): Gather => {
  return (start, step, count, to, toStep) => {
    if (toStep === 0) squares[to] += squaresOfRun(data, start, step, count, block, means[to]);
    else {
      load(data, start, step, count, block);
      squaresEach(block, count, means, squares, to, toStep);
    }
  };
};

const leastInto = (data: TypedArray, block: Float64Array, out: Float64Array): Gather => {
  return (start, step, count, to, toStep) => {
    if (toStep === 0) out[to] = Math.min(out[to], leastOfRun(data, start, step, count, block));
    else gatherRun("min", data, start, step, count, block, out, to, toStep);
  };
};

const mostInto = (data: TypedArray, block: Float64Array, out: Float64Array): Gather => {
  return (start, step, count, to, toStep) => {
    if (toStep === 0) out[to] = Math.max(out[to], mostOfRun(data, start, step, count, block));
    else gatherRun("max", data, start, step, count, block, out, to, toStep);
  };
};
