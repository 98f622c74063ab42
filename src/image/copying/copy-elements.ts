/**
 * Copies between any two layouts of memory. Axes that lie as one are joined; what is left is gone through in blocks of two
 * axes, the fastest of the source and the fastest of the target, so that each line of the processor's cache is read and
 * written while it is there. Sizes of blocks and limits here are measured (bench "copy").
 */

import type { Layout } from "../nd-array.ts";
import { packedStride } from "../nd-array.ts";
import { joinedAxes, type Operand } from "../strided.ts";
import type { TypedArray } from "../typed-array.ts";
import { type CopyBlock, type Mover, moverOf, moverOfSize } from "./copy-loops.ts";
import { turner } from "./turned-copy.ts";

/** Rows of at least so many bytes that lie without gaps on both sides are copied by the engine. */
const longRow = 4096;
/** Up to so many elements the preparation of anything costs more than the plainest loop. */
const fewElements = 64;
/** How far a block goes along the fastest axis of the target, in bytes, and along that of the source, in elements. */
const blockBytes = 128;
const blockLength = 128;
/** An axis with fewer indices makes no inner loop where there is another. */
const shortAxis = 16;

/** Elements in the order of the axes, packed. */
export function copyPacked<D extends TypedArray>(source: TypedArray, layout: Layout, target: D): D {
  copyElements(layout.shape, source, layout, target, { stride: packedStride(layout.shape), offset: 0 });
  return target;
}

/** All elements of a shape from one array to another one of its type, however they lie in both. */
export function copyElements(
  shape: readonly number[],
  source: TypedArray,
  from: Operand,
  target: TypedArray,
  to: Operand,
): void {
  if (shape.includes(0)) return;
  const { sizes, strides } = joinedAxes(shape, [from, to]);
  const total = sizes.reduce((product, size) => product * size, 1);
  const axes = sizes.map((size, axis) => ({ size, from: strides[axis][0], to: strides[axis][1] }));
  const places = { from: from.offset, to: to.offset };
  if (total <= fewElements) {
    copyAxes(axes, places, source, target, plainCopy);
    return;
  }
  const row = axes.findIndex((axis) => axis.from === 1 && axis.to === 1);
  if (row >= 0 && (axes.length === 1 || axes[row].size * source.BYTES_PER_ELEMENT >= longRow)) {
    const { size } = axes[row];
    const rows = source as Float64Array;
    forEachPlace(
      axes.filter((_, axis) => axis !== row),
      places,
      (a, b) => target.set(rows.subarray(a, a + size) as never, b),
    );
    return;
  }
  const mover = row < 0 ? moverOf(source) : widened(axes, row, places, source, target);
  copyAxes(axes, places, mover.view(source), mover.view(target), mover.copy);
}

interface CopyAxis {
  size: number;
  from: number;
  to: number;
}

interface Places {
  from: number;
  to: number;
}

/** Joins neighbours in rows to larger elements where all lies at multiples of them; changes axes and places. */
function widened(axes: CopyAxis[], row: number, places: Places, source: TypedArray, target: TypedArray): Mover {
  const bytes = source.BYTES_PER_ELEMENT;
  for (const factor of [8, 4, 2]) {
    const fits = (n: number) => n % factor === 0;
    if (factor * bytes > 8) continue;
    const mover = moverOfSize(factor * bytes);
    const others = axes.every((axis, i) => (i === row ? fits(axis.size) : fits(axis.from) && fits(axis.to)));
    if (!others || !fits(places.from) || !fits(places.to)) continue;
    if (source.byteOffset % mover.bytes !== 0 || target.byteOffset % mover.bytes !== 0) continue;
    for (const [i, axis] of axes.entries()) {
      if (i === row) axis.size /= factor;
      else {
        axis.from /= factor;
        axis.to /= factor;
      }
    }
    places.from /= factor;
    places.to /= factor;
    return mover;
  }
  return moverOf(source);
}

/** In blocks of the two axes that are the fastest on either side; the others are gone through outside. */
function copyAxes(
  axes: readonly CopyAxis[],
  places: Places,
  source: TypedArray,
  target: TypedArray,
  copyOne: CopyBlock<TypedArray>,
): void {
  const byTarget = fastest(axes, "to");
  const bySource = fastest(axes, "from");
  const isTurned = byTarget !== bySource;
  const other = isTurned
    ? byTarget
    : fastest(
        axes.filter((axis) => axis !== bySource),
        "to",
      );
  const swaps = bySource.size < shortAxis && other.size > bySource.size;
  const [lane, inner] = swaps ? [bySource, other] : [other, bySource];
  const rest = axes.filter((axis) => axis !== lane && axis !== inner);
  const isTurn = inner.from === 1 && lane.to === 1 && lane.from > 0 && inner.to > 0;
  const turn = isTurn
    ? turner(source, target, { lanes: lane.size, fromStep: lane.from, count: inner.size, toStep: inner.to })
    : null;
  if (turn !== null) {
    forEachPlace(rest, places, turn);
    return;
  }
  const extent = (axis: CopyAxis) =>
    !isTurned && !swaps ? axis.size : axis === byTarget ? blockBytes / source.BYTES_PER_ELEMENT : blockLength;
  const [lanes, count] = [extent(lane), extent(inner)];
  forEachPlace(rest, places, (a, b) => {
    for (let i = 0; i < lane.size; i += lanes) {
      for (let k = 0; k < inner.size; k += count) {
        copyOne(
          source,
          a + i * lane.from + k * inner.from,
          lane.from,
          inner.from,
          target,
          b + i * lane.to + k * inner.to,
          lane.to,
          inner.to,
          Math.min(lanes, lane.size - i),
          Math.min(count, inner.size - k),
        );
      }
    }
  });
}

/** Stands for a second axis where there is only one. */
const single: CopyAxis = { size: 1, from: 0, to: 0 };

/** The axis with the shortest steps; of several the last one. */
function fastest(axes: readonly CopyAxis[], side: "from" | "to"): CopyAxis {
  return axes.reduce(
    (best, axis) => (best !== single && Math.abs(axis[side]) > Math.abs(best[side]) ? best : axis),
    single,
  );
}

function forEachPlace(axes: readonly CopyAxis[], { from, to }: Places, run: (from: number, to: number) => void): void {
  const at = new Array<number>(axes.length).fill(0);
  for (;;) {
    run(from, to);
    let i = axes.length - 1;
    for (; i >= 0; i--) {
      const axis = axes[i];
      from += axis.from;
      to += axis.to;
      if (++at[i] < axis.size) break;
      from -= axis.from * axis.size;
      to -= axis.to * axis.size;
      at[i] = 0;
    }
    if (i < 0) return;
  }
}

/** For a handful of elements of any type. */
const plainCopy: CopyBlock<TypedArray> = (from, f, fLane, fStep, to, t, tLane, tStep, lanes, count) => {
  for (let lane = 0; lane < lanes; lane++) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) to[b] = from[a];
  }
};
