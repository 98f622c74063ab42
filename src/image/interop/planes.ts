/** Images as planes of rows and columns, whatever the order of their axes. */
import { type Axes, numpyAxes } from "../axes.ts";
import type { AnyImageView } from "../image-view.ts";
import type { Layout } from "../nd-array.ts";

/** The axes of planes first (sequence, slice, channel), then row, column, and the components of vector pixels. */
export interface Planes extends Layout {
  /** How many axes planes have. */
  readonly before: number;
  /** The array's axis of each of these. */
  readonly indices: readonly number[];
}

/** Rows and columns by their names; the array's two last axes where it has none. */
export function planesOf({ axes, array, components }: AnyImageView): Planes {
  const { shape, stride, offset } = array;
  const before = shape.length - (components === 1 ? 2 : 3);
  let indices = shape.map((_, axis) => axis);
  if (axes?.includes("row") && axes.includes("column")) {
    const order: Axes = [...numpyAxes.filter((axis) => axis !== "row" && axis !== "column"), "row", "column"];
    indices = order.map((axis) => axes.indexOf(axis)).filter((index) => index >= 0);
    if (components > 1) indices.push(axes.length);
  }
  return { shape: indices.map((i) => shape[i]), stride: indices.map((i) => stride[i]), offset, before, indices };
}
