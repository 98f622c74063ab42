/** The loops of the median filter: a square moves along each line of a block that has its borders around it. */
import { packedStride, sizeOf } from "../nd-array.ts";
import { select } from "../numbers/percentile.ts";

/** Calls `run` for each line along the last axis: where it starts in the block, and where in the block with its borders. */
function forEachLine(sizes: readonly number[], reach: number, run: (to: number, from: number) => void): void {
  const packed = packedStride(sizes.map((size) => size + 2 * reach));
  const last = sizes.length - 1;
  const at = sizes.map(() => 0);
  const length = sizeOf(sizes);
  for (let to = 0; to < length; to += sizes[last]) {
    run(
      to,
      at.reduce((sum, i, axis) => sum + i * packed[axis], 0),
    );
    for (let axis = last - 1; axis >= 0 && ++at[axis] === sizes[axis]; axis--) at[axis] = 0;
  }
}

/** Places of the square's edge across the lines, from where the line starts. */
function edgeOf(sizes: readonly number[], reach: number): Int32Array {
  const packed = packedStride(sizes.map((size) => size + 2 * reach));
  let edge = [0];
  for (const step of packed.slice(0, -1)) {
    edge = edge.flatMap((at) => Array.from({ length: 2 * reach + 1 }, (_, i) => at + i * step));
  }
  return Int32Array.from(edge);
}

/** Medians of ranks, all below `count`, into `out`. */
export function countMedians(
  padded: Int32Array,
  out: Int32Array,
  sizes: readonly number[],
  reach: number,
  count: number,
): void {
  const edge = edgeOf(sizes, reach);
  const size = sizes[sizes.length - 1];
  const width = 2 * reach + 1;
  const middle = (edge.length * width - 1) / 2;
  const bits = Math.ceil(Math.log2(Math.max(2, count)) / 2);
  const mask = 2 ** bits - 1;
  const fine = new Int32Array(2 ** (2 * bits));
  const coarse = new Int32Array(2 ** bits);
  let median = 0;
  /** How many numbers of the square are less than `median`. */
  let below = 0;
  const change = (column: number, by: 1 | -1) => {
    for (let i = 0; i < edge.length; i++) {
      const rank = padded[column + edge[i]];
      fine[rank] += by;
      coarse[rank >> bits] += by;
      if (rank < median) below += by;
    }
  };
  forEachLine(sizes, reach, (to, from) => {
    for (let x = 0; x < width; x++) change(from + x, 1);
    for (let x = 0; ; x++) {
      while (below > middle) {
        if ((median & mask) === 0 && below - coarse[(median >> bits) - 1] > middle) {
          median -= mask + 1;
          below -= coarse[median >> bits];
        } else below -= fine[--median];
      }
      while (below + fine[median] <= middle) {
        const block = (median & mask) === 0 ? coarse[median >> bits] : -1;
        if (block >= 0 && below + block <= middle) {
          below += block;
          median += mask + 1;
        } else below += fine[median++];
      }
      out[to + x] = median;
      change(from + x, -1);
      if (x + 1 === size) break;
      change(from + x + width, 1);
    }
    // What is left of the last square goes one by one: the counts are many more.
    for (let x = size; x < size + width - 1; x++) change(from + x, -1);
  });
}

/** Medians of numbers, none of them NaN, into `out`: each square is searched by itself. */
export function searchMedians(padded: Float64Array, out: Float64Array, sizes: readonly number[], reach: number): void {
  const edge = edgeOf(sizes, reach);
  const size = sizes[sizes.length - 1];
  const width = 2 * reach + 1;
  const square = new Float64Array(edge.length * width);
  forEachLine(sizes, reach, (to, from) => {
    for (let x = 0; x < size; x++) {
      let count = 0;
      for (let i = 0; i < edge.length; i++) {
        const start = from + x + edge[i];
        for (let k = 0; k < width; k++) square[count++] = padded[start + k];
      }
      out[to + x] = select(square, 0, count - 1, (count - 1) / 2);
    }
  });
}
