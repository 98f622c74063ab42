import { checkArgument, ReticleError } from "../errors.ts";
import type { Axes, Axis } from "./axes.ts";
import { checkAxisNames } from "./axes.ts";
import { type ImageKind, ImageView } from "./image-view.ts";
import { ndArray, packedStride, sizeOf } from "./nd-array.ts";
import { copyPacked } from "./strided.ts";
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
  const length = sizeOf(first.shape);
  const data = allocateLike(first.data, length * views.length);
  for (const [index, view] of views.entries()) copyPacked(view.data, view.array, data, index * length);
  const shape = [views.length, ...first.shape];
  const array = ndArray(data, { shape, stride: packedStride(shape), offset: 0 });
  const calibration = [{}, ...first.axes.map((name) => first.calibrationOf(name as never))];
  const kind: ImageKind = first.kind;
  const stacked = new ImageView(array, [axis, ...first.axes] as Axes, calibration, kind);
  // The new axis is the slowest in memory; a packed image with channels last needs one more turn.
  return (axis === "channel" ? stacked.reorder(axes).copy() : stacked) as never;
}
