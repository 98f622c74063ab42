/** Element by element: calculations and comparisons of two arrays, of which either may repeat along some axes. */
import { copyElements } from "../copying/copy-elements.ts";
import { type Layout, sizeOf, strideInOrderOf } from "../nd-array.ts";
import type { Operand } from "../strided.ts";
import { allocateLike, dtypeOf, type FloatArray, isBig, type TypedArray } from "../typed-array.ts";
import { blockSize } from "./block-size.ts";
import { load, sharedBlock, store } from "./blocks.ts";
import { compareExactly } from "./compare-exactly.ts";
import { forEachRun } from "./for-each-run.ts";
import { type NumberKernel, numberKernel } from "./wasm-kernel.ts";

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

/** An array and how its elements lie. */
export interface Strided {
  readonly data: TypedArray;
  readonly operand: Operand;
}

/** Results of one shape with the operands. */
export interface Results<D extends TypedArray> {
  readonly data: D;
  readonly stride: readonly number[];
}

const calculationNumbers: Readonly<Record<Calculation, number>> = { plus: 0, minus: 1, times: 2, over: 3 };

/** What one loop of WebAssembly says (less, at most, equal), with both sides changed over or its answer turned round. */
const judgements: Readonly<
  Record<Comparison, { readonly how: number; readonly swaps: boolean; readonly isNot: number }>
> = {
  less: { how: 0, swaps: false, isNot: 0 },
  atMost: { how: 1, swaps: false, isNot: 0 },
  greater: { how: 0, swaps: true, isNot: 0 },
  atLeast: { how: 1, swaps: true, isNot: 0 },
  equal: { how: 2, swaps: false, isNot: 0 },
  different: { how: 2, swaps: false, isNot: 1 },
};

/** Numbers calculated from two sides, of which the second may be one number for all. */
export function calculate(
  a: Strided,
  b: Strided | number,
  shape: readonly number[],
  how: Calculation,
  { data: out, stride }: Results<FloatArray>,
): void {
  const loop = calculations[how];
  [a, b] = straightened(a, b, shape, stride);
  const kernel = numberKernel();
  const isSingle = out instanceof Float32Array;
  const number = calculationNumbers[how];
  forEachPair(a, b, shape, stride, {
    asTheyAre: isSingle && a.data instanceof Float32Array ? hasSingles(b) : false,
    native: (count, first, second, to) => {
      kernel!.loops.calculateSingles(number, first, second, count, kernel!.out.place);
      kernel!.out.take(count, out, to);
    },
    wide: (first, second, count, to, step) => {
      if (kernel === null || step !== 1) loop(first, second, count, out, to, step);
      else {
        kernel.loops.calculate(number, first.byteOffset, second.byteOffset, count, kernel.out.place, Number(isSingle));
        kernel.out.take(count, out, to);
      }
    },
  });
}

/** 1 where two sides compare so, else 0, as `calculate`. */
export function compare(
  a: Strided,
  b: Strided | number | bigint,
  shape: readonly number[],
  how: Comparison,
  results: Results<Uint8Array>,
): void {
  if (isBig(a.data) || typeof b === "bigint" || (typeof b === "object" && isBig(b.data))) {
    compareExactly(a, b, shape, how, results);
    return;
  }
  const { data: out, stride } = results;
  const loop = judges[how];
  [a, b] = straightened(a, b, shape, stride);
  const kernel = numberKernel();
  const judgement = judgements[how];
  const judge = (type: number, first: number, second: number, count: number, to: number) => {
    const [one, other] = judgement.swaps ? [second, first] : [first, second];
    kernel!.loops.judge(type, judgement.how, judgement.isNot, one, other, count, kernel!.out.place);
    kernel!.out.take(count, out, to);
  };
  const type = kernel?.typeOf(a.data, 1, blockSize) ?? -1;
  const float64 = kernel?.typeOf(float64Array, 1, blockSize) ?? -1;
  forEachPair(a, b, shape, stride, {
    asTheyAre: typeof b === "number" ? isOfType(b, a.data) : dtypeOf(a.data) === dtypeOf(b.data),
    native: (count, first, second, to) => judge(type, first, second, count, to),
    wide: (first, second, count, to, step) => {
      if (kernel === null || step !== 1) loop(first, second, count, out, to, step);
      else judge(float64, first.byteOffset, second.byteOffset, count, to);
    },
  });
}

const float64Array = new Float64Array(0);

/** Whether the second side of a calculation with float32 is float32, too. */
function hasSingles(b: Strided | number): boolean {
  return typeof b === "number" ? Object.is(Math.fround(b), b) : b.data instanceof Float32Array;
}

/** Whether a number is one of an array's type. */
function isOfType(value: number, data: TypedArray): boolean {
  const [stored] = allocateLike(data, 1).fill(value as never);
  return stored === value;
}

/** Below so many elements of a side that lies across the results, their order in memory is of no account. */
const fewCrossed = 2 ** 13;

/**
 * Both sides, of which one that lies across the results (rows against columns) is copied into their order: copies that turn
 * rows into columns take less time than one element after the other from far apart.
 */
function straightened<B extends Strided | number>(
  a: Strided,
  b: B,
  shape: readonly number[],
  stride: readonly number[],
): [Strided, B] {
  const inner = stride.findIndex((step, axis) => step === 1 && shape[axis] > 1);
  const straight = (side: Strided): Strided => {
    const steps = side.operand.stride;
    // Repeated axes stay so.
    const sizes = shape.map((size, axis) => (steps[axis] === 0 ? 1 : size));
    const length = sizeOf(sizes);
    const liesAcross = steps.some((step, axis) => step === 1 && axis !== inner && sizes[axis] > 1);
    if (!liesAcross || Math.abs(steps[inner] ?? 0) <= 1 || length < fewCrossed) return side;
    const packed = strideInOrderOf(sizes, [stride]);
    const data = allocateLike(side.data, length);
    copyElements(sizes, side.data, side.operand, data, { stride: packed, offset: 0 });
    return { data, operand: { stride: packed.map((step, axis) => (steps[axis] === 0 ? 0 : step)), offset: 0 } };
  };
  return [straight(a), typeof b === "number" ? b : (straight(b) as B)];
}

interface PairLoops {
  /** Both sides are of one type, for `native`. */
  readonly asTheyAre: boolean;
  /** Of two runs at these places of the kernel's memory; results lie side by side. */
  native(count: number, first: number, second: number, to: number): void;
  wide(first: Float64Array, second: Float64Array, count: number, to: number, step: number): void;
}

/** A single number as second side is loaded once. */
function forEachPair(
  a: Strided,
  b: Strided | number,
  shape: readonly number[],
  stride: readonly number[],
  { asTheyAre, native, wide }: PairLoops,
): void {
  const kernel = asTheyAre ? numberKernel() : null;
  const [first, second] = [sharedBlock(0), sharedBlock(1)];
  const target = { stride, offset: 0 };
  if (typeof b === "number") {
    // A few more than there are, for loops that read whole vectors.
    const length = Math.min(blockSize, sizeOf(shape) + 16);
    second.fill(b, 0, length);
    (kernel?.raw[1].as(dtypeOf(a.data)) as Float64Array | undefined)?.fill(b, 0, length);
    forEachRun(shape, [a.operand, target], (count, [start, to], [step, toStep]) => {
      if (kernel !== null && toStep === 1 && kernel.typeOf(a.data, step, count) >= 0) {
        kernel.raw[0].put(a.data, start, count);
        native(count, kernel.raw[0].place, kernel.raw[1].place, to);
      } else {
        load(a.data, start, step, count, first);
        wide(first, second, count, to, toStep);
      }
    });
    return;
  }
  forEachRun(shape, [a.operand, target, b.operand], (count, [start, to, other], [step, toStep, otherStep]) => {
    if (kernel !== null && toStep === 1 && areRuns(kernel, a.data, step, b.data, otherStep, count)) {
      kernel.raw[0].put(a.data, start, count);
      kernel.raw[1].put(b.data, other, count);
      native(count, kernel.raw[0].place, kernel.raw[1].place, to);
      return;
    }
    load(a.data, start, step, count, first);
    if (otherStep === 0) {
      load(b.data, other, 0, 1, second);
      second.fill(second[0], 0, count);
    } else load(b.data, other, otherStep, count, second);
    wide(first, second, count, to, toStep);
  });
}

function areRuns(kernel: NumberKernel, a: TypedArray, step: number, b: TypedArray, other: number, count: number) {
  return kernel.typeOf(a, step, count) >= 0 && kernel.typeOf(b, other, count) >= 0;
}

/** Each block of numbers changed in place by `change`, into `out`. */
export function changeEach(
  { data, layout }: { readonly data: TypedArray; readonly layout: Layout },
  { data: out, stride }: Results<TypedArray>,
  block: Float64Array,
  change: (block: Float64Array, count: number) => void,
): void {
  const target = { stride, offset: 0 };
  forEachRun(layout.shape, [layout, target], (count, [start, to], [step, toStep]) => {
    load(data, start, step, count, block);
    change(block, count);
    store(block, out, to, toStep, count);
  });
}
