/** Which parts of an image lie in memory without gaps, and planes of it, copied only where they do not. */
import { checkArgument, ReticleError } from "../../errors.ts";
import type { Axes } from "../axes.ts";
import { copyPacked } from "../copying/copy-elements.ts";
import { checkCapability } from "../image-options.ts";
import { type AnyImageView, ImageView } from "../image-view.ts";
import { type NdArray, ndArray, packedStride, sizeOf } from "../nd-array.ts";
import { allocateLike, type TypedArray } from "../typed-array.ts";
import { planesOf } from "./planes.ts";

/** Of the planes of rows and columns: the axes of these names, whatever their order, else the array's two last ones. */
export interface Contiguity {
  /** No gaps at all, the last axis fastest, in the order of the array or in that of planes, rows and columns. */
  readonly cContiguous: boolean;
  /** Each row's pixels lie side by side. */
  readonly rowContiguous: boolean;
  /** Each plane's rows follow one another without gaps. */
  readonly planeContiguous: boolean;
  /** Padding at the ends of rows and planes only: what can be handed on as it is. */
  readonly sharable: boolean;
}

/**
 * How the pixels lie in memory. An axis of size 1 never breaks contiguity.
 * @example contiguityOf(volume.step({ row: 2 })).rowContiguous   // true
 */
export function contiguityOf(view: AnyImageView): Contiguity {
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  const { shape, stride } = planesOf(view);
  const rank = shape.length;
  const pixel = view.components === 1 ? 1 : 2;
  const packed = packedStride(shape);
  const isPacked = (axis: number) => axis < 0 || shape[axis] <= 1 || stride[axis] === packed[axis];
  const isEmpty = shape.includes(0);
  const rowContiguous = isEmpty || (isPacked(rank - 1) && isPacked(rank - pixel));
  const planeContiguous = isEmpty || (rowContiguous && isPacked(rank - pixel - 1));
  // Each axis' step has room for what the faster ones take.
  let isNested = rowContiguous;
  let room = shape.slice(-pixel).reduce((product, size) => product * size, 1);
  for (let axis = rank - pixel - 1; axis >= 0 && isNested; axis--) {
    if (shape[axis] <= 1) continue;
    isNested = stride[axis] >= room;
    room = stride[axis] * shape[axis];
  }
  return {
    cContiguous: isEmpty || view.isContiguous || shape.every((_, axis) => isPacked(axis)),
    rowContiguous,
    planeContiguous,
    sharable: isEmpty || isNested,
  };
}

/**
 * One plane of rows and columns (the axes of these names, else the array's two last ones): `shared` where it lies without
 * gaps, even if the volume does not, else a packed copy of that plane alone.
 * @param index of the plane: one for each axis before (sequence, slice, channel), 0 where there is none
 * @example planeOf(volume, 3).array
 */
export function planeOf<D extends TypedArray>(
  view: ImageView<D, Axes | null>,
  index: number | readonly number[] = [],
): { readonly array: NdArray<D>; readonly shared: boolean } {
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  checkCapability(view, "memoryAccess");
  const isIndex = typeof index === "number" || Array.isArray(index);
  checkArgument(isIndex, index, "ImageError", "the index of a plane, or a list of one for each axis of planes,");
  const { shape, stride, before, ...planes } = planesOf(view);
  if (before < 0) {
    throw new ReticleError("ImageError", "rank-mismatch", `a plane has 2 axes, and this view ${view.shape.length}`);
  }
  const indices = typeof index === "number" ? [index] : index;
  const given = indices.length === 0 ? new Array<number>(before).fill(0) : indices;
  let { offset } = planes;
  for (let axis = 0; axis < Math.max(before, given.length); axis++) {
    const at = given[axis];
    if (axis >= before || !(Number.isInteger(at) && at >= 0 && at < shape[axis])) {
      if (before === 0 && axis === 0 && at === 0) continue;
      throw new ReticleError(
        "ImageError",
        "size",
        `plane ${given.join(", ")} is none of ${shape.slice(0, before).join("×") || "the one plane"}`,
      );
    }
    offset += at * stride[axis];
  }
  const layout = { shape: shape.slice(before), stride: stride.slice(before), offset };
  const plane = ImageView.from(ndArray(view.data, layout), { components: view.components });
  if (plane.isContiguous) return { array: plane.array, shared: true };
  const copy = copyPacked(view.data, layout, allocateLike(view.data, sizeOf(layout.shape)));
  return {
    array: ndArray(copy, { shape: layout.shape, stride: packedStride(layout.shape), offset: 0 }),
    shared: false,
  };
}
