/** Loops over strided memory, line by line in the order of the axes. */
import type { Layout } from "./nd-array.ts";
import type { TypedArray } from "./typed-array.ts";

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

/** Elements in the order of the axes, packed. */
export function copyPacked<D extends TypedArray>(source: TypedArray, layout: Layout, target: D, at = 0): D {
  const length = layout.shape.at(-1) ?? 1;
  const step = layout.stride.at(-1) ?? 1;
  const from = source as Float64Array;
  const to = target as unknown as Float64Array;
  forEachLine(layout, (start, line) => {
    const first = at + line * length;
    if (step === 1) {
      if (length > 32) to.set(from.subarray(start, start + length), first);
      else for (let i = 0; i < length; i++) to[first + i] = from[start + i];
    } else {
      for (let i = 0, j = start; i < length; i++, j += step) to[first + i] = from[j];
    }
  });
  return target;
}
