/** Sums and extremes of a run of pixels: in WebAssembly as they are, or a block of float64 of them in TypeScript. */
import type { TypedArray } from "../typed-array.ts";
import { addEach, leastEach, leastOf, mostEach, mostOf, squaresOf, sumOf } from "./block-loops.ts";
import { load } from "./blocks.ts";
import { numberKernel } from "./wasm-kernel.ts";

/** `count` pixels from `start`, `step` apart; the block takes them where they are needed as float64. */
type RunLoop = (
  data: TypedArray,
  start: number,
  step: number,
  count: number,
  block: Float64Array,
  mean?: number,
) => number;

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
  return (data, start, step, count, block, mean = 0) => {
    const kernel = numberKernel();
    const type = kernel?.typeOf(data, step, count) ?? -1;
    if (kernel && type >= 0) {
      kernel.put(data, start, count, kernel.raw[0]);
      return kernel.loops[name](type, kernel.raw[0], count, mean);
    }
    load(data, start, step, count, block);
    return twin(block, count, mean);
  };
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
