/** Where the extremes are. */
import { type Layout, packedStride, sizeOf } from "../nd-array.ts";
import { forEachLine } from "../strided.ts";
import type { TypedArray } from "../typed-array.ts";
import { blockSize } from "./block-size.ts";
import { load, sharedBlock } from "./blocks.ts";
import { forEachRun, gathered } from "./for-each-run.ts";
import { leastOfRun, mostOfRun } from "./run-loops.ts";

export type Extreme = "min" | "max";

/** Index of the extreme along one axis: the first of equals, and the first NaN before all, as numpy's. */
export function argumentsAlong(data: TypedArray, layout: Layout, along: number, extreme: Extreme): Int32Array {
  const { shape } = layout;
  const { kept, operand } = gathered(shape, [along]);
  const out = new Int32Array(sizeOf(kept));
  const best = new Float64Array(out.length).fill(-Infinity);
  const seen = new Int32Array(out.length);
  const block = sharedBlock(0);
  const sign = extreme === "max" ? 1 : -1;
  // `seen` counts how many of each line went by: lines are gone through in the direction of their indices.
  forEachRun(shape, [layout, operand], (count, [start, to], [step, toStep]) => {
    load(data, start, step, count, block);
    for (let i = 0, j = to; i < count; i++, j += toStep) {
      const x = sign * block[i];
      const index = seen[j]++;
      if (x > best[j] || (Number.isNaN(x) && !Number.isNaN(best[j]))) {
        best[j] = x;
        out[j] = index;
      }
    }
  });
  return out;
}

/** Indices of the extreme of all, the first in the order of the axes; null of nothing. */
export function argumentsOfAll(data: TypedArray, layout: Layout, extreme: Extreme): number[] | null {
  if (layout.shape.includes(0)) return null;
  const rank = layout.shape.length;
  const { shape, stride, offset } = rank === 0 ? { shape: [1], stride: [1], offset: layout.offset } : layout;
  const length = shape[shape.length - 1];
  const step = stride[shape.length - 1];
  const block = sharedBlock(0);
  const sign = extreme === "max" ? 1 : -1;
  let best = -Infinity;
  let found = 0;
  forEachLine({ shape, stride, offset }, (start, line) => {
    for (let done = 0; done < length; done += blockSize) {
      const count = Math.min(blockSize, length - done);
      const from = start + done * step;
      const x =
        extreme === "max" ? mostOfRun(data, from, step, count, block) : -leastOfRun(data, from, step, count, block);
      if (!(x > best || (Number.isNaN(x) && !Number.isNaN(best)))) continue;
      // Few blocks have a new extreme: only they are looked through for its place.
      best = x;
      load(data, from, step, count, block);
      found = line * length + done + placeOf(block, count, sign * x);
    }
  });
  return packedStride(layout.shape).map((places, axis) => Math.floor(found / places) % layout.shape[axis]);
}

function placeOf(block: Float64Array, count: number, value: number): number {
  let i = 0;
  if (Number.isNaN(value)) while (i < count - 1 && !Number.isNaN(block[i])) i++;
  else while (i < count - 1 && block[i] !== value) i++;
  return i;
}
