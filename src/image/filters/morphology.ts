/** The least or the largest number around each pixel, along one axis after the other. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, AxisOf } from "../axes.ts";
import { ImageView } from "../image-view.ts";
import type { TypedArray } from "../typed-array.ts";
import { filterAxes, withNumbers } from "./packed-numbers.ts";
import { slideAlong } from "./sliding.ts";

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
  return extremesAround(view, options, ["min"]);
}

/**
 * The largest number in a square around each pixel; of kind "binary" what is 1 grows. Beyond the borders nothing counts.
 * @example dilation(mask, { reach: 2 })
 */
export function dilation<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MorphologyOptions<A> = {},
): ImageView<D, A> {
  return extremesAround(view, options, ["max"]);
}

/**
 * An erosion, then a dilation: what is bright and narrower than the square goes, the rest keeps its size.
 * @example opening(mask)
 */
export function opening<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MorphologyOptions<A> = {},
): ImageView<D, A> {
  return extremesAround(view, options, ["min", "max"]);
}

/**
 * A dilation, then an erosion: gaps that are narrower than the square are filled, the rest keeps its size.
 * @example closing(mask)
 */
export function closing<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MorphologyOptions<A> = {},
): ImageView<D, A> {
  return extremesAround(view, options, ["max", "min"]);
}

function extremesAround<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: MorphologyOptions<A>,
  extremes: readonly ("min" | "max")[],
): ImageView<D, A> {
  const { reach = 1, axes } = optionsOf(options, "ImageError", ["reach", "axes"]);
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  if (!(Number.isSafeInteger(reach) && reach >= 0)) {
    throw new ReticleError("ImageError", "range", `reach ${reach} is not a number of pixels (0, 1, 2…)`);
  }
  const along = filterAxes(view, axes);
  const data = view.toArray();
  for (const extreme of extremes)
    for (const { line } of along) slideAlong(data, line, Math.min(reach, line.size), extreme);
  return withNumbers(view, data);
}
