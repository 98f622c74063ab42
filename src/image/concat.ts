/** Views one behind the other along an axis that they have, and the way back. */
import { checkArgument, ReticleError } from "../errors.ts";
import type { Axes, AxisOf } from "./axes.ts";
import { axisIndex } from "./axes.ts";
import { copyElements } from "./copying/copy-elements.ts";
import { propertiesOfResult } from "./image-options.ts";
import { ImageView } from "./image-view.ts";
import { ndArray, packedStride, sizeOf } from "./nd-array.ts";
import { allocateLike, type TypedArray } from "./typed-array.ts";

/**
 * Views of one type and order of axes as one image, one behind the other along an axis. Copies; the other axes' sizes are
 * the same, and calibration is the first view's.
 * @example concat([left, right], "column")
 */
export function concat<D extends TypedArray, A extends Axes | null>(
  views: readonly ImageView<D, A>[],
  axis: AxisOf<A>,
): ImageView<D, A> {
  const isList = Array.isArray(views) && views.every((view) => view instanceof ImageView);
  checkArgument(isList, views, "ImageError", "a list of images");
  const [first] = views;
  if (first === undefined) throw new ReticleError("ImageError", "size", "concat needs at least one view");
  const along = axisIndex(first.axes, axis);
  const others = ({ array }: ImageView<D, A>) => String(array.shape.map((size, i) => (i === along ? "*" : size)));
  for (const [index, view] of views.entries()) {
    const same =
      view.dtype === first.dtype &&
      view.components === first.components &&
      String(view.axes) === String(first.axes) &&
      others(view) === others(first);
    if (!same) {
      throw new ReticleError(
        "ImageError",
        "shape-or-dtype",
        `views differ: view ${index} is ${view}, the first one ${first}`,
      );
    }
  }
  const total = views.reduce((sum, view) => sum + view.array.shape[along], 0);
  const shape = first.array.shape.map((size, i) => (i === along ? total : size));
  const stride = packedStride(shape);
  const data = allocateLike(first.data, sizeOf(shape));
  let offset = 0;
  for (const { array } of views) {
    copyElements(array.shape, array.data, array, data, { stride, offset });
    offset += array.shape[along] * stride[along];
  }
  const calibration = (first.axes ?? []).map((name) => first.calibrationOf(name as AxisOf<A>));
  const layout = { shape, stride, offset: 0 };
  return new ImageView(
    ndArray(data, layout),
    first.axes,
    calibration,
    first.kind,
    first.components,
    propertiesOfResult(first),
  );
}

/**
 * An image in parts along an axis, each of `size` indices (the last one of what is left). They share its memory.
 * @example split(image, "column", 256)
 */
export function split<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  axis: AxisOf<A>,
  size: number,
): ImageView<D, A>[] {
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  const total = view.array.shape[axisIndex(view.axes, axis)];
  if (!(Number.isInteger(size) && size >= 1)) {
    throw new ReticleError("ImageError", "size", `parts of ${size} indices: a whole number from 1 on`);
  }
  return Array.from({ length: Math.ceil(total / size) }, (_, i) =>
    view.crop({ [axis]: [i * size, Math.min(total, (i + 1) * size)] } as never),
  );
}
