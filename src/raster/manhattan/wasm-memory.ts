/** The instance of wasm/manhattan.ts that rasters share one after the other, and the way of sums out of it. */
import { compiledModule, growMemory, instanceOf } from "../../platform/index.ts";
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
/** There as soon as the module is. */
let kept: ManhattanExports | null = null;

/** False where WebAssembly, its SIMD instructions, the file or room are not to be had. */
export function hasWebAssembly(): boolean {
  if (module === undefined) {
    module = compiledModule(new URL("./manhattan.wasm", import.meta.url));
    kept = module && madeOf(module);
    if (kept === null) module = null;
  }
  return module !== null;
}

/** An instance with so many bytes, where there is WebAssembly; those up to `cleared` are zeros. */
export function withBytes(bytes: number, cleared: number): ManhattanExports {
  // Where there is no room for another one, the one that is kept grows.
  const exports = (bytes > keptBytes ? madeOf(module!) : null) ?? kept!;
  const { memory } = exports;
  const used = exports === kept ? memory.buffer.byteLength : 0;
  growMemory(memory, bytes); // by zeros
  new Uint8Array(memory.buffer, 0, Math.min(used, cleared)).fill(0);
  return exports;
}

function madeOf(compiled: WebAssembly.Module): ManhattanExports | null {
  return instanceOf(compiled) as unknown as ManhattanExports | null;
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
