/** Element by element: calculations and comparisons of two arrays, of which either may repeat along some axes. */
import type { Layout } from "../nd-array.ts";
import { packedStride } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";
import { blockSize, load, store } from "./blocks.ts";
import { forEachRun, type Operand } from "./for-each-run.ts";

export type Calculation = "plus" | "minus" | "times" | "over";
export type Comparison = "greater" | "atLeast" | "less" | "atMost" | "equal" | "different";

/** What is done to two blocks; the result is put in the place of the first. */
type BlockLoop = (a: Float64Array, b: Float64Array, count: number) => void;

const loops: Readonly<Record<Calculation | Comparison, BlockLoop>> = {
  plus: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] += b[i];
  },
  minus: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] -= b[i];
  },
  times: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] *= b[i];
  },
  over: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] /= b[i];
  },
  greater: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] = a[i] > b[i] ? 1 : 0;
  },
  atLeast: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] = a[i] >= b[i] ? 1 : 0;
  },
  less: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] = a[i] < b[i] ? 1 : 0;
  },
  atMost: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] = a[i] <= b[i] ? 1 : 0;
  },
  equal: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] = a[i] === b[i] ? 1 : 0;
  },
  different: (a, b, count) => {
    for (let i = 0; i < count; i++) a[i] = a[i] !== b[i] ? 1 : 0;
  },
};

/** One side: strided numbers, or one number for all. */
export type Side = { readonly data: TypedArray; readonly operand: Operand } | number;

/** Into `out`, packed in the order of `shape`. A single number as second side is loaded once. */
export function combine(
  a: { readonly data: TypedArray; readonly operand: Operand },
  b: Side,
  shape: readonly number[],
  how: Calculation | Comparison,
  out: TypedArray,
): void {
  const first = new Float64Array(blockSize);
  const second = new Float64Array(blockSize);
  const loop = loops[how];
  const target = { stride: packedStride(shape), offset: 0 };
  if (typeof b === "number") {
    second.fill(b);
    forEachRun(shape, [a.operand, target], (count, [start, to], [step, toStep]) => {
      load(a.data, start, step, count, first);
      loop(first, second, count);
      store(first, out, to, toStep, count);
    });
    return;
  }
  forEachRun(shape, [a.operand, target, b.operand], (count, [start, to, other], [step, toStep, otherStep]) => {
    load(a.data, start, step, count, first);
    if (otherStep === 0) {
      load(b.data, other, 0, 1, second);
      second.fill(second[0], 0, count);
    } else load(b.data, other, otherStep, count, second);
    loop(first, second, count);
    store(first, out, to, toStep, count);
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
