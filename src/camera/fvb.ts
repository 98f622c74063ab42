/**
 * Full vertical binning: the mean of each column over all rows.
 *
 * Sums are exact: of integers up to 32 bits they stay below 2⁵³ in float64, of 64-bit ones they are made as bigint. One
 * division follows, and one rounding to float32.
 */
import { ReticleError } from "../errors.ts";
import {
  type AnyImageView,
  allocate,
  ImageView,
  type Layout,
  type NdArray,
  ndArray,
  reduce,
  type TypedArray,
} from "../image/index.ts";

/**
 * The mean of each column: over the rows of a view, over the second axis of an array without names. NaN without rows.
 * @example fvb(image)   // Float32Array, one mean a column
 */
export function fvb(image: AnyImageView | NdArray<TypedArray>): Float32Array {
  const { data, layout } = planesOf(image, 2);
  return meansOverRows(data, layout);
}

/**
 * The means of many images: (n, column, row) to (n, column). Of a view the rows and columns go by their names.
 * @example fvbImages(images)   // ndarray of float32, shape [images, columns]
 */
export function fvbImages(images: AnyImageView | NdArray<TypedArray>): NdArray<Float32Array> {
  const { data, layout } = planesOf(images, 3);
  const [count, columns] = layout.shape;
  return ndArray(meansOverRows(data, layout), { shape: [count, columns], stride: [columns, 1], offset: 0 });
}

/** The pixels, and how they lie along the axes (n,) column, row. */
function planesOf(image: AnyImageView | NdArray<TypedArray>, rank: 2 | 3): { data: TypedArray; layout: Layout } {
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
  const order = [...others, column, row];
  const { data, shape, stride, offset } = array;
  return {
    data,
    layout: { shape: order.map((axis) => shape[axis]), stride: order.map((axis) => stride[axis]), offset },
  };
}

function meansOverRows(data: TypedArray, layout: Layout): Float32Array {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return meansOfBigIntegers(data, layout);
  return Float32Array.from(reduce(data, layout, [layout.shape.length - 1], "mean"));
}

function meansOfBigIntegers(
  data: InstanceType<typeof BigInt64Array> | InstanceType<typeof BigUint64Array>,
  { shape, stride, offset }: Layout,
): Float32Array {
  const [count, columns, rows] = [1, ...shape].slice(-3);
  const [step, columnStep, rowStep] = [0, ...stride].slice(-3);
  const means = allocate("float32", count * columns) as Float32Array;
  for (let i = 0; i < means.length; i++) {
    let sum = 0n;
    let at = offset + Math.floor(i / columns) * step + (i % columns) * columnStep;
    for (let row = 0; row < rows; row++, at += rowStep) sum += data[at];
    means[i] = Number(sum) / rows;
  }
  return means;
}
