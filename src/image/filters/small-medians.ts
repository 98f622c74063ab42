/**
 * Medians of small squares of numbers of any type but integers of 64 bits, without NaN. Of 3×3 each column of three is sorted once,
 * and the median is that of the largest of the least, the median of the middle ones and the least of the largest (Smith,
 * "Implementing median filters in XC4000E FPGAs", 1996). Of larger ones the least and the largest of some are forgotten
 * until three are left (Paeth, "Median finding on a 3×3 grid", 1990).
 */
import { allocateLike, type TypedArray } from "../typed-array.ts";
import { type Border, borderIndices } from "./border.ts";
import { type WindowArrays, windowArrays } from "./window-kernel.ts";

/** Bytes of rows that are filtered at a time: they stay in the processor's cache. */
const bytesAtOnce = 2 ** 17;

/** The farthest that these squares reach: of larger ones numbers are counted sooner. */
export const mostSmallReach = 3;

/** Of packed planes one behind the other; a number as border is one of the type. */
export function smallMedians<D extends TypedArray>(
  data: D,
  [rows, columns]: readonly number[],
  reach: number,
  border: Border,
): D {
  const result = allocateLike(data, data.length);
  const [source, target] = [data, result] as unknown as Float64Array[];
  const rowIndices = borderIndices(rows, reach, border);
  const columnIndices = borderIndices(columns, reach, border);
  const beyond = typeof border === "number" ? border : 0;
  const bytes = data.BYTES_PER_ELEMENT;
  const width = columns + 2 * reach;
  const most = Math.min(rows, Math.max(1, Math.floor(bytesAtOnce / bytes / width) - 2 * reach));
  // Three rows, each of which ends up to two vectors behind its pixels; or the vectors that are kept.
  const scratchLength = Math.max(3 * (width + 32 / bytes), (16 * (2 * reach + 1) ** 2) / bytes);
  const arrays = windowArrays(data, (most + 2 * reach) * width, most * columns, scratchLength);
  const [lines, out] = arrays.parts as unknown as Float64Array[];
  for (let plane = 0; plane < data.length; plane += rows * columns) {
    for (let first = 0; first < rows; first += most) {
      const count = Math.min(most, rows - first);
      for (let line = 0, at = 0; line < count + 2 * reach; line++, at += width) {
        const row = rowIndices[first + line];
        if (row < 0) {
          lines.fill(beyond, at, at + width);
          continue;
        }
        const from = plane + row * columns;
        lines.set(source.subarray(from, from + columns), at + reach);
        for (let k = 0; k < reach; k++) {
          const [left, right] = [columnIndices[k], columnIndices[columns + reach + k]];
          lines[at + k] = left < 0 ? beyond : source[from + left];
          lines[at + columns + reach + k] = right < 0 ? beyond : source[from + right];
        }
      }
      filterRows(arrays, count, columns, reach);
      target.set(out.subarray(0, count * columns), plane + first * columns);
    }
  }
  return result;
}

function filterRows({ loops, type, parts }: WindowArrays, rows: number, columns: number, reach: number): void {
  const [lines, out, scratch] = parts as unknown as Float64Array[];
  const width = columns + 2 * reach;
  if (loops === null) {
    for (let row = 0; row < rows; row++) {
      if (reach === 1) filterRow(lines, row * width, columns, out, row * columns);
      else searchRow(lines, row * width, columns, reach, out, row * columns);
    }
    return;
  }
  const bytes = lines.BYTES_PER_ELEMENT;
  const [from, to, step, row] = [lines.byteOffset, out.byteOffset, width * bytes, columns * bytes];
  if (reach === 1) loops.medians(type, from, step, rows, row, to, row, scratch.byteOffset);
  else loops.largerMedians(type, from, step, 2 * reach + 1, rows, row, to, row, scratch.byteOffset);
}

function searchRow(
  lines: Float64Array,
  from: number,
  columns: number,
  reach: number,
  out: Float64Array,
  to: number,
): void {
  const side = 2 * reach + 1;
  const width = columns + 2 * reach;
  const square = new Float64Array(side * side);
  for (let x = 0; x < columns; x++) {
    for (let row = 0; row < side; row++) {
      const start = from + x + row * width;
      square.set(lines.subarray(start, start + side), row * side);
    }
    // With −0 before 0, as the vectors have them.
    out[to + x] = square.sort()[(side * side - 1) / 2];
  }
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
