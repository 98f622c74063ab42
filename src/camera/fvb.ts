/**
 * Full vertical binning: the mean of each column over all rows.
 *
 * Sums are exact: of integers up to 32 bits they stay below 2⁵³ in float64, of 64-bit ones they are made as bigint. One
 * division follows, and one rounding to float32. The inner loop runs along whichever axis is closer in memory.
 */
import { ReticleError } from "../errors.ts";
import { type AnyImageView, ImageView, type NdArray, ndArray, type TypedArray } from "../image/index.ts";

/** Where the pixels of one image lie. */
interface Plane {
  readonly columns: number;
  readonly rows: number;
  readonly columnStride: number;
  readonly rowStride: number;
}

/**
 * The mean of each column: over the rows of a view, over the second axis of an array without names. NaN without rows.
 * @example fvb(image)   // Float32Array, one mean a column
 */
export function fvb(image: AnyImageView | NdArray<TypedArray>): Float32Array {
  const { array, order } = planesOf(image, 2);
  const plane = planeOf(array, order);
  const means = new Float32Array(plane.columns);
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
  const means = new Float32Array(count * plane.columns);
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
  const sums = new Float64Array(plane.columns);
  // V8 makes fast code of a loop for one type of array: the two that cameras give have theirs.
  if (data instanceof Uint16Array) sumUint16(data, start, plane, sums);
  else if (data instanceof Uint32Array) sumUint32(data, start, plane, sums);
  else sumOthers(data, start, plane, sums);
  for (let column = 0; column < plane.columns; column++) means[column] = sums[column] / plane.rows;
}

function sumUint16(data: Uint16Array, start: number, plane: Plane, sums: Float64Array): void {
  const { columns, rows, columnStride, rowStride } = plane;
  if (Math.abs(columnStride) <= Math.abs(rowStride)) {
    let row = 0;
    for (; row + 3 < rows; row += 4) {
      let a = start + row * rowStride;
      let b = a + rowStride;
      let c = b + rowStride;
      let d = c + rowStride;
      for (let column = 0; column < columns; column++) {
        sums[column] += data[a] + data[b] + data[c] + data[d];
        a += columnStride;
        b += columnStride;
        c += columnStride;
        d += columnStride;
      }
    }
    for (; row < rows; row++) {
      for (let column = 0, i = start + row * rowStride; column < columns; column++, i += columnStride) {
        sums[column] += data[i];
      }
    }
    return;
  }
  for (let column = 0; column < columns; column++) {
    let i = start + column * columnStride;
    let sum = 0;
    for (let row = 0; row < rows; ) {
      // As many as an int32 takes.
      const end = Math.min(rows, row + 32768);
      let part = 0;
      for (; row + 3 < end; row += 4, i += 4 * rowStride) {
        part = (part + data[i] + data[i + rowStride] + data[i + 2 * rowStride] + data[i + 3 * rowStride]) | 0;
      }
      for (; row < end; row++, i += rowStride) part = (part + data[i]) | 0;
      sum += part;
    }
    sums[column] = sum;
  }
}

function sumUint32(data: Uint32Array, start: number, plane: Plane, sums: Float64Array): void {
  const { columns, rows, columnStride, rowStride } = plane;
  if (Math.abs(columnStride) <= Math.abs(rowStride)) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0, i = start + row * rowStride; column < columns; column++, i += columnStride) {
        sums[column] += data[i];
      }
    }
    return;
  }
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0, i = start + column * columnStride; row < rows; row++, i += rowStride) sum += data[i];
    sums[column] = sum;
  }
}

function sumOthers(data: TypedArray, start: number, plane: Plane, sums: Float64Array): void {
  const { columns, rows, columnStride, rowStride } = plane;
  const values = data as Float64Array;
  for (let row = 0; row < rows; row++) {
    for (let column = 0, i = start + row * rowStride; column < columns; column++, i += columnStride) {
      sums[column] += values[i];
    }
  }
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
