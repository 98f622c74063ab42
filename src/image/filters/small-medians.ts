/**
 * Medians of 3×3 numbers of any type but integers of 64 bits, without NaN: each column of three is sorted once, and the median is
 * that of the largest of the least, the median of the middle ones and the least of the largest (Smith, "Implementing median
 * filters in XC4000E FPGAs", 1996).
 */
import { allocateLike, type TypedArray } from "../typed-array.ts";
import { type Border, borderIndices } from "./border.ts";
import { windowArrays } from "./window-kernel.ts";

/** Bytes of rows that are filtered at a time: they stay in the processor's cache. */
const bytesAtOnce = 2 ** 17;

/** Of packed planes one behind the other; a number as border is one of the type. */
export function mediansOfNine<D extends TypedArray>(data: D, rows: number, columns: number, border: Border): D {
  const result = allocateLike(data, data.length);
  const [source, target] = [data, result] as unknown as Float64Array[];
  const rowIndices = borderIndices(rows, 1, border);
  const columnIndices = borderIndices(columns, 1, border);
  const [left, right] = [columnIndices[0], columnIndices[columns + 1]];
  const beyond = typeof border === "number" ? border : 0;
  const bytes = data.BYTES_PER_ELEMENT;
  const width = columns + 2;
  const most = Math.min(rows, Math.max(1, Math.floor(bytesAtOnce / bytes / width) - 2));
  // Three rows, each of which ends up to two vectors behind its pixels.
  const scratchLength = 3 * (width + 32 / bytes);
  const arrays = windowArrays(data, (most + 2) * width, most * columns, scratchLength);
  const [lines, out] = arrays.parts as unknown as Float64Array[];
  for (let plane = 0; plane < data.length; plane += rows * columns) {
    for (let first = 0; first < rows; first += most) {
      const count = Math.min(most, rows - first);
      for (let line = 0, at = 0; line < count + 2; line++, at += width) {
        const row = rowIndices[first + line];
        if (row < 0) {
          lines.fill(beyond, at, at + width);
          continue;
        }
        const from = plane + row * columns;
        lines.set(source.subarray(from, from + columns), at + 1);
        lines[at] = left < 0 ? beyond : source[from + left];
        lines[at + width - 1] = right < 0 ? beyond : source[from + right];
      }
      filterRows(arrays, count, columns);
      target.set(out.subarray(0, count * columns), plane + first * columns);
    }
  }
  return result;
}

function filterRows({ loops, type, parts }: ReturnType<typeof windowArrays>, rows: number, columns: number): void {
  const [lines, out, scratch] = parts as unknown as Float64Array[];
  if (loops === null) {
    for (let row = 0; row < rows; row++) filterRow(lines, row * (columns + 2), columns, out, row * columns);
    return;
  }
  const bytes = lines.BYTES_PER_ELEMENT;
  const step = (columns + 2) * bytes;
  const row = columns * bytes;
  loops.medians(type, lines.byteOffset, step, rows, row, out.byteOffset, row, scratch.byteOffset);
}

function filterRow(lines: Float64Array, from: number, columns: number, out: Float64Array, to: number): void {
  const width = columns + 2;
  const [lows, middles, highs] = [0, 1, 2].map(() => new Float64Array(width));
  for (let x = 0; x < width; x++) {
    const [a, b, c] = [lines[from + x], lines[from + width + x], lines[from + 2 * width + x]];
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const middle = Math.max(low, c);
    lows[x] = Math.min(low, c);
    middles[x] = Math.min(high, middle);
    highs[x] = Math.max(high, middle);
  }
  for (let x = 0; x < columns; x++) {
    const low = Math.max(lows[x], lows[x + 1], lows[x + 2]);
    const high = Math.min(highs[x], highs[x + 1], highs[x + 2]);
    out[to + x] = median(low, median(middles[x], middles[x + 1], middles[x + 2]), high);
  }
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
