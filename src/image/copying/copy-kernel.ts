/**
 * The loops of wasm/copies.ts and their memory: two tiles, into which elements are copied as they are and out of which they
 * are copied as they are. Both together stay in the processor's cache of the second level, or nearly so.
 */
import { growMemory, OptionalLoops } from "../../platform/index.ts";
import { arrayOver, dtypeOf, type TypedArray } from "../typed-array.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  rows(
    from: number,
    fromOuter: number,
    fromInner: number,
    outer: number,
    inner: number,
    bytes: number,
    to: number,
    toOuter: number,
    toInner: number,
  ): void;
  turn(size: number, from: number, fromStep: number, lanes: number, count: number, to: number, toStep: number): void;
}

/** Bytes of a tile. */
export const tileBytes = 2 ** 20;
/** Where the tiles begin; the first bytes of the memory belong to the loops. */
export const tilePlaces = [64, 64 + tileBytes] as const;

/** The loops, and both tiles as elements of a type. */
export interface CopyKernel {
  readonly loops: Exports;
  tilesFor(data: TypedArray): readonly [TypedArray, TypedArray];
}

const kernels = new OptionalLoops<CopyKernel>(new URL("./copies.wasm", import.meta.url), (exports) => {
  const loops = exports as unknown as Exports;
  growMemory(loops.memory, tilePlaces[1] + tileBytes);
  const tile = (data: TypedArray, place: number) =>
    arrayOver(dtypeOf(data), loops.memory.buffer, place, tileBytes / data.BYTES_PER_ELEMENT);
  return { loops, tilesFor: (data) => [tile(data, tilePlaces[0]), tile(data, tilePlaces[1])] };
});

/** Null where WebAssembly is not to be had. */
export function copyKernel(): CopyKernel | null {
  return kernels.get();
}

/** Copies by plain loops while `run` does. */
export function withoutCopyKernel<T>(run: () => T): T {
  return kernels.without(run);
}
