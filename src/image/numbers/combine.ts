/** Element by element: calculations and comparisons of two arrays, of which either may repeat along some axes. */
import { type Layout, packedStride } from "../nd-array.ts";
import type { Operand } from "../strided.ts";
import type { FloatArray, TypedArray } from "../typed-array.ts";
import { blockSize, load, store } from "./blocks.ts";
import { forEachRun } from "./for-each-run.ts";

export type Calculation = "plus" | "minus" | "times" | "over";
export type Comparison = "greater" | "atLeast" | "less" | "atMost" | "equal" | "different";

/** What is calculated of two blocks of numbers goes to `out` from `to` on, `step` apart. */
type Calculate = (a: Float64Array, b: Float64Array, count: number, out: FloatArray, to: number, step: number) => void;

const calculations: Readonly<Record<Calculation, Calculate>> = {
  plus: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = a[i] + b[i];
  },
  minus: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = a[i] - b[i];
  },
  times: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = a[i] * b[i];
  },
  over: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = a[i] / b[i];
  },
};

/** What two blocks of numbers say goes to `out` from `to` on, `step` apart. */
type Judge = (a: Float64Array, b: Float64Array, count: number, out: Uint8Array, to: number, step: number) => void;

/** A boolean made a number, unlike `? 1 : 0`, is no jump, which a processor guesses wrongly in noise. */
const judges: Readonly<Record<Comparison, Judge>> = {
  greater: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = +(a[i] > b[i]);
  },
  atLeast: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = +(a[i] >= b[i]);
  },
  less: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = +(a[i] < b[i]);
  },
  atMost: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = +(a[i] <= b[i]);
  },
  equal: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = +(a[i] === b[i]);
  },
  different: (a, b, count, out, to, step) => {
    for (let i = 0, j = to; i < count; i++, j += step) out[j] = +(a[i] !== b[i]);
  },
};

/** Names of all comparisons. */
export const comparisons = Object.keys(judges) as readonly Comparison[];

interface Strided {
  readonly data: TypedArray;
  readonly operand: Operand;
}

/** Numbers calculated from two sides (the second may be one number for all), into `out`, packed in the order of `shape`. */
export function calculate(
  a: Strided,
  b: Strided | number,
  shape: readonly number[],
  how: Calculation,
  out: FloatArray,
): void {
  const loop = calculations[how];
  forEachPair(a, b, shape, (first, second, count, to, step) => loop(first, second, count, out, to, step));
}

/** 1 where two sides compare so, else 0, as `calculate`. */
export function compare(
  a: Strided,
  b: Strided | number,
  shape: readonly number[],
  how: Comparison,
  out: Uint8Array,
): void {
  const judge = judges[how];
  forEachPair(a, b, shape, (first, second, count, to, step) => judge(first, second, count, out, to, step));
}

/** A single number as second side is loaded once. */
function forEachPair(
  a: Strided,
  b: Strided | number,
  shape: readonly number[],
  run: (first: Float64Array, second: Float64Array, count: number, to: number, step: number) => void,
): void {
  const first = new Float64Array(blockSize);
  const second = new Float64Array(blockSize);
  const target = { stride: packedStride(shape), offset: 0 };
  if (typeof b === "number") {
    second.fill(b);
    forEachRun(shape, [a.operand, target], (count, [start, to], [step, toStep]) => {
      load(a.data, start, step, count, first);
      run(first, second, count, to, toStep);
    });
    return;
  }
  forEachRun(shape, [a.operand, target, b.operand], (count, [start, to, other], [step, toStep, otherStep]) => {
    load(a.data, start, step, count, first);
    if (otherStep === 0) {
      load(b.data, other, 0, 1, second);
      second.fill(second[0], 0, count);
    } else load(b.data, other, otherStep, count, second);
    run(first, second, count, to, toStep);
  });
}

/** Each block of numbers changed in place by `change`, into `out`, packed in the order of the axes. */
export function changeEach(
  data: TypedArray,
  layout: Layout,
  out: TypedArray,
  change: (block: Float64Array, count: number) => void,
): void {
  const block = new Float64Array(blockSize);
  const target = { stride: packedStride(layout.shape), offset: 0 };
  forEachRun(layout.shape, [layout, target], (count, [start, to], [step, toStep]) => {
    load(data, start, step, count, block);
    change(block, count);
    store(block, out, to, toStep, count);
  });
}
