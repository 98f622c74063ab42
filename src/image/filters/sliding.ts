/**
 * The least or the largest numbers of windows along an axis. Of windows of w numbers those of 2w are made by one comparison
 * each, in place; the last step lays two windows over each other, so that any length takes its logarithm of steps.
 */
import { dtypeOf, isBig, type TypedArray } from "../typed-array.ts";
import type { LineAxis } from "./packed-numbers.ts";
import { windowArrays } from "./window-kernel.ts";

/** Bytes of lines that are gathered at a time: they stay in the processor's cache. */
const bytesAtOnce = 2 ** 17;
/** Of lines that lie side by side at least so many bytes. */
const fewestBytes = 64;

/** In place, of windows that reach so far to both sides; beyond the ends nothing counts. */
export function slideAlong(
  data: TypedArray,
  { size, outer, inner }: LineAxis,
  reach: number,
  extreme: "min" | "max",
): void {
  if (reach === 0 || data.length === 0) return;
  const bytes = data.BYTES_PER_ELEMENT;
  const padded = size + 2 * reach;
  const room = Math.floor(bytesAtOnce / bytes / padded);
  const width = Math.min(inner, Math.max(fewestBytes / bytes, room));
  const together = width === inner ? Math.max(1, Math.min(outer, Math.floor(room / inner))) : 1;
  const arrays = windowArrays(data, padded * width * together);
  const lines = arrays.parts[0] as Float64Array;
  const source = data as Float64Array;
  const nothing = leastOrLargest(data, extreme === "min") as number;
  const isWhole = width === inner;
  for (let o = 0; o < outer; o += together) {
    const blocks = Math.min(together, outer - o);
    for (let k = 0; k < inner; k += width) {
      const run = Math.min(width, inner - k);
      const length = padded * run;
      for (let block = 0, at = 0; block < blocks; block++, at += length) {
        const from = (o + block) * size * inner + k;
        lines.fill(nothing, at, at + reach * run);
        if (isWhole) lines.set(source.subarray(from, from + size * inner), at + reach * run);
        else copyRows(source, from, inner, lines, at + reach * run, run, size, run);
        lines.fill(nothing, at + (reach + size) * run, at + length);
      }
      slideLines(arrays, length * blocks, run, 2 * reach + 1, extreme);
      for (let block = 0, at = 0; block < blocks; block++, at += length) {
        const to = (o + block) * size * inner + k;
        if (isWhole) source.set(lines.subarray(at, at + size * inner), to);
        else copyRows(lines, at, run, source, to, inner, size, run);
      }
    }
  }
}

function copyRows(
  source: Float64Array,
  from: number,
  fromStep: number,
  target: Float64Array,
  to: number,
  toStep: number,
  rows: number,
  length: number,
): void {
  for (let row = 0, a = from, b = to; row < rows; row++, a += fromStep, b += toStep)
    target.set(source.subarray(a, a + length), b);
}

/** Windows of `length` numbers that are `step` apart, from each of the first `count` numbers on. */
function slideLines(
  { loops, type, parts: [lines] }: ReturnType<typeof windowArrays>,
  count: number,
  step: number,
  length: number,
  extreme: "min" | "max",
): void {
  const bytes = lines.BYTES_PER_ELEMENT;
  const slide = (offset: number) => {
    const numbers = count - offset * step;
    if (numbers <= 0) return;
    if (loops === null) slideBy(lines, numbers, offset * step, extreme);
    else loops.slide(type, lines.byteOffset, numbers * bytes, offset * step * bytes, Number(extreme === "max"));
  };
  let done = 1;
  for (; 2 * done <= length; done *= 2) slide(done);
  if (done < length) slide(length - done);
}

function slideBy(lines: TypedArray, count: number, offset: number, extreme: "min" | "max"): void {
  if (isBig(lines)) {
    for (let i = 0; i < count; i++) {
      const isBehind = extreme === "min" ? lines[i + offset] < lines[i] : lines[i + offset] > lines[i];
      if (isBehind) lines[i] = lines[i + offset];
    }
    return;
  }
  const better = extreme === "min" ? Math.min : Math.max;
  for (let i = 0; i < count; i++) lines[i] = better(lines[i], lines[i + offset]);
}

/** What no number of a type is beyond. */
function leastOrLargest(data: TypedArray, isLargest: boolean): number | bigint {
  const dtype = dtypeOf(data);
  if (dtype.startsWith("float")) return isLargest ? Infinity : -Infinity;
  const bits = 8 * data.BYTES_PER_ELEMENT;
  const isUnsigned = dtype.includes("uint");
  const least = isUnsigned ? 0n : -(2n ** BigInt(bits - 1));
  const largest = 2n ** BigInt(isUnsigned ? bits : bits - 1) - 1n;
  const limit = isLargest ? largest : least;
  return isBig(data) ? limit : Number(limit);
}
