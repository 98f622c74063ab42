/**
 * Sums of the columns of an image over its rows, exact for integers of up to 32 bits.
 *
 * Pixels of 16 bits that lie side by side are read as words of 32 bits, whose halves are summed apart in integers: two
 * pixels at a time. A sum of 32768 halves still fits an int32. Those of 32 bits are summed in float64, several rows at a
 * time. Each kind has loops of its own, since V8 makes fast code of a loop for one type of array.
 */
import type { TypedArray } from "../image/index.ts";
import { isLittleEndian } from "../platform/index.ts";

/** Where the pixels of one image lie. */
export interface Plane {
  readonly columns: number;
  readonly rows: number;
  readonly columnStride: number;
  readonly rowStride: number;
}

type Numbers = Exclude<TypedArray, InstanceType<typeof BigInt64Array> | InstanceType<typeof BigUint64Array>>;

/** Halves of words whose sum fits an int32. */
const mostHalves = 32768;

/** Adds each column's rows to `sums`. The first pixel is element `start`. */
export function addRows(data: Numbers, start: number, plane: Plane, sums: Float64Array): void {
  const { columns, rows, columnStride, rowStride } = plane;
  if (columns === 0 || rows === 0) return;
  if (data instanceof Uint16Array && isLittleEndian && (data.byteOffset + 2 * start) % 4 === 0) {
    const isEven = (stride: number) => stride >= 0 && stride % 2 === 0;
    const words = (length: number) => new Uint32Array(data.buffer, data.byteOffset + 2 * start, length);
    if (columnStride === 1 && columns > 1 && isEven(rowStride)) {
      const [length, stride] = [columns >> 1, rowStride / 2];
      addRowsOfWords(words((rows - 1) * stride + length), length, rows, stride, sums);
      const odd = 2 * length;
      if (odd < columns) addStrided(data, start + odd, { ...plane, columns: 1 }, sums.subarray(odd));
      return;
    }
    if (rowStride === 1 && rows > 1 && isEven(columnStride)) {
      const [length, stride] = [rows >> 1, columnStride / 2];
      addRunsOfWords(words((columns - 1) * stride + length), length, columns, stride, sums);
      const odd = 2 * length;
      if (odd < rows) addStrided(data, start + odd, { ...plane, rows: 1 }, sums);
      return;
    }
  }
  if (data instanceof Uint32Array && columnStride === 1) addRowsOfUint32(data, start, plane, sums);
  else if (data instanceof Uint32Array && rowStride === 1) addRunsOfUint32(data, start, plane, sums);
  else addStrided(data, start, plane, sums);
}

/** Columns side by side: rows of `length` words are added up, eight at a time. */
function addRowsOfWords(words: Uint32Array, length: number, rows: number, stride: number, sums: Float64Array): void {
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
      sums[2 * i] += low[i];
      sums[2 * i + 1] += high[i];
    }
    low.fill(0);
    high.fill(0);
  }
}

/** Rows side by side: each column is a run of `length` words. */
function addRunsOfWords(words: Uint32Array, length: number, columns: number, stride: number, sums: Float64Array): void {
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
      sums[column] += low + high;
    }
  }
}

/** Columns side by side: rows are added up eight at a time. */
function addRowsOfUint32(data: Uint32Array, start: number, plane: Plane, sums: Float64Array): void {
  const { columns, rows, rowStride } = plane;
  let row = 0;
  for (; row + 7 < rows; row += 8) {
    const r0 = start + row * rowStride;
    const r1 = r0 + rowStride;
    const r2 = r1 + rowStride;
    const r3 = r2 + rowStride;
    const r4 = r3 + rowStride;
    const r5 = r4 + rowStride;
    const r6 = r5 + rowStride;
    const r7 = r6 + rowStride;
    for (let i = 0; i < columns; i++) {
      sums[i] +=
        data[r0 + i] +
        data[r1 + i] +
        (data[r2 + i] + data[r3 + i]) +
        (data[r4 + i] + data[r5 + i] + (data[r6 + i] + data[r7 + i]));
    }
  }
  for (; row < rows; row++) {
    for (let i = 0, j = start + row * rowStride; i < columns; i++, j++) sums[i] += data[j];
  }
}

/** Rows side by side: each column is a run, summed in four parts that do not wait for each other. */
function addRunsOfUint32(data: Uint32Array, start: number, plane: Plane, sums: Float64Array): void {
  const { columns, rows, columnStride } = plane;
  for (let column = 0; column < columns; column++) {
    let i = start + column * columnStride;
    const end = i + rows;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (; i + 3 < end; i += 4) {
      a += data[i];
      b += data[i + 1];
      c += data[i + 2];
      d += data[i + 3];
    }
    for (; i < end; i++) a += data[i];
    sums[column] += a + b + (c + d);
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
