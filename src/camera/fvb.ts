/**
 * Full vertical binning: the mean of each column over all rows.
 *
 * Sums are exact: of integers up to 32 bits they stay below 2⁵³ in float64, of 64-bit ones they are made as bigint. One
 * division follows, and one rounding to float32.
 */
import { ReticleError } from "../errors.ts";
import { type AnyImageView, allocate, ImageView, type NdArray, ndArray, type TypedArray } from "../image/index.ts";
import { addRows, type Plane } from "./add-rows.ts";

/**
 * The mean of each column: over the rows of a view, over the second axis of an array without names. NaN without rows.
 * @example fvb(image)   // Float32Array, one mean a column
 */
export function fvb(image: AnyImageView | NdArray<TypedArray>): Float32Array {
  const { array, order } = planesOf(image, 2);
  const plane = planeOf(array, order);
  const means = allocate("float32", plane.columns) as Float32Array;
  meanOverRows(array.data, array.offset, plane, means);
  return means;
}

/**
 * The means of many images: (n, column, row) to (n, column). Of a view the rows and columns go by their names.
 * @example fvbImages(images)   // ndarray of float32, shape [images, columns]
 */
export function fvbImages(images: AnyImageView | NdArray<TypedArray>): NdArray<Float32Array> {
  const { array, order } = planesOf(images, 3);
  const plane = planeOf(array, order);
  const count = array.shape[order[0]];
  const means = allocate("float32", count * plane.columns) as Float32Array;
  for (let i = 0; i < count; i++) {
    const target = means.subarray(i * plane.columns, (i + 1) * plane.columns);
    meanOverRows(array.data, array.offset + i * array.stride[order[0]], plane, target);
  }
  return ndArray(means, { shape: [count, plane.columns], stride: [plane.columns, 1], offset: 0 });
}

/** The array, and its axes in the order (n,) column, row. */
function planesOf(image: AnyImageView | NdArray<TypedArray>, rank: 2 | 3) {
  const { array, axes } = image instanceof ImageView ? image : { array: image, axes: null };
  if (array?.shape?.length !== rank) {
    throw new ReticleError(
      "ImageError",
      "rank-mismatch",
      `binning ${rank === 2 ? "an image" : "images"} needs ${rank === 2 ? "the axes column and row" : "three axes: n, column and row"}; the shape is ${array?.shape?.join("×") ?? "missing"}`,
    );
  }
  const [column, row] = [axes?.indexOf("column") ?? rank - 2, axes?.indexOf("row") ?? rank - 1];
  if (column < 0 || row < 0) {
    throw new ReticleError(
      "ImageError",
      "axes-unknown-name",
      `binning needs the axes column and row; the axes are ${axes?.join(", ")}`,
    );
  }
  const others = [0, 1, 2].slice(0, rank).filter((axis) => axis !== column && axis !== row);
  return { array, order: [...others, column, row] };
}

function planeOf({ shape, stride }: NdArray<TypedArray>, order: readonly number[]): Plane {
  const [column, row] = order.slice(-2);
  return { columns: shape[column], rows: shape[row], columnStride: stride[column], rowStride: stride[row] };
}

function meanOverRows(data: TypedArray, start: number, plane: Plane, means: Float32Array): void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    meanOfBigIntegers(data, start, plane, means);
    return;
  }
  const sums = allocate("float64", plane.columns) as Float64Array;
  addRows(data, start, plane, sums);
  for (let column = 0; column < plane.columns; column++) means[column] = sums[column] / plane.rows;
}

function meanOfBigIntegers(
  data: InstanceType<typeof BigInt64Array> | InstanceType<typeof BigUint64Array>,
  start: number,
  { columns, rows, columnStride, rowStride }: Plane,
  means: Float32Array,
): void {
  for (let column = 0; column < columns; column++) {
    let sum = 0n;
    for (let row = 0, i = start + column * columnStride; row < rows; row++, i += rowStride) sum += data[i];
    means[column] = Number(sum) / rows;
  }
}
