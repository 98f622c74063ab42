/** Loops over strided memory: copies and reductions. */
import { type Layout, sizeOf } from "./nd-array.ts";
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

export type Reduction = "sum" | "mean" | "min" | "max";

/** Sums, means and extremes along the last `depth` axes, as float64; of nothing they are 0, NaN, Infinity, -Infinity. */
export function reduceTrailing(data: TypedArray, layout: Layout, depth: number, how: Reduction): Float64Array {
  const kept = layout.shape.slice(0, layout.shape.length - depth);
  const out = new Float64Array(sizeOf(kept));
  const inner = sizeOf(layout.shape.slice(kept.length));
  out.fill(how === "min" ? Infinity : how === "max" ? -Infinity : 0);
  const length = layout.shape.at(-1) ?? 1;
  const step = layout.stride.at(-1) ?? 1;
  const linesEach = depth === 0 ? 1 : inner / length;
  // Sums of many floats: Neumaier's correction keeps a mean of millions of pixels exact to the last digits.
  const lost = new Float64Array(how === "sum" || how === "mean" ? out.length : 0);
  const values = data as Float64Array;
  forEachLine(
    depth === 0 ? { ...layout, shape: [...layout.shape, 1], stride: [...layout.stride, 1] } : layout,
    (start, line) => {
      const target = Math.floor(line / linesEach);
      const count = depth === 0 ? 1 : length;
      let value = out[target];
      if (how === "min") {
        for (let i = 0, j = start; i < count; i++, j += step) value = Math.min(value, Number(values[j]));
      } else if (how === "max") {
        for (let i = 0, j = start; i < count; i++, j += step) value = Math.max(value, Number(values[j]));
      } else {
        let correction = lost[target];
        for (let i = 0, j = start; i < count; i++, j += step) {
          const x = Number(values[j]);
          const sum = value + x;
          correction += Math.abs(value) >= Math.abs(x) ? value - sum + x : x - sum + value;
          value = sum;
        }
        lost[target] = correction;
      }
      out[target] = value;
    },
  );
  for (let i = 0; i < lost.length; i++) if (Number.isFinite(lost[i])) out[i] += lost[i];
  if (how === "mean") for (let i = 0; i < out.length; i++) out[i] /= inner;
  return out;
}
