/**
 * Copies between any two layouts of memory. Axes that lie as one are joined; what is left is gone through in blocks of two
 * axes, the fastest of the source and the fastest of the target, so that each line of the processor's cache is read and
 * written while it is there. Sizes of blocks and limits here are measured (bench "copy").
 */

import type { Layout } from "../nd-array.ts";
import { packedStride } from "../nd-array.ts";
import { joinedAxes, type Operand } from "../strided.ts";
import type { TypedArray } from "../typed-array.ts";
import { type CopyAxis, fastest, forEachPlace, type Places, widened } from "./copy-axes.ts";
import { type CopyBlock, moverOf } from "./copy-loops.ts";
import { copyRows } from "./row-copy.ts";
import { turner } from "./turned-copy.ts";

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
  const row = axes.find((axis) => axis.from === 1 && axis.to === 1);
  const mover = row === undefined ? moverOf(source) : widened(axes, row, places, source, target);
  const [words, room] = [mover.view(source), mover.view(target)];
  if (row !== undefined) {
    const others = axes.filter((axis) => axis !== row);
    if (copyRows({ row, others, places, source: words, target: room }, mover.copyRows)) return;
  }
  copyAxes(axes, places, words, room, mover.copy);
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

/** For a handful of elements of any type. */
const plainCopy: CopyBlock<TypedArray> = (from, f, fLane, fStep, to, t, tLane, tStep, lanes, count) => {
  for (let lane = 0; lane < lanes; lane++) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) to[b] = from[a];
  }
};
