import { checkArgument, ReticleError } from "../errors.ts";
import type { Axes, Axis } from "./axes.ts";
import { checkAxisNames } from "./axes.ts";
import { copyElements } from "./copying/copy-elements.ts";
import { propertiesOfResult } from "./image-options.ts";
import { ImageView } from "./image-view.ts";
import { ndArray, packedStride, sizeOf } from "./nd-array.ts";
import { allocateLike, type TypedArray } from "./typed-array.ts";

/** Where `stack` puts a new axis N: channels last, as numpy's pictures have them, everything else first. */
export type Stacked<A extends Axes, N extends Axis> = N extends "channel" ? readonly [...A, N] : readonly [N, ...A];

/**
 * Views of one shape, type and order of axes as one image with one axis more. Copies; calibration is the first view's.
 * @example stack([red, green, blue], "channel").as("rgb")
 */
export function stack<D extends TypedArray, A extends Axes, N extends Axis>(
  views: readonly ImageView<D, A>[],
  axis: N,
): ImageView<D, Stacked<A, N>> {
  const isList = Array.isArray(views) && views.every((view) => view instanceof ImageView);
  checkArgument(isList, views, "ImageError", "a list of images");
  const [first] = views;
  if (first === undefined) throw new ReticleError("ImageError", "size", "stack needs at least one view");
  if (first.axes === null) {
    throw new ReticleError(
      "ImageError",
      "axes-unknown",
      "views whose axes have no names cannot be stacked; name them with reinterpret([…])",
    );
  }
  const axes = axis === "channel" ? [...first.axes, axis] : [axis, ...first.axes];
  checkAxisNames(axes);
  for (const [index, view] of views.entries()) {
    const same =
      view.dtype === first.dtype &&
      view.components === first.components &&
      String(view.axes) === String(first.axes) &&
      String(view.shape) === String(first.shape);
    if (!same) {
      throw new ReticleError(
        "ImageError",
        "shape-or-dtype",
        `views differ: view ${index} is ${view}, the first one ${first}`,
      );
    }
  }
  if (first.components !== 1) {
    throw new ReticleError("ImageError", "shape-or-dtype", "views of vector pixels cannot be stacked");
  }
  const shape = axes.map((name) => (name === axis ? views.length : first.sizeAlong(name as never)));
  const packed = packedStride(shape);
  const data = allocateLike(first.data, sizeOf(shape));
  const at = axes.indexOf(axis);
  const stride = packed.filter((_, i) => i !== at);
  for (const [index, { array }] of views.entries()) {
    copyElements(first.shape, array.data, array, data, { stride, offset: index * packed[at] });
  }
  const calibration = axes.map((name) => (name === axis ? {} : first.calibrationOf(name as never)));
  const array = ndArray(data, { shape, stride: packed, offset: 0 });
  return new ImageView(array, axes, calibration, first.kind, 1, propertiesOfResult(first)) as never;
}
