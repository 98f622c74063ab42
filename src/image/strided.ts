/** Loops over strided memory, and what several arrays of one shape have in common. */
import type { Layout } from "./nd-array.ts";

/**
 * Calls `run(start, index)` for every line along the last axis: `start` is its first element, `index` counts the lines
 * in the order of the axes.
 */
export function forEachLine({ shape, stride, offset }: Layout, run: (start: number, index: number) => void): void {
  if (shape.includes(0)) return;
  const outer = shape.length - 1;
  const at = new Array<number>(Math.max(0, outer)).fill(0);
  let start = offset;
  for (let line = 0; ; line++) {
    run(start, line);
    let axis = outer - 1;
    for (; axis >= 0; axis--) {
      start += stride[axis];
      if (++at[axis] < shape[axis]) break;
      start -= stride[axis] * shape[axis];
      at[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** How one array lies in the common shape; a stride of 0 repeats it along an axis, or gathers along it. */
export interface Operand {
  readonly stride: readonly number[];
  readonly offset: number;
}

/** Axes of more than one index from the longest steps to the shortest; neighbours that lie as one are joined. */
export function joinedAxes(shape: readonly number[], operands: readonly Operand[]) {
  const reach = (axis: number) => operands.reduce((sum, { stride }) => sum + Math.abs(stride[axis]), 0);
  const order = shape.map((_, axis) => axis).filter((axis) => shape[axis] > 1);
  order.sort((a, b) => reach(b) - reach(a));
  const sizes: number[] = [];
  const strides: number[][] = [];
  for (const axis of order) {
    const stride = operands.map((operand) => operand.stride[axis]);
    const outer = strides.at(-1);
    if (outer?.every((step, k) => step === stride[k] * shape[axis])) {
      sizes[sizes.length - 1] *= shape[axis];
      strides[strides.length - 1] = stride;
    } else {
      sizes.push(shape[axis]);
      strides.push(stride);
    }
  }
  if (sizes.length === 0) return { sizes: [1], strides: [operands.map(() => 0)] };
  return { sizes, strides };
}
