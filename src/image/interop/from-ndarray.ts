/** Arrays as images: their axes are named and put into canonical order, their pixels stay where they are. */
import { ReticleError } from "../../errors.ts";
import { type Axes, checkAxisNames, type ImageType } from "../axes.ts";
import type { ImageOptions } from "../image-options.ts";
import { type AnyImageView, ImageView } from "../image-view.ts";
import type { NdArray } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";
import { type CanonicalAxes, canonicalAxesOf, inCanonicalOrder, inNumpyOrder } from "./image-types.ts";

/** How the array is read; `components` as in ImageView.from. */
export type FromNdarrayOptions = Omit<ImageOptions, "axes" | "shape">;

/**
 * An array whose axes are in numpy's order (sequence, slice, row, column, channel) as an image of a type, with canonical
 * axes; without a type, or of type "UNKNOWN", its axes stay as they are and have no names. Shares the memory.
 * (IOLink's from_numpy_array.)
 * Throws an ImageError `rank-mismatch` where the type has another number of axes.
 * @example fromNdarray(ndarray(new Uint8Array(6), [2, 3]), "IMAGE").shape   // [3, 2]: columns, rows
 */
export function fromNdarray<D extends TypedArray, T extends ImageType>(
  array: NdArray<D>,
  type: T,
  options?: FromNdarrayOptions,
): ImageView<D, CanonicalAxes[T]>;
export function fromNdarray<D extends TypedArray>(
  array: NdArray<D>,
  type?: "UNKNOWN" | null,
  options?: FromNdarrayOptions,
): ImageView<D, null>;
export function fromNdarray(
  array: NdArray<TypedArray>,
  type: ImageType | "UNKNOWN" | null = null,
  options: FromNdarrayOptions = {},
): AnyImageView {
  if (type === null || type === "UNKNOWN") return ImageView.from(array, options);
  return orderFromNdarray(array, inNumpyOrder(canonicalAxesOf(type)), options);
}

/**
 * An array whose axis i is `axes[i]` as an image with canonical axes (column, row, slice, channel, sequence). Shares the
 * memory. (IOLink's order_from_numpy_array.)
 * Throws an ImageError `axes-duplicate`, `axes-unknown-name` or `rank-mismatch`.
 * @example orderFromNdarray(ndarray(new Uint8Array(6), [2, 3]), ["row", "column"]).shape   // [3, 2]
 */
export function orderFromNdarray<D extends TypedArray>(
  array: NdArray<D>,
  axes: Axes,
  options: FromNdarrayOptions = {},
): ImageView<D, Axes> {
  if (!Array.isArray(axes)) {
    throw new ReticleError("ImageError", "axes-unknown-name", 'axes are a list of names: ["row", "column"]');
  }
  checkAxisNames(axes);
  return ImageView.from(array, { ...options, axes: axes as Axes }).reorder(inCanonicalOrder(axes));
}
