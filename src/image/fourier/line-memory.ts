/** The loops of wasm/transform.ts and their memory, which holds the lines of whoever asked last. */
import { growMemory, isLittleEndian, OptionalLoops } from "../../platform/index.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  transform(
    length: number,
    lines: number,
    radices: number,
    count: number,
    table: number,
    block: number,
    work: number,
  ): void;
  addMultiples(length: number, line: number, factors: number, count: number, sums: number): void;
}

const loops = new OptionalLoops(
  new URL("./transform.wasm", import.meta.url),
  (exports) => exports as unknown as Exports,
);

/** More bytes are not kept in memory that is never given back: longer lines are left to TypeScript. */
const mostBytes = 2 ** 26;
/** What comes before the radices belongs to the loops. */
export const radicesPlace = 64;
const radicesBytes = 256;
/** Between arrays, whose ends else fall on the same lines of the cache. */
const gap = 64;

export interface LineArrays {
  /** Null where the arrays lie anywhere. */
  readonly exports: Exports | null;
  readonly parts: readonly Float64Array[];
}

/** Arrays of some lengths in the memory of WebAssembly if they fit in, with whatever was left there. */
export function linesOfMemory(...lengths: number[]): LineArrays {
  const start = radicesPlace + radicesBytes;
  const bytes = lengths.reduce((sum, length) => sum + 8 * length + gap, start);
  const exports = isLittleEndian && bytes <= mostBytes ? loops.get() : null;
  if (exports === null) return { exports, parts: lengths.map((length) => new Float64Array(length)) };
  growMemory(exports.memory, bytes);
  let next = start;
  const parts = lengths.map((length) => {
    const part = new Float64Array(exports.memory.buffer, next, length);
    next += 8 * length + gap;
    return part;
  });
  return { exports, parts };
}

/** Transforms without WebAssembly while `run` does. */
export function withoutTransformLoops<T>(run: () => T): T {
  return loops.without(run);
}
