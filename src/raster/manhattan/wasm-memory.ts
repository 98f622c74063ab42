/** The instance of wasm/manhattan.ts that rasters share one after the other, and the way of sums out of it. */
import { compiledModule, growMemory } from "../../platform/index.ts";
import type { PixelGrid } from "../pixel-grid.ts";
import type { LookExports } from "../survey/index.ts";

export interface ManhattanExports extends LookExports {
  depositCorners(...numbers: number[]): void;
  sumUp(...numbers: number[]): void;
  countRows(...numbers: number[]): void;
  bandsOf(...numbers: number[]): number;
}

/** Bytes of results that are taken over at a time, or one row. */
const resultBytes = 2 ** 19;
/** Memory of WebAssembly does not shrink: what is larger than this is let go, the rest kept for the next raster. */
const keptBytes = 2 ** 24;

let module: WebAssembly.Module | null | undefined;
let kept: ManhattanExports | null = null;

/** False where WebAssembly, its SIMD instructions or the file are not to be had. */
export function hasWebAssembly(): boolean {
  if (module === undefined) module = compiledModule(new URL("./manhattan.wasm", import.meta.url));
  return module !== null;
}

/** An instance with so many bytes; those up to `cleared` are zeros. */
export function instanceOf(bytes: number, cleared: number): ManhattanExports {
  if (kept !== null && kept.memory.buffer.byteLength >= bytes) {
    new Uint8Array(kept.memory.buffer, 0, cleared).fill(0);
    return kept;
  }
  const exports = new WebAssembly.Instance(module!).exports as unknown as ManhattanExports;
  growMemory(exports.memory, bytes);
  if (bytes <= keptBytes) kept = exports;
  return exports;
}

/** Rows of pixels that are summed up and taken over at a time, and the bytes that they take. */
export function resultRows(
  { columns, rows }: PixelGrid,
  out: Float32Array | Float64Array,
): [rows: number, bytes: number] {
  const rowBytes = columns * out.BYTES_PER_ELEMENT;
  const count = Math.max(1, Math.min(rows, Math.floor(resultBytes / Math.max(1, rowBytes))));
  return [count, count * rowBytes];
}

/** Sums cells up, each divided by `divisor`, into `out` from `index` on, by way of the memory at `resultsAt`. */
export function sumInto(
  { memory, sumUp }: ManhattanExports,
  { cellsAt, belowAt, resultsAt }: { readonly cellsAt: number; readonly belowAt: number; readonly resultsAt: number },
  grid: PixelGrid,
  divisor: number,
  out: Float32Array | Float64Array,
  index: number,
): void {
  const { columns, rows } = grid;
  const [pieceRows] = resultRows(grid, out);
  const isDouble = out instanceof Float64Array;
  const results = isDouble
    ? new Float64Array(memory.buffer, resultsAt, pieceRows * columns)
    : new Float32Array(memory.buffer, resultsAt, pieceRows * columns);
  const rowBytes = 4 * (columns + 1);
  for (let row = 0; row < rows; row += pieceRows) {
    const count = Math.min(pieceRows, rows - row);
    sumUp(cellsAt + row * rowBytes, belowAt, resultsAt, columns, count, divisor, Number(isDouble));
    out.set(results.subarray(0, count * columns), index + row * columns);
  }
}
