/** Arrays as IPSDK has them: z, y, x with x fastest; colours as three planes; binary and label images. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes } from "../axes.ts";
import type { ImageKind } from "../image-options.ts";
import { type AnyImageView, ImageView } from "../image-view.ts";
import type { NdArray } from "../nd-array.ts";
import { shapeText } from "../pixels-given.ts";
import { type Dtype, dtypeOf, type TypedArray } from "../typed-array.ts";

/** Sizes in IPSDK's order, the reverse of the array's. */
export interface ArrayGeometry {
  readonly sizeX: number;
  readonly sizeY: number;
  readonly sizeZ?: number;
  /** 3 for colours: the array's first axis. */
  readonly sizeC?: number;
}

/**
 * An array of rows and columns, or of slices, rows and columns, as an image that shares its memory. With a geometry an
 * array of three planes a channel may be an RGB image or volume as well: (3, z, y, x).
 * Throws an ImageError `rank-mismatch`, and `geometry` where sizes of the geometry are not those of the array.
 * @example fromArray(ndarray(new Uint8Array(35), [7, 5]), { sizeX: 5, sizeY: 7 })
 */
export function fromArray<D extends TypedArray>(array: NdArray<D>, geometry?: ArrayGeometry): ImageView<D, Axes> {
  checkArray(array);
  const { shape } = array;
  if (geometry === undefined) {
    if (shape.length !== 2 && shape.length !== 3) throw rankError(shape, "2 (row, column) or 3 (slice, row, column)");
    return view(array, shape.length === 2 ? ["row", "column"] : ["slice", "row", "column"], "scalar");
  }
  const { sizeX, sizeY, sizeZ, sizeC } = optionsOf(geometry, "ImageError", ["sizeX", "sizeY", "sizeZ", "sizeC"]);
  const axes: Axes = [
    ...(sizeC === undefined ? [] : (["channel"] as const)),
    ...(sizeZ === undefined ? [] : (["slice"] as const)),
    "row",
    "column",
  ];
  const sizes = [sizeC, sizeZ, sizeY, sizeX].filter((size) => size !== undefined);
  if (axes.length !== shape.length || sizes.some((size, axis) => size !== shape[axis])) {
    throw new ReticleError(
      "ImageError",
      "geometry",
      `a geometry of ${axes.map((axis, i) => `${sizes[i]} ${axis}s`).join(", ")} does not fit an array of ${shapeText(shape)}`,
    );
  }
  if (sizeC !== undefined && sizeC !== 3) {
    throw new ReticleError("ImageError", "geometry", `sizeC is ${sizeC}: a geometry has 3 colours or none`);
  }
  return view(array, axes, sizeC === 3 ? "rgb" : "scalar");
}

/**
 * Three planes of colour (channel, row, column) as an RGB image that shares their memory.
 * Throws an ImageError `shape-or-dtype` for any other array.
 * @example fromRgbArray(ndarray(new Uint8Array(60), [3, 4, 5]))
 */
export function fromRgbArray<D extends TypedArray>(
  array: NdArray<D>,
): ImageView<D, readonly ["channel", "row", "column"]> {
  checkArray(array);
  if (array.shape.length !== 3 || array.shape[0] !== 3) {
    throw new ReticleError(
      "ImageError",
      "shape-or-dtype",
      `an RGB array is (3, rows, columns), and this one ${shapeText(array.shape)}`,
    );
  }
  return view(array, ["channel", "row", "column"], "rgb") as never;
}

/**
 * An array of 0 and 1 (int8 or uint8; numpy's bool arrives as uint8) as a binary image that shares its memory.
 * Throws an ImageError `shape-or-dtype` for other types, and for others than 2 or 3 axes.
 * @example fromBinaryArray(ndarray(mask, [rows, columns]))
 */
export function fromBinaryArray<D extends TypedArray>(array: NdArray<D>): ImageView<D, Axes> {
  return ofKind(array, "binary", ["int8", "uint8"]);
}

/**
 * An array of numbers of objects (uint16 or uint32) as a label image that shares its memory.
 * Throws an ImageError `shape-or-dtype` for other types, and for others than 2 or 3 axes.
 * @example fromLabelArray(ndarray(new Uint16Array(20), [4, 5]))
 */
export function fromLabelArray<D extends TypedArray>(array: NdArray<D>): ImageView<D, Axes> {
  return ofKind(array, "label", ["uint16", "uint32"]);
}

function ofKind<D extends TypedArray>(
  array: NdArray<D>,
  kind: ImageKind,
  allowed: readonly Dtype[],
): ImageView<D, Axes> {
  checkArray(array);
  const dtype = dtypeOf(array.data);
  const rank = array.shape.length;
  if (!allowed.includes(dtype) || (rank !== 2 && rank !== 3)) {
    throw new ReticleError(
      "ImageError",
      "shape-or-dtype",
      `a ${kind} array is ${allowed.join(" or ")} of 2 or 3 axes, and this one ${dtype} of ${shapeText(array.shape)}`,
    );
  }
  return view(array, rank === 2 ? ["row", "column"] : ["slice", "row", "column"], kind);
}

function view<D extends TypedArray>(array: NdArray<D>, axes: Axes, kind: ImageKind): ImageView<D, Axes> {
  return ImageView.from(array as NdArray<TypedArray>, { axes, kind }) as AnyImageView as ImageView<D, Axes>;
}

function rankError(shape: readonly number[], wanted: string): ReticleError {
  return new ReticleError(
    "ImageError",
    "rank-mismatch",
    `an array of ${shapeText(shape)} has ${shape.length} axes: ${wanted} are taken`,
  );
}

function checkArray(array: { readonly shape: readonly number[]; readonly data: unknown }): void {
  const wanted = "an ndarray (numbers alone become an image by ImageView.from(data, { shape, axes }))";
  checkArgument(Array.isArray(array?.shape) && ArrayBuffer.isView(array.data), array, "ImageError", wanted);
}
