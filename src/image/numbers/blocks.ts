/**
 * Numbers in and out of pixels, a block at a time: every calculation runs on short float64 blocks that stay in the
 * processor's cache, so that its loop sees one type of array; only the loops here see them all, each its own.
 */
import { type Dtype, dtypeOf, type TypedArray } from "../typed-array.ts";
import { blockSize } from "./block-size.ts";
import { numberKernel } from "./wasm-kernel.ts";

/** Below this the engine's own copy costs more than a loop. */
const shortest = 48;

/**
 * A block for numbers in float64, in the memory of WebAssembly where it is there. There are two, 0 and 1, which whoever asks
 * next has, too: they are for loops that call nothing of the user's.
 */
export function sharedBlock(which: 0 | 1): Float64Array {
  return numberKernel()?.wide[which] ?? new Float64Array(blockSize);
}

/** `count` elements from `start`, `step` apart, as float64; integers of 64 bits are rounded to it. */
export function load(data: TypedArray, start: number, step: number, count: number, into: Float64Array): void {
  const dtype = dtypeOf(data);
  const kernel = numberKernel();
  const type = kernel?.holds(into) && dtype !== "float64" ? kernel.typeOf(data, step, count) : -1;
  if (kernel && type >= 0) {
    kernel.raw[0].put(data, start, count);
    kernel.loops.widen(type, kernel.raw[0].place, into.byteOffset, count);
  } else if (dtype === "bigint64" || dtype === "biguint64") {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = Number(data[j]);
  } else if (step === 1 && count >= shortest) {
    into.set((data as Float64Array).subarray(start, start + count));
  } else {
    loaders[dtype](data as never, start, step, count, into);
  }
}

/**
 * The other way; numbers become the array's type as JavaScript converts them. Those of a shared block are of the array's type
 * where it is one of integers.
 */
export function store(from: Float64Array, data: TypedArray, start: number, step: number, count: number): void {
  const dtype = dtypeOf(data);
  const kernel = numberKernel();
  const type = kernel?.holds(from) && dtype !== "float64" ? kernel.typeOf(data, step, count) : -1;
  if (kernel && type >= 0) {
    kernel.loops.narrow(type, from.byteOffset, kernel.out.place, count);
    kernel.out.take(count, data, start);
  } else if (dtype === "bigint64" || dtype === "biguint64") {
    for (let i = 0, j = start; i < count; i++, j += step) data[j] = BigInt(from[i]);
  } else if (step === 1 && count >= shortest) {
    (data as Float64Array).set(count === from.length ? from : from.subarray(0, count), start);
  } else {
    const to = data as Float64Array;
    for (let i = 0, j = start; i < count; i++, j += step) to[j] = from[i];
  }
}

type Loader<D> = (data: D, start: number, step: number, count: number, into: Float64Array) => void;

/** The same loop for each type of array: one that met them all would be several times as slow. */
const loaders: Record<Exclude<Dtype, `big${string}`>, Loader<never>> = {
  uint8: (data: Uint8Array, start, step, count, into) => {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = data[j];
  },
  uint8_clamped: (data: Uint8ClampedArray, start, step, count, into) => {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = data[j];
  },
  uint16: (data: Uint16Array, start, step, count, into) => {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = data[j];
  },
  uint32: (data: Uint32Array, start, step, count, into) => {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = data[j];
  },
  int8: (data: Int8Array, start, step, count, into) => {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = data[j];
  },
  int16: (data: Int16Array, start, step, count, into) => {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = data[j];
  },
  int32: (data: Int32Array, start, step, count, into) => {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = data[j];
  },
  float32: (data: Float32Array, start, step, count, into) => {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = data[j];
  },
  float64: (data: Float64Array, start, step, count, into) => {
    for (let i = 0, j = start; i < count; i++, j += step) into[i] = data[j];
  },
};
