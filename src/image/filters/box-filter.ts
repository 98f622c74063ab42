/**
 * Means of squares around each pixel, along one axis after the other, in three additions a pixel however far they reach; of
 * small squares all numbers are added up.
 * Sums run within stretches as long as the square, forwards and backwards, and never subtract: nothing is lost to rounding,
 * and NaN and Infinity spread no farther than the square.
 */
import { optionsOf } from "../../errors.ts";
import type { Axes, AxisOf } from "../axes.ts";
import type { ImageView } from "../image-view.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import type { TypedArray } from "../typed-array.ts";
import { type Border, checkBorder, checkReach } from "./border.ts";
import { filterLines, type LineFilter } from "./filter-lines.ts";
import { filterAxes, withNumbers } from "./packed-numbers.ts";
import { weighing } from "./weigh-lines.ts";

/** Up to here all numbers of a window are added up sooner than sums of stretches. */
const fewPixels = 16;

export interface BoxFilterOptions<A extends Axes | null = Axes | null> {
  /** Pixels to each side along each axis: 1 where not given, a square of 3×3 pixels. */
  readonly reach?: number;
  /** Rows and columns where not given. */
  readonly axes?: readonly AxisOf<A>[];
  /** What lies beyond the borders: "reflect" where not given. */
  readonly border?: Border;
}

/**
 * The mean of a square around each pixel: float32 of float32, else float64. NaN spreads.
 * Throws an ImageError `range` for a reach that is none.
 * @example boxFilter(image, { reach: 5 })
 */
export function boxFilter<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: BoxFilterOptions<A> = {},
): ImageView<D extends Float32Array ? Float32Array : Float64Array, A> {
  const { reach = 1, axes, border = "reflect" } = optionsOf(options, "ImageError", ["reach", "axes", "border"]);
  checkReach(reach);
  checkBorder(border);
  const along = filterAxes(view, axes);
  const numbers = packedNumbers(view.data, view.array);
  const length = 2 * reach + 1;
  // Beyond one axis lie sums along the axes before.
  let scale = 1;
  for (const { line } of reach === 0 ? [] : along) {
    const { filter, buffers } =
      reach <= fewPixels
        ? weighing(new Float64Array(reach + 1).fill(1), line.size)
        : { filter: sumsOf(length, line.size) };
    filterLines(numbers, line, reach, typeof border === "number" ? border * scale : border, filter, buffers);
    scale *= length;
  }
  if (scale !== 1) divide(numbers, scale);
  const data = view.data instanceof Float32Array ? Float32Array.from(numbers) : numbers;
  return withNumbers(view, data, view.kind === "rgb" ? "rgb" : "scalar") as never;
}

function divide(numbers: Float64Array, by: number): void {
  for (let i = 0; i < numbers.length; i++) numbers[i] /= by;
}

/** Each window is the end of one stretch of `length` numbers and the start of the next, or a whole one. */
function sumsOf(length: number, size: number): LineFilter {
  let [forwards, backwards] = [new Float64Array(0), new Float64Array(0)];
  return (padded, out, width) => {
    const end = (size + length - 1) * width;
    const stretch = length * width;
    if (forwards.length < end) [forwards, backwards] = [new Float64Array(end), new Float64Array(end)];
    for (let start = 0; start < end; start += stretch) {
      const stop = Math.min(end, start + stretch);
      for (let i = start; i < start + width; i++) forwards[i] = padded[i];
      for (let i = start + width; i < stop; i++) forwards[i] = forwards[i - width] + padded[i];
      for (let i = stop - 1; i >= stop - width; i--) backwards[i] = padded[i];
      for (let i = stop - width - 1; i >= start; i--) backwards[i] = backwards[i + width] + padded[i];
    }
    const ahead = stretch - width;
    for (let start = 0; start < size * width; start += stretch) {
      const stop = Math.min(size * width, start + stretch);
      const whole = Math.min(stop, start + width);
      for (let i = start; i < whole; i++) out[i] = backwards[i];
      for (let i = whole; i < stop; i++) out[i] = backwards[i] + forwards[i + ahead];
    }
  };
}
