/** One walk through several arrays of one shape, whatever their strides, in the order that memory likes best. */
import { type Layout, packedStride, sizeOf } from "../nd-array.ts";
import { joinedAxes, type Operand } from "../strided.ts";
import type { TypedArray } from "../typed-array.ts";
import { blockSize } from "./block-size.ts";
import { load } from "./blocks.ts";

/** `starts` and `steps` have one number an operand, and are used again for the next run. */
export type Run = (count: number, starts: readonly number[], steps: readonly number[]) => void;

/**
 * Calls `run` for at most `blockSize` elements along one axis until all were there. Each axis is gone through in the
 * direction of its indices; the axis with the shortest steps is the inner one, and axes without gaps between them are one.
 */
export function forEachRun(shape: readonly number[], operands: readonly Operand[], run: Run): void {
  if (shape.includes(0)) return;
  const { sizes, strides } = joinedAxes(shape, operands);
  const inner = sizes.length - 1;
  const count = sizes[inner];
  const steps = operands.map((_, k) => strides[inner][k]);
  const starts = operands.map(({ offset }) => offset);
  const at = new Array<number>(inner).fill(0);
  for (;;) {
    if (count <= blockSize) run(count, starts, steps);
    else {
      const moved = [...starts];
      for (let done = 0; done < count; done += blockSize) {
        run(Math.min(blockSize, count - done), moved, steps);
        for (let k = 0; k < moved.length; k++) moved[k] += blockSize * steps[k];
      }
    }
    let axis = inner - 1;
    for (; axis >= 0; axis--) {
      const stride = strides[axis];
      const isOver = ++at[axis] === sizes[axis];
      const by = isOver ? 1 - sizes[axis] : 1;
      for (let k = 0; k < starts.length; k++) starts[k] += by * stride[k];
      if (!isOver) break;
      at[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** Results of which each gathers what lies along some axes: the shape that is kept, and how they lie in that of all. */
export function gathered(shape: readonly number[], along: readonly number[], places = 1) {
  const kept = shape.filter((_, axis) => !along.includes(axis));
  const packed = packedStride(kept);
  let next = 0;
  const stride = shape.map((_, axis) => (along.includes(axis) ? 0 : places * packed[next++]));
  const operand: Operand = { stride, offset: 0 };
  return { kept, operand };
}

/** All elements in the order of the axes, packed, as float64. */
export function packedNumbers(data: TypedArray, layout: Layout, into?: Float64Array): Float64Array {
  const numbers = into ?? new Float64Array(sizeOf(layout.shape));
  const block = new Float64Array(blockSize);
  const packed = { stride: packedStride(layout.shape), offset: 0 };
  forEachRun(layout.shape, [layout, packed], (count, [from, to], [step, toStep]) => {
    if (toStep === 1) load(data, from, step, count, numbers.subarray(to, to + count));
    else {
      load(data, from, step, count, block);
      for (let i = 0, j = to; i < count; i++, j += toStep) numbers[j] = block[i];
    }
  });
  return numbers;
}
