/**
 * Sums of the columns of an image over its rows, exact for integers of up to 32 bits.
 *
 * Where pixels of 16 or 32 bits lie side by side, whole words of 32 bits are read and their halves are summed apart, in
 * integers: two pixels of 16 bits at a time, or the halves of one of 32 bits, which float64 would have to convert one by
 * one. A sum of 32768 halves still fits an int32.
 */
import type { TypedArray } from "../image/index.ts";

/** Where the pixels of one image lie. */
export interface Plane {
  readonly columns: number;
  readonly rows: number;
  readonly columnStride: number;
  readonly rowStride: number;
}

type Numbers = Exclude<TypedArray, InstanceType<typeof BigInt64Array> | InstanceType<typeof BigUint64Array>>;

const mostHalves = 32768;
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Adds each column's rows to `sums`. The first pixel is element `start`. */
export function addRows(data: Numbers, start: number, plane: Plane, sums: Float64Array): void {
  const { columns, rows, columnStride, rowStride } = plane;
  if (columns === 0 || rows === 0) return;
  const pixelsPerWord = data instanceof Uint32Array ? 1 : 2;
  const isWhole = (stride: number) => stride >= 0 && stride % pixelsPerWord === 0;
  const isAligned = (data.byteOffset + start * data.BYTES_PER_ELEMENT) % 4 === 0;
  const hasWords = (data instanceof Uint16Array || data instanceof Uint32Array) && isAligned && isLittleEndian;
  if (hasWords && columnStride === 1 && (isWhole(rowStride) || rows === 1)) {
    const paired = columns - (columns % pixelsPerWord);
    const wordStride = rows === 1 ? 0 : rowStride / pixelsPerWord;
    const length = paired / pixelsPerWord;
    if (length > 0)
      addRowsOfWords(
        wordsOf(data, start, (rows - 1) * wordStride + length),
        length,
        rows,
        wordStride,
        pixelsPerWord === 2,
        sums,
      );
    if (paired < columns) {
      addStrided(data, start + paired, { ...plane, columns: 1 }, sums.subarray(paired));
    }
  } else if (hasWords && rowStride === 1 && (isWhole(columnStride) || columns === 1)) {
    const paired = rows - (rows % pixelsPerWord);
    const wordStride = columns === 1 ? 0 : columnStride / pixelsPerWord;
    const length = paired / pixelsPerWord;
    if (length > 0)
      addRunsOfWords(
        wordsOf(data, start, (columns - 1) * wordStride + length),
        length,
        columns,
        wordStride,
        pixelsPerWord === 2,
        sums,
      );
    if (paired < rows) addStrided(data, start + paired, { ...plane, rows: 1 }, sums);
  } else addStrided(data, start, plane, sums);
}

function wordsOf(data: Numbers, start: number, length: number): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset + start * data.BYTES_PER_ELEMENT, length);
}

/** Columns side by side: rows of `length` words are added up, eight at a time. */
function addRowsOfWords(
  words: Uint32Array,
  length: number,
  rows: number,
  stride: number,
  isPair: boolean,
  sums: Float64Array,
): void {
  const low = new Int32Array(length);
  const high = new Int32Array(length);
  for (let row = 0; row < rows; ) {
    const end = Math.min(rows, row + mostHalves);
    for (; row + 7 < end; row += 8) {
      const r0 = row * stride;
      const r1 = r0 + stride;
      const r2 = r1 + stride;
      const r3 = r2 + stride;
      const r4 = r3 + stride;
      const r5 = r4 + stride;
      const r6 = r5 + stride;
      const r7 = r6 + stride;
      for (let i = 0; i < length; i++) {
        const a = words[r0 + i];
        const b = words[r1 + i];
        const c = words[r2 + i];
        const d = words[r3 + i];
        const e = words[r4 + i];
        const f = words[r5 + i];
        const g = words[r6 + i];
        const h = words[r7 + i];
        low[i] =
          (low[i] +
            ((a & 0xffff) + (b & 0xffff) + (c & 0xffff) + (d & 0xffff)) +
            ((e & 0xffff) + (f & 0xffff) + (g & 0xffff) + (h & 0xffff))) |
          0;
        high[i] =
          (high[i] +
            ((a >>> 16) + (b >>> 16) + (c >>> 16) + (d >>> 16)) +
            ((e >>> 16) + (f >>> 16) + (g >>> 16) + (h >>> 16))) |
          0;
      }
    }
    for (; row < end; row++) {
      for (let i = 0, j = row * stride; i < length; i++, j++) {
        const a = words[j];
        low[i] = (low[i] + (a & 0xffff)) | 0;
        high[i] = (high[i] + (a >>> 16)) | 0;
      }
    }
    for (let i = 0; i < length; i++) {
      if (isPair) {
        sums[2 * i] += low[i];
        sums[2 * i + 1] += high[i];
      } else sums[i] += low[i] + 65536 * high[i];
    }
    low.fill(0);
    high.fill(0);
  }
}

/** Rows side by side: each column is a run of `length` words. */
function addRunsOfWords(
  words: Uint32Array,
  length: number,
  columns: number,
  stride: number,
  isPair: boolean,
  sums: Float64Array,
): void {
  const weight = isPair ? 1 : 65536;
  for (let column = 0; column < columns; column++) {
    const stop = column * stride + length;
    for (let i = column * stride; i < stop; ) {
      const end = Math.min(stop, i + mostHalves);
      let low = 0;
      let high = 0;
      for (; i + 3 < end; i += 4) {
        const a = words[i];
        const b = words[i + 1];
        const c = words[i + 2];
        const d = words[i + 3];
        low = (low + (a & 0xffff) + (b & 0xffff) + (c & 0xffff) + (d & 0xffff)) | 0;
        high = (high + (a >>> 16) + (b >>> 16) + (c >>> 16) + (d >>> 16)) | 0;
      }
      for (; i < end; i++) {
        low = (low + (words[i] & 0xffff)) | 0;
        high = (high + (words[i] >>> 16)) | 0;
      }
      sums[column] += low + weight * high;
    }
  }
}

/** Any numbers at any distances, along whichever axis is closer in memory. */
function addStrided(data: Numbers, start: number, plane: Plane, sums: Float64Array): void {
  const { columns, rows, columnStride, rowStride } = plane;
  const values = data as Float64Array;
  if (Math.abs(columnStride) <= Math.abs(rowStride)) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0, i = start + row * rowStride; column < columns; column++, i += columnStride) {
        sums[column] += values[i];
      }
    }
    return;
  }
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0, i = start + column * columnStride; row < rows; row++, i += rowStride) sum += values[i];
    sums[column] += sum;
  }
}
