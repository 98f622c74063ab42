/**
 * The loops of wasm/numbers.ts and their memory: runs of pixels as they are, twice; as float64, twice; and a result. Runs are
 * copied in and out, which is counted in all that was measured: still a half to a tenth of the time of a loop in TypeScript.
 */
import { compiledModule, growMemory, isLittleEndian } from "../../platform/index.ts";
import { arrayOver, type Dtype, dtypeOf, type TypedArray } from "../typed-array.ts";
import { blockSize } from "./block-size.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  widen(type: number, from: number, to: number, count: number): void;
  narrow(type: number, from: number, to: number, count: number): void;
  /** `mean` is for squares alone. */
  sum(type: number, from: number, count: number, mean: number): number;
  squares(type: number, from: number, count: number, mean: number): number;
  least(type: number, from: number, count: number, mean: number): number;
  most(type: number, from: number, count: number, mean: number): number;
  calculate(how: number, a: number, b: number, count: number, out: number, isSingle: number): void;
  calculateSingles(how: number, a: number, b: number, count: number, out: number): void;
  gather(type: number, how: number, from: number, count: number, out: number): void;
  judge(type: number, how: number, isNot: number, a: number, b: number, count: number, out: number): void;
}

/** The numbers of types in wasm/numbers.ts; integers of 64 bits have none. */
const types: Partial<Record<Dtype, number>> = {
  uint8: 0,
  uint8_clamped: 0,
  uint16: 1,
  uint32: 2,
  int8: 3,
  int16: 4,
  int32: 5,
  float32: 6,
  float64: 7,
};

/** Loops write up to 15 elements more than they are asked for. */
const regionBytes = 8 * (blockSize + 16);
/** The first bytes of the memory belong to the loops. */
const firstRegion = 64;
/** Below this a call costs more than a loop. */
const shortest = 48;

export class NumberKernel {
  readonly loops: Exports;
  /** Where runs lie as they are, in bytes. */
  readonly raw: readonly [number, number] = [firstRegion, firstRegion + regionBytes];
  /** Where results lie, in bytes. */
  readonly out = firstRegion + 4 * regionBytes;
  /** Blocks of numbers as float64. */
  readonly wide: readonly [Float64Array, Float64Array];
  readonly #views = new Map<string, TypedArray>();

  constructor(loops: Exports) {
    this.loops = loops;
    const { memory } = loops;
    growMemory(memory, firstRegion + 5 * regionBytes);
    const block = (region: number) => new Float64Array(memory.buffer, firstRegion + region * regionBytes, blockSize);
    this.wide = [block(2), block(3)];
  }

  /** Whether a block lies in this memory. */
  holds(block: Float64Array): boolean {
    return block.buffer === this.loops.memory.buffer;
  }

  /** The number of the type of a run that the loops take; -1 where it is none of theirs, has gaps, or is short. */
  typeOf(data: TypedArray, step: number, count: number): number {
    return step === 1 && count >= shortest ? (types[dtypeOf(data)] ?? -1) : -1;
  }

  /** Copies a run to a place in the memory. */
  put(data: TypedArray, start: number, count: number, place: number): void {
    this.#view(dtypeOf(data), place).set(data.subarray(start, start + count) as never);
  }

  /** Copies a result into an array of its type. */
  take(place: number, count: number, data: TypedArray, start: number): void {
    const view = this.#view(dtypeOf(data), place);
    data.set((count === view.length ? view : view.subarray(0, count)) as never, start);
  }

  /** One number, again and again. */
  fill(dtype: Dtype, value: number, place: number): void {
    (this.#view(dtype, place) as Float64Array).fill(value);
  }

  #view(dtype: Dtype, place: number): TypedArray {
    const key = `${dtype} ${place}`;
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const view = arrayOver(dtype, this.loops.memory.buffer, place, blockSize);
    this.#views.set(key, view);
    return view;
  }
}

let kernel: NumberKernel | null | undefined;

/** Null where WebAssembly, its SIMD instructions or the file are not to be had, or numbers have another order of bytes. */
export function numberKernel(): NumberKernel | null {
  if (kernel !== undefined) return kernel;
  const module = isLittleEndian ? compiledModule(new URL("./numbers.wasm", import.meta.url)) : null;
  kernel = module === null ? null : new NumberKernel(new WebAssembly.Instance(module).exports as unknown as Exports);
  return kernel;
}

/** Calculates without WebAssembly while `run` does: what both give can be compared so. */
export function withoutKernel<T>(run: () => T): T {
  const before = kernel;
  kernel = null;
  try {
    return run();
  } finally {
    kernel = before;
  }
}
