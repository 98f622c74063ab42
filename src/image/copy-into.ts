/** Pixels into memory that is already there. */
import { checkArgument, ReticleError } from "../errors.ts";
import type { Axes } from "./axes.ts";
import { copyElements } from "./copying/copy-elements.ts";
import { checkCapability } from "./image-options.ts";
import { type AnyImageView, ImageView } from "./image-view.ts";
import type { TypedArray } from "./typed-array.ts";

/**
 * Copies an image's pixels into the memory of another one of the same type and sizes, which is given back; axes of one name
 * lie together, whatever their order. Memory that is in use takes a large copy in less time than new memory does.
 * Throws an ImageError `shape-or-dtype` where types or sizes differ, and the codes of `reorder` where axes do.
 * @example copyInto(frame, ring.pick({ sequence: 3 }))
 */
export function copyInto<D extends TypedArray, T extends ImageView<D, Axes | null>>(
  source: ImageView<D, Axes | null>,
  target: T,
): T {
  for (const view of [source, target]) checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  checkCapability(source, "read");
  checkCapability(target, "write");
  if ((source.axes === null) !== (target.axes === null)) {
    throw new ReticleError(
      "ImageError",
      "axes-unknown",
      "the axes of one of two images have no names; reinterpret([…])",
    );
  }
  // Where both lie in the same memory, what is written could be read again.
  const apart: AnyImageView = source.sharesMemoryWith(target) ? source.copy() : source;
  const { array } = target.axes === null ? apart : apart.reorder(target.axes as never);
  const { shape } = target.array;
  if (
    source.dtype !== target.dtype ||
    source.components !== target.components ||
    String(array.shape) !== String(shape)
  ) {
    throw new ReticleError("ImageError", "shape-or-dtype", `${source} does not fit into ${target}`);
  }
  copyElements(shape, array.data, array, target.data, target.array);
  return target;
}
