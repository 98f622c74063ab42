/** Numbers as small whole ones in the same order, to be counted. */
import { ReticleError } from "../../errors.ts";
import { allocateLike, dtypeOf, type TypedArray } from "../typed-array.ts";

export interface Ranked {
  readonly ranks: Int32Array;
  /** All ranks are below. */
  readonly count: number;
  /** The rank of what lies beyond the borders. */
  readonly beyond: number;
  value(rank: number): number;
}

/** Integers of up to 16 bits by their distance from the least of their type, other numbers by their place among all. */
export function rankedNumbers(numbers: Float64Array, data: TypedArray, beyond: number): Ranked {
  const ranks = new Int32Array(numbers.length);
  if (data.BYTES_PER_ELEMENT <= 2) {
    const count = 2 ** (8 * data.BYTES_PER_ELEMENT);
    const least = dtypeOf(data).startsWith("int") ? -count / 2 : 0;
    checkIsOfType(beyond, data);
    for (let i = 0; i < ranks.length; i++) ranks[i] = numbers[i] - least;
    return { ranks, count, beyond: beyond - least, value: (rank) => rank + least };
  }
  // Sorting puts NaN behind all numbers.
  const sorted = new Float64Array(numbers.length + 1);
  sorted.set(numbers);
  sorted[numbers.length] = beyond;
  sorted.sort();
  // One 0 for both.
  let count = 0;
  for (const x of sorted) if (count === 0 || x !== sorted[count - 1]) sorted[count++] = x + 0;
  let numbered = count;
  while (numbered > 0 && Number.isNaN(sorted[numbered - 1])) numbered--;
  const values = sorted.subarray(0, Math.min(count, numbered + 1));
  const rankOf = (x: number) => {
    if (Number.isNaN(x)) return numbered;
    let [low, high] = [0, numbered - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[middle] < x) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  for (let i = 0; i < ranks.length; i++) ranks[i] = rankOf(numbers[i]);
  return { ranks, count: values.length, beyond: rankOf(beyond), value: (rank) => values[rank] };
}

/** Throws an ImageError `range` for a border that no pixel could be. */
export function checkIsOfType(border: number, data: TypedArray): void {
  const [stored] = allocateLike(data, 1).fill(border as never);
  if (data instanceof Float32Array || stored === border) return;
  throw new ReticleError("ImageError", "range", `border ${border} is no number of ${dtypeOf(data)}`);
}
