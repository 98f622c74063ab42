/**
 * Discrete Fourier transforms of lines of complex numbers (real and imaginary parts side by side), of any length: in passes
 * where it is a product of 2, 3 and 5 (wasm/transform.ts, or passes.ts), else as a convolution of such a length (Bluestein, "A
 * linear filtering approach to the computation of the discrete Fourier transform", 1970).
 */
import { type LineArrays, linesOfMemory, radicesPlace } from "./line-memory.ts";
import { factorTable, radicesOf, transformByPasses } from "./passes.ts";

/** Lines of one length, to be filled in and transformed. They are in use until the next ones are asked for. */
export interface TransformLines {
  /** Number i of line n is at i·lines + n. */
  readonly block: Float64Array;
  /** Replaces lines by their transforms, Σ xₖ·exp(−2πi·jk/n); nothing is divided by n. */
  transform(lines: number): void;
}

/** Up to `most` lines of `length` complex numbers at once. */
export function transformLines(length: number, most: number): TransformLines {
  const radices = radicesOf(length);
  if (radices === null) return ofAnyLength(length, most);
  return inPasses(length, radices, linesOfMemory(2 * length, 2 * length * most, 2 * length * most));
}

function inPasses(
  length: number,
  radices: readonly number[],
  { exports, parts: [table, block, work] }: LineArrays,
): TransformLines {
  table.set(factorTable(length));
  if (exports === null) {
    return { block, transform: (lines) => transformByPasses(radices, table, lines, block, work) };
  }
  new Int32Array(exports.memory.buffer, radicesPlace, radices.length).set(radices);
  const [tablePlace, blockPlace, workPlace] = [table, block, work].map(({ byteOffset }) => byteOffset);
  return {
    block,
    transform: (lines) =>
      exports.transform(length, lines, radicesPlace, radices.length, tablePlace, blockPlace, workPlace),
  };
}

/** Products of 2, 3 and 5 from 1 on: the least one of at least `length`. */
function lengthInPasses(length: number): number {
  let best = Infinity;
  for (let fives = 1; fives < best; fives *= 5) {
    for (let threes = fives; threes < best; threes *= 3) {
      best = Math.min(best, threes * 2 ** Math.max(0, Math.ceil(Math.log2(length / threes))));
    }
  }
  return best;
}

function ofAnyLength(length: number, most: number): TransformLines {
  const size = lengthInPasses(2 * length - 1);
  const { block: work, transform } = inPasses(size, radicesOf(size)!, linesOfMemory(2 * size, 2 * size, 2 * size));
  // exp(−iπk²/n); k² is taken modulo 2n, so that no digits are lost.
  const chirp = new Float64Array(2 * length);
  for (let k = 0, square = 0; k < length; k++) {
    const angle = (Math.PI * square) / length;
    chirp[2 * k] = Math.cos(angle);
    chirp[2 * k + 1] = -Math.sin(angle);
    square = (square + 2 * k + 1) % (2 * length);
  }
  work.fill(0);
  for (let k = 0; k < length; k++) {
    for (const at of k === 0 ? [0] : [k, size - k]) {
      work[2 * at] = chirp[2 * k] / size;
      work[2 * at + 1] = -chirp[2 * k + 1] / size;
    }
  }
  transform(1);
  const kernel = work.slice();
  const block = new Float64Array(2 * length * most);
  return {
    block,
    transform: (lines) => {
      const step = 2 * lines;
      for (let n = 0; n < step; n += 2) {
        work.fill(0, 2 * length);
        for (let i = 0, at = n; i < 2 * length; i += 2, at += step) {
          work[i] = block[at] * chirp[i] - block[at + 1] * chirp[i + 1];
          work[i + 1] = block[at] * chirp[i + 1] + block[at + 1] * chirp[i];
        }
        transform(1);
        // The transform of the conjugate is the conjugate of the inverse one.
        for (let i = 0; i < 2 * size; i += 2) {
          const real = work[i] * kernel[i] - work[i + 1] * kernel[i + 1];
          work[i + 1] = -(work[i] * kernel[i + 1] + work[i + 1] * kernel[i]);
          work[i] = real;
        }
        transform(1);
        for (let i = 0, at = n; i < 2 * length; i += 2, at += step) {
          block[at] = work[i] * chirp[i] + work[i + 1] * chirp[i + 1];
          block[at + 1] = work[i] * chirp[i + 1] - work[i + 1] * chirp[i];
        }
      }
    },
  };
}
