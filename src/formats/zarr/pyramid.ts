/**
 * Coarser and coarser levels of an image, each with half of the rows and columns of the one before. A pixel is the mean of
 * all pixels of the finest level that it covers, from their exact sum, rounded once; at the last row and column it may cover
 * fewer. Labels and masks keep their numbers: a pixel is the first one that it covers.
 */
import { type Axes, allocate, type ImageView, sizeOf, type TypedArray } from "../../image/index.ts";

export interface Level {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

/** @param view its last two axes are rows and columns @param count levels behind the finest one */
export function coarserLevels(view: ImageView<TypedArray, Axes>, count: number): Level[] {
  const outer = view.shape.slice(0, -2);
  const [rows, columns] = view.shape.slice(-2);
  const planes = sizeOf(outer);
  const sizes = Array.from({ length: count }, (_, i) => [rows, columns].map((size) => Math.ceil(size / 2 ** (i + 1))));
  const levels = sizes.map((size) => ({
    data: allocate(view.dtype, planes * size[0] * size[1]),
    shape: [...outer, ...size],
  }));
  const plane = planeOf(view, rows, columns);
  for (let p = 0; p < planes; p++) {
    let finer: ArrayLike<number | bigint> = plane(p);
    let [finerRows, finerColumns] = [rows, columns];
    for (const [i, { data }] of levels.entries()) {
      const [levelRows, levelColumns] = sizes[i];
      const at = p * levelRows * levelColumns;
      if (isMean(view)) {
        const sums = halved(finer as ArrayLike<number>, finerRows, finerColumns);
        putMeans(sums, data, at, { rows, columns, levelRows, levelColumns, factor: 2 ** (i + 1) });
        finer = sums;
      } else {
        finer = firsts(finer, data, at, { finerColumns, levelRows, levelColumns });
      }
      [finerRows, finerColumns] = [levelRows, levelColumns];
    }
  }
  return levels;
}

/** Sums of bigints would not be exact in doubles. */
export function isMean({ kind, data }: ImageView<TypedArray, Axes>): boolean {
  return kind !== "label" && kind !== "binary" && !(data instanceof BigInt64Array || data instanceof BigUint64Array);
}

/** The planes of a view, packed, one after the other. */
function planeOf(view: ImageView<TypedArray, Axes>, rows: number, columns: number): (index: number) => TypedArray {
  const outer = view.axes.slice(0, -2);
  const sizes = view.shape.slice(0, -2);
  return (index) => {
    let rest = index;
    const at: Record<string, number> = {};
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      at[outer[axis]] = rest % sizes[axis];
      rest = Math.floor(rest / sizes[axis]);
    }
    const { array } = view.pick(at as never) as unknown as ImageView<TypedArray, Axes>;
    const { stride, offset, data } = array;
    if (stride[1] === 1 && stride[0] === columns) return data.subarray(offset, offset + rows * columns);
    return (view.pick(at as never) as unknown as ImageView<TypedArray, Axes>).toArray();
  };
}

/** Sums of two by two. */
function halved(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const [outRows, outColumns] = [Math.ceil(rows / 2), Math.ceil(columns / 2)];
  const sums = new Float64Array(outRows * outColumns);
  const pairs = columns >> 1;
  for (let row = 0; row < rows; row++) {
    const to = (row >> 1) * outColumns;
    let at = row * columns;
    for (let pair = 0; pair < pairs; pair++, at += 2) sums[to + pair] += values[at] + values[at + 1];
    if (columns & 1) sums[to + pairs] += values[at];
  }
  return sums;
}

interface MeanSizes {
  readonly rows: number;
  readonly columns: number;
  readonly levelRows: number;
  readonly levelColumns: number;
  readonly factor: number;
}

function putMeans(
  sums: Float64Array,
  data: TypedArray,
  at: number,
  { rows, columns, levelRows, levelColumns, factor }: MeanSizes,
): void {
  const target = data as Float64Array;
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  for (let row = 0, i = 0; row < levelRows; row++) {
    const high = Math.min(factor, rows - row * factor);
    for (let column = 0; column < levelColumns; column++, i++) {
      const mean = sums[i] / (high * Math.min(factor, columns - column * factor));
      target[at + i] = isFloat ? mean : Math.floor(mean + 0.5);
    }
  }
}

function firsts(
  finer: ArrayLike<number | bigint>,
  data: TypedArray,
  at: number,
  { finerColumns, levelRows, levelColumns }: { finerColumns: number; levelRows: number; levelColumns: number },
): TypedArray {
  const out = data.subarray(at, at + levelRows * levelColumns);
  for (let row = 0, i = 0; row < levelRows; row++) {
    for (let column = 0; column < levelColumns; column++, i++)
      out[i] = finer[2 * row * finerColumns + 2 * column] as never;
  }
  return out;
}
