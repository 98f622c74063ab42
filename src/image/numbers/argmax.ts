/** Where the extremes are. */
import { type Layout, packedStride, sizeOf } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";
import { blockSize } from "./block-size.ts";
import { load, sharedBlock } from "./blocks.ts";
import { forEachPlane } from "./for-each-plane.ts";
import { forEachRun, gathered } from "./for-each-run.ts";
import { gatherRows, leastOfRun, mostOfRun } from "./gather.ts";

export type Extreme = "min" | "max";

/** So many rows are looked at together: only where they have a new extreme is its place looked for. */
const rowsAtOnce = 32;

/** Index of the extreme along one axis: the first of equals, and the first NaN before all, as numpy's. */
export function argumentsAlong(data: TypedArray, layout: Layout, along: number, extreme: Extreme): Int32Array {
  const { kept, operand } = gathered(layout.shape, [along]);
  const out = new Int32Array(sizeOf(kept));
  const best = new Float64Array(out.length).fill(-Infinity);
  // How many of each line went by, where they are gone through in parts.
  const seen = new Int32Array(out.length);
  const sign = extreme === "max" ? 1 : -1;
  const extremes = new Float64Array(blockSize);
  forEachPlane(layout, operand, (plane) => {
    const { count, rows, start, step, rowStep, to, toStep, toRowStep } = plane;
    if (toStep === 0) {
      for (let row = 0; row < rows; row++) {
        const [from, line] = [start + row * rowStep, to + row * toRowStep];
        const x = extremeOfRun(data, from, step, count, extreme);
        if (isBetter(x, best[line])) {
          best[line] = x;
          out[line] = seen[line] + placeIn(data, from, step, count, sign * x);
        }
        seen[line] += count;
      }
      return;
    }
    // With rows that are not gathered there is one index, 0, along the axis.
    for (let first = 0; toRowStep === 0 && first < rows; first += rowsAtOnce) {
      const part = {
        ...plane,
        rows: Math.min(rowsAtOnce, rows - first),
        start: start + first * rowStep,
        to: 0,
        toStep: 1,
      };
      gatherRows(extreme, data, part, extremes.fill(-sign * Infinity, 0, count));
      for (let i = 0, line = to; i < count; i++, line += toStep) {
        const x = sign * extremes[i];
        if (x <= best[line] || !isBetter(x, best[line])) continue;
        best[line] = x;
        out[line] = first + placeIn(data, part.start + i * step, rowStep, part.rows, sign * x);
      }
    }
  });
  return out;
}

/** Indices of the extreme of all, the first in the order of the axes; null of nothing. */
export function argumentsOfAll(data: TypedArray, layout: Layout, extreme: Extreme): number[] | null {
  const { shape } = layout;
  if (shape.includes(0)) return null;
  const stride = packedStride(shape);
  const sign = extreme === "max" ? 1 : -1;
  let best = -Infinity;
  let found = 0;
  // Places are counted in the order of the axes, whatever that in memory is, which counts twice for the order of the walk.
  forEachRun(shape, [layout, layout, { stride, offset: 0 }], (count, [start, , at], [step, , places]) => {
    const x = extremeOfRun(data, start, step, count, extreme);
    const isSame = x === best || (Number.isNaN(x) && Number.isNaN(best));
    // Few runs have a new extreme: only they are looked through for its place.
    if (!isBetter(x, best) && !(isSame && at < found)) return;
    const place = at + placeIn(data, start, step, count, sign * x) * places;
    if (!isSame || place < found) found = place;
    best = x;
  });
  return stride.map((places, axis) => Math.floor(found / places) % shape[axis]);
}

/** The largest number of a run; of the least one the negative. */
function extremeOfRun(data: TypedArray, start: number, step: number, count: number, extreme: Extreme): number {
  return extreme === "max" ? mostOfRun(data, start, step, count) : -leastOfRun(data, start, step, count);
}

function isBetter(x: number, best: number): boolean {
  return x > best || (Number.isNaN(x) && !Number.isNaN(best));
}

/** Where a number, which may be NaN, is in a run for the first time. */
function placeIn(data: TypedArray, start: number, step: number, count: number, value: number): number {
  const block = sharedBlock(0);
  load(data, start, step, count, block);
  let i = 0;
  if (Number.isNaN(value)) while (i < count - 1 && !Number.isNaN(block[i])) i++;
  else while (i < count - 1 && block[i] !== value) i++;
  return i;
}
