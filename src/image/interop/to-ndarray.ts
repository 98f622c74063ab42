/** Images as arrays in numpy's order or in one that is named. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes } from "../axes.ts";
import { checkCapability } from "../image-options.ts";
import { type AnyImageView, ImageView } from "../image-view.ts";
import { type NdArray, ndArray } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";
import { inNumpyOrder } from "./image-types.ts";

export interface ToNdarrayOptions {
  /** Every axis once; vector pixels count as a channel. Numpy's order where it is not given. */
  readonly order?: Axes;
}

/**
 * The pixels as an ndarray whose axes are in numpy's order (sequence, slice, row, column, channel) or in the one given;
 * vector pixels become a channel axis, which numpy has last. Without names the axes stay as they are. Shares the memory.
 * (IOLink's to_numpy_array and order_to_numpy_array.)
 * Throws an ImageError `axes-unknown` where an order is given and the axes have no names, `axes-count`, `axes-duplicate`
 * and `axes-unknown-name` for an order that does not name every axis once, and `capability` without access to the memory.
 * @example toNdarray(volume).shape   // [slices, rows, columns]
 */
export function toNdarray<D extends TypedArray>(
  view: ImageView<D, Axes | null>,
  options: ToNdarrayOptions = {},
): NdArray<D> {
  const { order } = optionsOf(options, "ImageError", ["order"]);
  return numpyOrdered(view, order).array as NdArray<D>;
}

/** The same as a view, whose axes have their names. */
export function numpyOrdered(view: AnyImageView, order?: Axes): AnyImageView {
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  checkCapability(view, "memoryAccess");
  if (view.axes === null && order === undefined) return view;
  const scalar = vectorAsChannel(view);
  return scalar.reorder((order ?? inNumpyOrder(scalar.axes as Axes)) as never);
}

function vectorAsChannel(view: AnyImageView): AnyImageView {
  if (view.components === 1 || view.axes === null) return view;
  if (view.axes.includes("channel")) {
    throw new ReticleError(
      "ImageError",
      "axes-duplicate",
      `pixels of ${view.components} components become a channel axis, and this image has one already`,
    );
  }
  const { shape, stride, offset } = view.array;
  const axes: Axes = [...view.axes, "channel"];
  return ImageView.from(ndArray(view.data, { shape, stride, offset }), { axes });
}
