/** Sums of complex numbers times factors, in the memory of WebAssembly (wasm/transform.ts) where they fit in. */
import { linesOfMemory } from "./line-memory.ts";

/** A line of complex numbers, and for each of some factors a line of sums. In use until lines of any kind are asked for. */
export interface Multiples {
  readonly line: Float64Array;
  readonly factors: Float64Array;
  /** Line after line. */
  readonly sums: Float64Array;
  /** Adds the line times each factor to the factor's sums. */
  add(): void;
}

export function multiples(length: number, count: number): Multiples {
  const { exports, parts } = linesOfMemory(2 * length, 2 * count, 2 * length * count);
  const [line, factors, sums] = parts;
  if (exports === null) return { line, factors, sums, add: () => addMultiples(line, factors, sums) };
  const [from, by, to] = parts.map(({ byteOffset }) => byteOffset);
  return { line, factors, sums, add: () => exports.addMultiples(length, from, by, count, to) };
}

function addMultiples(line: Float64Array, factors: Float64Array, sums: Float64Array): void {
  for (let f = 0, to = 0; f < factors.length; f += 2, to += line.length) {
    const [real, imaginary] = [factors[f], factors[f + 1]];
    for (let i = 0; i < line.length; i += 2) {
      const [x, y] = [line[i], line[i + 1]];
      sums[to + i] += x * real - y * imaginary;
      sums[to + i + 1] += x * imaginary + y * real;
    }
  }
}
