/**
 * The loops of wasm/numbers.ts and their memory: runs of pixels as they are, twice; as float64, twice; a result; and rows of
 * pixels as they are. Pixels are copied in and out, which is counted in all that was measured: still a half to a tenth of the
 * time of a loop in TypeScript.
 */
import { growMemory, isLittleEndian, OptionalLoops } from "../../platform/index.ts";
import { loopTypes } from "../loop-types.ts";
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
  sumExactly(from: number, count: number): number;
  addRows(type: number, from: number, rowStep: number, rows: number, count: number, out: number): void;
  leastRows(type: number, from: number, rowStep: number, rows: number, count: number, out: number): void;
  mostRows(type: number, from: number, rowStep: number, rows: number, count: number, out: number): void;
  addRowsExactly(from: number, rowStep: number, rows: number, count: number, out: number, lost: number): void;
  squareRows(
    type: number,
    from: number,
    rowStep: number,
    rows: number,
    count: number,
    means: number,
    out: number,
  ): void;
  toIntegers(
    bytes: number,
    from: number,
    count: number,
    factor: number,
    shift: number,
    low: number,
    high: number,
    to: number,
  ): number;
  calculate(how: number, a: number, b: number, count: number, out: number, isSingle: number): void;
  calculateSingles(how: number, a: number, b: number, count: number, out: number): void;
  judge(type: number, how: number, isNot: number, a: number, b: number, count: number, out: number): void;
}

/** Loops read and write up to 15 elements more than they are asked for. */
const slack = 16;
const blockBytes = 8 * blockSize;
/** Bytes of the rows that are there at once. */
const rowsBytes = 2 ** 16;
const fewestRows = 8;
/** The first bytes of the memory belong to the loops. */
const firstPart = 64;
/** Below this a call costs more than a loop. */
const shortest = 48;

/** A part of the memory as elements of any type. */
class MemoryPart {
  /** Where it begins, in bytes. */
  readonly place: number;
  readonly #memory: WebAssembly.Memory;
  readonly #bytes: number;
  readonly #views: Partial<Record<Dtype, TypedArray>> = {};

  constructor(memory: WebAssembly.Memory, place: number, bytes: number) {
    this.#memory = memory;
    this.place = place;
    this.#bytes = bytes;
    growMemory(memory, place + bytes);
  }

  as(dtype: Dtype): TypedArray {
    const known = this.#views[dtype];
    if (known !== undefined) return known;
    const bytes = arrayOver(dtype, this.#memory.buffer, this.place, 1).BYTES_PER_ELEMENT;
    const view = arrayOver(dtype, this.#memory.buffer, this.place, this.#bytes / bytes);
    this.#views[dtype] = view;
    return view;
  }

  /** Copies a run in. */
  put(data: TypedArray, start: number, count: number): void {
    this.as(dtypeOf(data)).set(data.subarray(start, start + count) as never);
  }

  /** Copies a run out into an array of its type. */
  take(count: number, data: TypedArray, start: number): void {
    data.set(this.as(dtypeOf(data)).subarray(0, count) as never, start);
  }
}

export class NumberKernel {
  readonly loops: Exports;
  /** Runs as they are. */
  readonly raw: readonly [MemoryPart, MemoryPart];
  readonly out: MemoryPart;
  readonly rows: MemoryPart;
  /** Blocks of numbers as float64. */
  readonly wide: readonly [Float64Array, Float64Array];
  /** Where `sumExactly` leaves what was lost. */
  readonly lost: Float64Array;

  constructor(loops: Exports) {
    this.loops = loops;
    const { memory } = loops;
    let next = firstPart;
    const places = Array.from({ length: 6 }, (_, k) => {
      const place = next;
      next += (k === 5 ? rowsBytes : blockBytes) + 8 * slack;
      return place;
    });
    // What memory is grown to last is what views of it are made of.
    growMemory(memory, next);
    const block = (k: number) => new MemoryPart(memory, places[k], blockBytes);
    this.raw = [block(0), block(1)];
    this.wide = [block(2).as("float64") as Float64Array, block(3).as("float64") as Float64Array];
    this.out = block(4);
    this.rows = new MemoryPart(memory, places[5], rowsBytes);
    this.lost = new Float64Array(memory.buffer, 0, 1);
  }

  /** Whether a block lies in this memory. */
  holds(block: Float64Array): boolean {
    return block.buffer === this.loops.memory.buffer;
  }

  /** The number of the type of a run that the loops take; -1 where it is none of theirs, has gaps, or is short. */
  typeOf(data: TypedArray, step: number, count: number): number {
    return step === 1 && count >= shortest ? (loopTypes[dtypeOf(data)] ?? -1) : -1;
  }

  /** Of how many columns several rows are there at once. */
  columnsFor(data: TypedArray): number {
    return Math.min(blockSize, rowsBytes / (fewestRows * data.BYTES_PER_ELEMENT));
  }

  /** Copies as many rows of `count` elements in as fit, which it tells; they follow each other there. */
  putRows(data: TypedArray, start: number, rowStep: number, rows: number, count: number): number {
    const most = Math.floor(rowsBytes / (count * data.BYTES_PER_ELEMENT));
    // Sums of so many integers of 8 bits fit into 16.
    const fitting = Math.min(rows, most, 128);
    if (rowStep === count) {
      this.rows.put(data, start, fitting * count);
      return fitting;
    }
    const to = this.rows.as(dtypeOf(data));
    for (let row = 0, from = start; row < fitting; row++, from += rowStep)
      to.set(data.subarray(from, from + count) as never, row * count);
    return fitting;
  }
}

const loops = new OptionalLoops(
  new URL("./numbers.wasm", import.meta.url),
  (exports) => new NumberKernel(exports as unknown as Exports),
);

/** Null where WebAssembly is not to be had, or where numbers have another order of bytes. */
export function numberKernel(): NumberKernel | null {
  return isLittleEndian ? loops.get() : null;
}

/** Calculates without WebAssembly while `run` does. */
export function withoutKernel<T>(run: () => T): T {
  return loops.without(run);
}
