/**
 * Medians of squares around each pixel. The square moves along a line, and a count of its numbers moves with it: what comes in
 * and goes out is one edge of it, and the median is found from the last one (Huang, Yang and Tang, "A fast two-dimensional
 * median filtering algorithm", 1979). Counts are kept in two levels, so that far moves of the median are few steps. Numbers
 * that cannot be counted as they are (of more than 16 bits) are counted by their ranks; small squares are searched, or
 * sorted as vectors (small-medians.ts).
 */
import { optionsOf, ReticleError } from "../../errors.ts";
import type { Axes } from "../axes.ts";
import { axisIndex } from "../axes.ts";
import { copyPacked } from "../copying/copy-elements.ts";
import type { AnyImageView, ImageView } from "../image-view.ts";
import { type Layout, ndArray, packedStride, sizeOf } from "../nd-array.ts";
import { store } from "../numbers/blocks.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import { allocateLike, isBig, type TypedArray } from "../typed-array.ts";
import { type Border, borderIndices, checkBorder, checkReach } from "./border.ts";
import type { BoxFilterOptions } from "./box-filter.ts";
import { countMedians, searchMedians } from "./median-lines.ts";
import { filterAxes } from "./packed-numbers.ts";
import { checkIsOfType, rankedNumbers } from "./ranked-numbers.ts";
import { mostSmallReach, smallMedians } from "./small-medians.ts";

export type MedianFilterOptions<A extends Axes | null = Axes | null> = BoxFilterOptions<A>;

/** Squares of at most so many numbers are searched: between many values the median of a few moves far at each step. */
const fewNumbers = 49;
/** The most numbers of one block with its borders. */
const mostPadded = 2 ** 28;

/**
 * The median of a square around each pixel, in the type that the pixels have; it takes noise away and keeps edges. NaN counts
 * as the largest number.
 * Throws an ImageError `range` for a reach that is none, and for a border that is no number of the pixels' type.
 * @example medianFilter(image, { reach: 2 })
 */
export function medianFilter<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MedianFilterOptions<A> = {},
): ImageView<D, A> {
  const { reach = 1, axes, border = "reflect" } = optionsOf(options, "ImageError", ["reach", "axes", "border"]);
  checkReach(reach);
  checkBorder(border);
  const along = filterAxes(view, axes).map(({ name }) => axisIndex(view.axes, name));
  const { array } = view;
  // The axes of the square come last: each block of them is filtered by itself.
  const order = [...array.shape.keys()].filter((axis) => !along.includes(axis)).concat(along);
  const turned: Layout = {
    shape: order.map((axis) => array.shape[axis]),
    stride: order.map((axis) => array.stride[axis]),
    offset: array.offset,
  };
  const sizes = turned.shape.slice(order.length - along.length);
  const data =
    reach >= 1 && reach <= mostSmallReach && along.length === 2 && isSorted(view, border)
      ? mediansOfSmall(view.data, turned, sizes, reach, border)
      : medians(view.data, turned, sizes, reach, border);
  const packed = packedStride(turned.shape);
  const stride = array.shape.map((_, axis) => packed[order.indexOf(axis)]);
  const filtered = view.withArray(ndArray(data, { shape: array.shape, stride, offset: 0 }));
  return filtered.isContiguous ? filtered : filtered.copy();
}

/** Whether all numbers have a place among the others: there is no NaN, and no integer of 64 bits. */
function isSorted(view: AnyImageView, border: Border): boolean {
  if (isBig(view.data) || Number.isNaN(border)) return false;
  return !view.dtype.startsWith("float") || !Number.isNaN(view.max());
}

function mediansOfSmall<D extends TypedArray>(
  data: D,
  layout: Layout,
  sizes: number[],
  reach: number,
  border: Border,
): D {
  if (typeof border === "number") checkIsOfType(border, data);
  return smallMedians(copyPacked(data, layout, allocateLike(data, sizeOf(layout.shape))), sizes, reach, border);
}

function medians<D extends TypedArray>(data: D, layout: Layout, sizes: number[], reach: number, border: Border): D {
  const numbers = packedNumbers(data, layout);
  if (reach > 0 && sizes.length > 0 && numbers.length > 0) filterBlocks(numbers, data, sizes, reach, border);
  const filtered = allocateLike(data, numbers.length);
  store(numbers, filtered, 0, 1, numbers.length);
  return filtered;
}

/** All blocks of these sizes, one behind the other, in place. */
function filterBlocks(
  numbers: Float64Array,
  data: TypedArray,
  sizes: readonly number[],
  reach: number,
  border: Border,
): void {
  const padded = sizes.map((size) => size + 2 * reach);
  const count = (2 * reach + 1) ** sizes.length;
  if (sizeOf(padded) > mostPadded || count > mostPadded) {
    throw new ReticleError(
      "ImageError",
      "range",
      `reach ${reach} makes ${sizeOf(padded)} pixels of ${sizeOf(sizes)}, more than 2²⁸; reduce the image first (resample)`,
    );
  }
  const isCounted = data.BYTES_PER_ELEMENT === 1 || count > fewNumbers || numbers.some(Number.isNaN);
  const beyond = typeof border === "number" ? border : 0;
  const ranked = isCounted ? rankedNumbers(numbers, data, beyond) : null;
  const length = sizeOf(sizes);
  const from = paddedIndices(sizes, reach, border);
  for (let start = 0; start < numbers.length; start += length) {
    const block = numbers.subarray(start, start + length);
    if (ranked === null) {
      searchMedians(gathered(block, from, beyond, new Float64Array(from.length)), block, sizes, reach);
      continue;
    }
    const ranks = ranked.ranks.subarray(start, start + length);
    countMedians(gathered(ranks, from, ranked.beyond, new Int32Array(from.length)), ranks, sizes, reach, ranked.count);
    for (let i = 0; i < length; i++) block[i] = ranked.value(ranks[i]);
  }
}

/** For each pixel of a block with its borders where it lies in the block; −1 is beyond. */
function paddedIndices(sizes: readonly number[], reach: number, border: Border): Int32Array {
  let places = Int32Array.of(0);
  for (const size of sizes) {
    const along = borderIndices(size, reach, border);
    const next = new Int32Array(places.length * along.length);
    let at = 0;
    for (const place of places) {
      for (const i of along) next[at++] = place < 0 || i < 0 ? -1 : place * size + i;
    }
    places = next;
  }
  return places;
}

function gathered<N extends Float64Array | Int32Array>(block: N, from: Int32Array, beyond: number, into: N): N {
  for (let i = 0; i < from.length; i++) into[i] = from[i] < 0 ? beyond : block[from[i]];
  return into;
}
