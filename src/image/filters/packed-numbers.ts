/** What filters work on: a packed copy of the numbers of an image, gone through along one axis at a time. */
import { checkArgument, ReticleError } from "../../errors.ts";
import type { Axes, Axis } from "../axes.ts";
import { axisIndex } from "../axes.ts";
import { checkCapability, type ImageKind } from "../image-options.ts";
import { type AnyImageView, ImageView } from "../image-view.ts";
import { ndArray, packedStride } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";

/** An axis of a packed array: index i of line (o, k) lies at `(o · size + i) · inner + k`. */
export interface LineAxis {
  readonly size: number;
  readonly outer: number;
  readonly inner: number;
}

/** The axes that a filter goes along, as they lie in the packed array: those named, else rows and columns. */
export function filterAxes(view: AnyImageView, names?: readonly Axis[]): { name: Axis; line: LineAxis }[] {
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  checkArgument(names === undefined || Array.isArray(names), names, "ImageError", "a list of names of axes");
  checkCapability(view, "read");
  if (names === undefined && view.axes === null) axisIndex(null, "row");
  const chosen = names ?? (["row", "column"] as const).filter((axis) => view.axes?.includes(axis));
  return chosen.map((name) => {
    const index = axisIndex(view.axes, name);
    const inner = packedStride(view.array.shape)[index];
    const size = view.array.shape[index];
    return { name, line: { size, inner, outer: size === 0 ? 0 : view.array.size / (size * inner) } };
  });
}

/** Other numbers, packed, in the place of all of an image's. */
export function withNumbers<D extends TypedArray, A extends Axes | null>(
  view: ImageView<TypedArray, A>,
  data: D,
  kind: ImageKind = view.kind,
): ImageView<D, A> {
  const { shape } = view.array;
  return view.withArray(ndArray(data, { shape, stride: packedStride(shape), offset: 0 })).as(kind);
}

/** Throws an ImageError for vector pixels, which are no 0 and 1. */
export function checkPlainPixels(view: AnyImageView): void {
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  if (view.components === 1) return;
  throw new ReticleError(
    "ImageError",
    "shape-or-dtype",
    "vector pixels are neither in nor out: extract a channel first",
  );
}
