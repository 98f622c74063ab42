/** Arrays in chunks: blocks of one size that lie side by side. */
import type { TypedArray } from "../../image/index.ts";
import type { Box } from "../cropped-reading.ts";

/** Indices of all chunks that a box lies in. */
export function* chunkPlaces({ starts, counts }: Box, chunks: readonly number[]): Generator<number[]> {
  if (counts.includes(0)) return;
  const firsts = starts.map((start, i) => Math.floor(start / chunks[i]));
  const ends = starts.map((start, i) => Math.ceil((start + counts[i]) / chunks[i]));
  const place = [...firsts];
  for (;;) {
    yield [...place];
    let axis = place.length - 1;
    for (; axis >= 0; axis--) {
      if (++place[axis] < ends[axis]) break;
      place[axis] = firsts[axis];
    }
    if (axis < 0) return;
  }
}

interface Block {
  readonly data: TypedArray;
  readonly stride: readonly number[];
  readonly at: number;
}

/** Copies a block of elements between two strided arrays, lines along the last axis. */
export function copyBlock(from: Block, to: Block, counts: readonly number[]): void {
  const source = from.data as Float64Array;
  const target = to.data as Float64Array;
  const last = counts.length - 1;
  const visit = (axis: number, read: number, write: number): void => {
    if (axis < last) {
      for (let i = 0; i < counts[axis]; i++) visit(axis + 1, read + i * from.stride[axis], write + i * to.stride[axis]);
      return;
    }
    const [length, step, stepTo] = last < 0 ? [1, 1, 1] : [counts[last], from.stride[last], to.stride[last]];
    if (step === 1 && stepTo === 1) target.set(source.subarray(read, read + length), write);
    else for (let i = 0; i < length; i++) target[write + i * stepTo] = source[read + i * step];
  };
  visit(0, from.at, to.at);
}
