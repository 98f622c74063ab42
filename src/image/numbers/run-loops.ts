/** Sums and extremes of a run of pixels: in WebAssembly as they are, or a block of float64 of them in TypeScript. */
import type { TypedArray } from "../typed-array.ts";
import { addEach, leastEach, leastOf, mostEach, mostOf, squaresOf, sumOf } from "./block-loops.ts";
import { load } from "./blocks.ts";
import { numberKernel } from "./wasm-kernel.ts";

/** `count` pixels from `start`, `step` apart; the block takes them where they are needed as float64. */
type RunLoop = (data: TypedArray, start: number, step: number, count: number, block: Float64Array) => number;

export const sumOfRun: RunLoop = (data, start, step, count, block) => {
  const kernel = numberKernel();
  const type = kernel?.typeOf(data, step, count) ?? -1;
  if (kernel && type >= 0) {
    kernel.put(data, start, count, kernel.raw[0]);
    return kernel.loops.sum(type, kernel.raw[0], count);
  }
  load(data, start, step, count, block);
  return sumOf(block, count);
};

export const leastOfRun: RunLoop = (data, start, step, count, block) => {
  const kernel = numberKernel();
  const type = kernel?.typeOf(data, step, count) ?? -1;
  if (kernel && type >= 0) {
    kernel.put(data, start, count, kernel.raw[0]);
    return kernel.loops.least(type, kernel.raw[0], count);
  }
  load(data, start, step, count, block);
  return leastOf(block, count);
};

export const mostOfRun: RunLoop = (data, start, step, count, block) => {
  const kernel = numberKernel();
  const type = kernel?.typeOf(data, step, count) ?? -1;
  if (kernel && type >= 0) {
    kernel.put(data, start, count, kernel.raw[0]);
    return kernel.loops.most(type, kernel.raw[0], count);
  }
  load(data, start, step, count, block);
  return mostOf(block, count);
};

/** The sum of the squares of differences to a mean. */
export function squaresOfRun(
  data: TypedArray,
  start: number,
  step: number,
  count: number,
  block: Float64Array,
  mean: number,
): number {
  const kernel = numberKernel();
  const type = kernel?.typeOf(data, step, count) ?? -1;
  if (kernel && type >= 0) {
    kernel.put(data, start, count, kernel.raw[0]);
    return kernel.loops.squares(type, kernel.raw[0], count, mean);
  }
  load(data, start, step, count, block);
  return squaresOf(block, count, mean);
}

const gathers = { sum: addEach, min: leastEach, max: mostEach };
const gatherNumbers = { sum: 0, min: 1, max: 2 };

/** Each pixel of a run into one number of `out`, from `to` on, `toStep` apart; fast where `out` is a part of a shared block. */
export function gatherRun(
  how: "sum" | "min" | "max",
  data: TypedArray,
  start: number,
  step: number,
  count: number,
  block: Float64Array,
  out: Float64Array,
  to: number,
  toStep: number,
): void {
  const kernel = numberKernel();
  const type = toStep === 1 && kernel?.holds(out) ? kernel.typeOf(data, step, count) : -1;
  if (kernel && type >= 0) {
    kernel.put(data, start, count, kernel.raw[0]);
    kernel.loops.gather(type, gatherNumbers[how], kernel.raw[0], count, out.byteOffset + 8 * to);
    return;
  }
  load(data, start, step, count, block);
  gathers[how](block, count, out, to, toStep);
}
