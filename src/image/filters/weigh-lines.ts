/** Weighted sums along lines, in the memory of WebAssembly (wasm/weigh.ts) where they fit in, or in TypeScript. */
import { growMemory, isLittleEndian, OptionalLoops } from "../../platform/index.ts";
import type { LineBuffers, LineFilter } from "./filter-lines.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  weigh(padded: number, count: number, step: number, weights: number, reach: number, out: number): void;
}

/** More bytes of lines are not kept in memory that is never given back. */
const mostBytes = 2 ** 25;
/** So many numbers more are read and written. */
const slack = 8;
/** The first bytes of the memory belong to the loop. */
const firstPlace = 64;

const loops = new OptionalLoops(new URL("./weigh.wasm", import.meta.url), (exports) => exports as unknown as Exports);

/** Sums weighted by the middle of a kernel and one side of it, and where their lines are to lie. */
export function weighing(
  kernel: Float64Array,
  size: number,
): { filter: LineFilter; buffers?: (padded: number, out: number) => LineBuffers } {
  const found = isLittleEndian ? loops.get() : null;
  const reach = kernel.length - 1;
  if (found === null) return { filter: weighted(kernel, size) };
  const { memory, weigh } = found;
  const twin = weighted(kernel, size);
  const buffers = (padded: number, out: number): LineBuffers => {
    const room = (length: number) => 8 * (length + slack);
    const first = firstPlace + room(kernel.length);
    const second = first + room(padded);
    const end = second + room(out);
    if (end > mostBytes) return { padded: new Float64Array(padded), out: new Float64Array(out) };
    growMemory(memory, end);
    new Float64Array(memory.buffer, firstPlace, kernel.length).set(kernel);
    return {
      padded: new Float64Array(memory.buffer, first, padded),
      out: new Float64Array(memory.buffer, second, out),
    };
  };
  return {
    buffers,
    filter: (padded, out, width) => {
      if (padded.buffer !== memory.buffer) twin(padded, out, width);
      else weigh(padded.byteOffset, size * width, 8 * width, firstPlace, reach, out.byteOffset);
    },
  };
}

/** The weighted sum around each number of a line. */
function weighted(kernel: Float64Array, size: number): LineFilter {
  const reach = kernel.length - 1;
  return (padded, out, width) => {
    for (let i = 0; i < size * width; i++) {
      const middle = i + reach * width;
      let sum = kernel[0] * padded[middle];
      for (let k = 1, step = width; k <= reach; k++, step += width) {
        sum += kernel[k] * (padded[middle - step] + padded[middle + step]);
      }
      out[i] = sum;
    }
  };
}

/** Weighs without WebAssembly while `run` does. */
export function withoutWeighingLoops<T>(run: () => T): T {
  return loops.without(run);
}
