/** The loops of wasm/windows.ts and their memory: arrays of pixels as they are. */
import { align, growMemory, isLittleEndian, OptionalLoops } from "../../platform/index.ts";
import { loopTypes } from "../loop-types.ts";
import { allocateLike, arrayOver, dtypeOf, type TypedArray } from "../typed-array.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  slide(type: number, at: number, bytes: number, offset: number, isMost: number): void;
  medians(
    type: number,
    from: number,
    step: number,
    rows: number,
    bytes: number,
    out: number,
    outStep: number,
    scratch: number,
  ): void;
  largerMedians(
    type: number,
    from: number,
    step: number,
    side: number,
    rows: number,
    bytes: number,
    out: number,
    outStep: number,
    kept: number,
  ): void;
}

const loops = new OptionalLoops(new URL("./windows.wasm", import.meta.url), (exports) => exports as unknown as Exports);

/** More bytes are not kept in memory that is never given back. */
const mostBytes = 2 ** 25;
const firstPlace = 64;
/** Loops read and write vectors. */
const slack = 64;

export interface WindowArrays {
  /** Null where the arrays lie anywhere, for the loops in TypeScript. */
  readonly loops: Exports | null;
  readonly type: number;
  readonly parts: readonly TypedArray[];
}

/** Arrays of some lengths, of the type that `like` has; in use until others are asked for. */
export function windowArrays(like: TypedArray, ...lengths: number[]): WindowArrays {
  const dtype = dtypeOf(like);
  const type = loopTypes[dtype] ?? -1;
  const sizes = lengths.map((length) => align(length * like.BYTES_PER_ELEMENT) + slack);
  const bytes = sizes.reduce((sum, size) => sum + size, firstPlace);
  const exports = isLittleEndian && type >= 0 && bytes <= mostBytes ? loops.get() : null;
  if (exports === null) return { loops: null, type, parts: lengths.map((length) => allocateLike(like, length)) };
  growMemory(exports.memory, bytes);
  let next = firstPlace;
  const parts = lengths.map((length, k) => {
    const part = arrayOver(dtype, exports.memory.buffer, next, length);
    next += sizes[k];
    return part;
  });
  return { loops: exports, type, parts };
}

/** Slides without WebAssembly while `run` does. */
export function withoutWindowLoops<T>(run: () => T): T {
  return loops.without(run);
}
