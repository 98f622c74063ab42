/**
 * Pixels gathered: a run of them into one number, or rows of them into as many numbers side by side. In WebAssembly as they
 * are, or in blocks of float64 in TypeScript.
 */
import type { TypedArray } from "../typed-array.ts";
import {
  addEach,
  addExactlyEach,
  leastEach,
  leastOf,
  lostBySum,
  mostEach,
  mostOf,
  squaresEach,
  squaresOf,
  sumExactlyOf,
  sumOf,
} from "./block-loops.ts";
import { load, sharedBlock } from "./blocks.ts";
import type { Plane } from "./for-each-plane.ts";
import { type NumberKernel, numberKernel } from "./wasm-kernel.ts";

/** `count` pixels from `start`, `step` apart, of at most a block. */
type RunLoop = (data: TypedArray, start: number, step: number, count: number, mean?: number) => number;

export const sumOfRun = runLoop("sum", sumOf);
export const leastOfRun = runLoop("least", leastOf);
export const mostOfRun = runLoop("most", mostOf);
/** The sum of the squares of differences to a mean. */
export const squaresOfRun = runLoop("squares", squaresOf);

/** A loop of WebAssembly where the run is one for it, else its twin. `mean` is for those that need one. */
function runLoop(
  name: "sum" | "least" | "most" | "squares",
  twin: (block: Float64Array, count: number, mean: number) => number,
): RunLoop {
  return (data, start, step, count, mean = 0) => {
    const kernel = numberKernel();
    const type = kernel?.typeOf(data, step, count) ?? -1;
    if (kernel && type >= 0) {
      kernel.raw[0].put(data, start, count);
      return kernel.loops[name](type, kernel.raw[0].place, count, mean);
    }
    const block = sharedBlock(0);
    load(data, start, step, count, block);
    return twin(block, count, mean);
  };
}

/** The sum of a run of any numbers, and what it has lost. */
export function sumOfRunExactly(data: TypedArray, start: number, step: number, count: number): [number, number] {
  const block = sharedBlock(0);
  load(data, start, step, count, block);
  const kernel = numberKernel();
  if (!kernel?.holds(block)) return [sumExactlyOf(block, count), lostBySum[0]];
  const sum = kernel.loops.sumExactly(block.byteOffset, count);
  return [sum, kernel.lost[0]];
}

export type RowGathering = "sum" | "sum exactly" | "squares" | "min" | "max";

/** A loop of WebAssembly for `rows` rows at `from`, and its twin for one row. */
interface RowLoop {
  native(
    kernel: NumberKernel,
    type: number,
    from: number,
    rowStep: number,
    rows: number,
    count: number,
    out: number,
    beside: number,
  ): void;
  twin(block: Float64Array, count: number, out: Float64Array, beside: Float64Array, to: number, step: number): void;
}

const rowLoops: Readonly<Record<RowGathering, RowLoop>> = {
  sum: {
    native: ({ loops }, type, from, rowStep, rows, count, out) => loops.addRows(type, from, rowStep, rows, count, out),
    twin: (block, count, out, _, to, step) => addEach(block, count, out, to, step),
  },
  "sum exactly": {
    native: ({ loops }, _, from, rowStep, rows, count, out, lost) =>
      loops.addRowsExactly(from, rowStep, rows, count, out, lost),
    twin: addExactlyEach,
  },
  squares: {
    native: ({ loops }, type, from, rowStep, rows, count, out, means) =>
      loops.squareRows(type, from, rowStep, rows, count, means, out),
    twin: squaresEach,
  },
  min: {
    native: ({ loops }, type, from, rowStep, rows, count, out) =>
      loops.leastRows(type, from, rowStep, rows, count, out),
    twin: (block, count, out, _, to, step) => leastEach(block, count, out, to, step),
  },
  max: {
    native: ({ loops }, type, from, rowStep, rows, count, out) => loops.mostRows(type, from, rowStep, rows, count, out),
    twin: (block, count, out, _, to, step) => mostEach(block, count, out, to, step),
  },
};

/**
 * Rows of pixels into the numbers of `out`, row after row; `beside` has the means, or takes what sums lose. Of the plane
 * `toRowStep` is 0.
 */
export function gatherRows(
  how: RowGathering,
  data: TypedArray,
  { count, rows, start, step, rowStep, to, toStep }: Plane,
  out: Float64Array,
  beside: Float64Array = out,
): void {
  const { native, twin } = rowLoops[how];
  const kernel = numberKernel();
  const type = toStep === 1 ? (kernel?.typeOf(data, step, count) ?? -1) : -1;
  if (kernel === null || type < 0) {
    const block = sharedBlock(0);
    for (let row = 0; row < rows; row++) {
      load(data, start + row * rowStep, step, count, block);
      twin(block, count, out, beside, to, toStep);
    }
    return;
  }
  const [sums, others] = kernel.wide;
  const most = kernel.columnsFor(data);
  for (let done = 0; done < count; done += most) {
    const columns = Math.min(most, count - done);
    const [from, end] = [to + done, to + done + columns];
    sums.set(out.subarray(from, end));
    if (beside !== out) others.set(beside.subarray(from, end));
    for (let row = 0; row < rows; ) {
      const fitting = kernel.putRows(data, start + done + row * rowStep, rowStep, rows - row, columns);
      const bytes = columns * data.BYTES_PER_ELEMENT;
      native(kernel, type, kernel.rows.place, bytes, fitting, columns, sums.byteOffset, others.byteOffset);
      row += fitting;
    }
    out.set(sums.subarray(0, columns), from);
    if (how === "sum exactly") beside.set(others.subarray(0, columns), from);
  }
}
