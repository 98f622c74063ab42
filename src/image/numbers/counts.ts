/** How often each number is there, where there are few that can be: integers of up to 16 bits. */
import type { Layout } from "../nd-array.ts";
import { dtypeOf, type TypedArray } from "../typed-array.ts";
import { forEachRun } from "./for-each-run.ts";

/** From here on counting takes less time than selecting. */
export const manyNumbers = 20_000;

/** Integers of up to 16 bits are counted. */
export function isShort(data: TypedArray): boolean {
  return data.BYTES_PER_ELEMENT <= 2;
}

/** The least of them is counted first. */
export const leastShort = -32768;

type Short = Uint8Array | Uint8ClampedArray | Int8Array | Uint16Array | Int16Array;
type Counter = (data: Short, start: number, step: number, count: number, counts: Uint32Array) => void;

/** The same loop for each type of array: one that met them all would be several times as slow. */
const counters: Readonly<Record<string, Counter>> = {
  uint8: (data, start, step, count, counts) => {
    for (let i = 0, j = start; i < count; i++, j += step) counts[data[j] - leastShort]++;
  },
  uint8_clamped: (data, start, step, count, counts) => {
    for (let i = 0, j = start; i < count; i++, j += step) counts[data[j] - leastShort]++;
  },
  int8: (data, start, step, count, counts) => {
    for (let i = 0, j = start; i < count; i++, j += step) counts[data[j] - leastShort]++;
  },
  uint16: (data, start, step, count, counts) => {
    for (let i = 0, j = start; i < count; i++, j += step) counts[data[j] - leastShort]++;
  },
  int16: (data, start, step, count, counts) => {
    for (let i = 0, j = start; i < count; i++, j += step) counts[data[j] - leastShort]++;
  },
};

/** How often each integer of up to 16 bits is there, from the least one on. */
export function countsOfShort(data: TypedArray, layout: Layout): Uint32Array {
  const counts = new Uint32Array(32768 + 65536);
  const counter = counters[dtypeOf(data)];
  forEachRun(layout.shape, [layout], (count, [start], [step]) => counter(data as Short, start, step, count, counts));
  return counts;
}
