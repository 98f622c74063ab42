/**
 * The least or the largest number around each pixel, along one axis after the other, in three comparisons a pixel however
 * far it reaches (van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels",
 * 1992).
 */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, AxisOf } from "../axes.ts";
import { ImageView } from "../image-view.ts";
import { store } from "../numbers/blocks.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import { allocateLike, type TypedArray } from "../typed-array.ts";
import { filterLines } from "./filter-lines.ts";
import { filterAxes, type LineAxis, withNumbers } from "./packed-numbers.ts";

export interface MorphologyOptions<A extends Axes | null = Axes | null> {
  /** Pixels to each side along each axis: 1 where not given, a square of 3×3 pixels. */
  readonly reach?: number;
  /** Rows and columns where not given. */
  readonly axes?: readonly AxisOf<A>[];
}

/**
 * The least number in a square around each pixel; of kind "binary" what is 1 shrinks. Beyond the borders nothing counts.
 * @example erosion(mask, { reach: 2 })
 */
export function erosion<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MorphologyOptions<A> = {},
): ImageView<D, A> {
  return extremesAround(view, options, [1]);
}

/**
 * The largest number in a square around each pixel; of kind "binary" what is 1 grows. Beyond the borders nothing counts.
 * @example dilation(mask, { reach: 2 })
 */
export function dilation<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MorphologyOptions<A> = {},
): ImageView<D, A> {
  return extremesAround(view, options, [-1]);
}

/**
 * An erosion, then a dilation: what is bright and narrower than the square goes, the rest keeps its size.
 * @example opening(mask)
 */
export function opening<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MorphologyOptions<A> = {},
): ImageView<D, A> {
  return extremesAround(view, options, [1, -1]);
}

/**
 * A dilation, then an erosion: gaps that are narrower than the square are filled, the rest keeps its size.
 * @example closing(mask)
 */
export function closing<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MorphologyOptions<A> = {},
): ImageView<D, A> {
  return extremesAround(view, options, [-1, 1]);
}

/** @param signs 1 for the least numbers, -1 for the largest: the least of the negative ones */
function extremesAround<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MorphologyOptions<A>,
  signs: readonly (1 | -1)[],
): ImageView<D, A> {
  const { reach = 1, axes } = optionsOf(options, "ImageError", ["reach", "axes"]);
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  if (!(Number.isSafeInteger(reach) && reach >= 0)) {
    throw new ReticleError("ImageError", "range", `reach ${reach} is not a number of pixels (0, 1, 2…)`);
  }
  const along = filterAxes(view, axes);
  const numbers = packedNumbers(view.data, view.array);
  for (const sign of signs) for (const { line } of along) leastAround(numbers, line, Math.min(reach, line.size), sign);
  const data = allocateLike(view.data, numbers.length);
  store(numbers, data, 0, 1, numbers.length);
  return withNumbers(view, data);
}

/** Infinity lies at both ends; each window is the end of one stretch of `length` numbers and the start of the next. */
function leastAround(numbers: Float64Array, line: LineAxis, reach: number, sign: 1 | -1): void {
  if (reach === 0) return;
  const length = 2 * reach + 1;
  const size = line.size + 2 * reach;
  let [fromStart, toEnd] = [new Float64Array(0), new Float64Array(0)];
  filterLines(numbers, line, reach, sign * Infinity, (padded, out, width) => {
    if (fromStart.length < size * width) {
      [fromStart, toEnd] = [new Float64Array(size * width), new Float64Array(size * width)];
    }
    for (let start = 0; start < size * width; start += length * width) {
      const stop = Math.min(size * width, start + length * width);
      for (let i = start; i < start + width; i++) fromStart[i] = sign * padded[i];
      for (let i = start + width; i < stop; i++) fromStart[i] = Math.min(fromStart[i - width], sign * padded[i]);
      for (let i = stop - 1; i >= stop - width; i--) toEnd[i] = sign * padded[i];
      for (let i = stop - width - 1; i >= start; i--) toEnd[i] = Math.min(toEnd[i + width], sign * padded[i]);
    }
    const ahead = (length - 1) * width;
    for (let i = 0; i < line.size * width; i++) out[i] = sign * Math.min(toEnd[i], fromStart[i + ahead]);
  });
}
