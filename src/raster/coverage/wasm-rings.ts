/**
 * The kernel of wasm/rings.ts and its memory:
 *
 *   touched rows | cells | values of a row | points | starts of rings | weights
 *
 * Rings are handed over in pieces.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import { align, compiledModule, growMemory, instanceOf } from "../../platform/index.ts";
import type { SumRow } from "./coverage-buffer.ts";
import type { RingAdder, RingGrid } from "./ring-adder.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  addRings(...numbers: number[]): void;
  sumRow(...numbers: number[]): void;
}

/** Vertices and rings that are handed over at a time; one ring may have more. */
const pieceVertices = 2 ** 14;
const pieceRings = 2 ** 11;
/** Memory of WebAssembly does not shrink: what is larger than this is let go, the rest kept for the next raster. */
const keptBytes = 2 ** 24;
/** More is for TypeScript: there may be no such room in one piece. */
const mostBytes = 2 ** 29;

/** So many rings that follow each other are copied as they lie there; fewer are brought together with others. */
const longRun = 8;

let module: WebAssembly.Module | null | undefined;
let kept: Exports | null = null;

/** Null where there is no WebAssembly, or no room in it. */
export function wasmRingAdder(grid: RingGrid, longestRing: number): RingAdder | null {
  if (16 * (grid.columns + 1) * grid.rows + 8 * longestRing > mostBytes) return null;
  if (module === undefined) module = compiledModule(new URL("./rings.wasm", import.meta.url));
  const exports = kept ?? (module && (instanceOf(module) as unknown as Exports | null));
  if (exports === null) return null;
  // Another adder that is at work has memory of its own.
  kept = null;
  return new WasmRingAdder(exports, grid, Math.max(pieceVertices, longestRing));
}

const touchedAt = 16;
const cellsAt = 32;

class WasmRingAdder implements RingAdder {
  readonly cells: Float64Array;
  readonly sumRow: SumRow;
  readonly #exports: Exports;
  readonly #grid: RingGrid;
  readonly #xyAt: number;
  readonly #ringsAt: number;
  readonly #weightsAt: number;
  readonly #touched: Int32Array;
  readonly #xy: Int32Array;
  readonly #rings: Uint32Array;
  readonly #weights: Int8Array;
  readonly #mostNumbers: number;
  #bottom = 0;
  #ringCount = 0;
  #filled = 0;

  constructor(exports: Exports, grid: RingGrid, vertices: number) {
    const length = 2 * (grid.columns + 1) * grid.rows;
    this.#grid = grid;
    const lineAt = align(cellsAt + 8 * length);
    this.#xyAt = align(lineAt + 8 * grid.columns);
    this.#ringsAt = this.#xyAt + align(8 * vertices);
    this.#weightsAt = this.#ringsAt + align(4 * (pieceRings + 1));
    this.#mostNumbers = 2 * vertices;
    const bytes = this.#weightsAt + pieceRings;
    this.#exports = exports;
    const { memory } = exports;
    growMemory(memory, bytes);
    const line = new Float64Array(memory.buffer, lineAt, grid.columns);
    const { sumRow } = exports;
    this.sumRow = (first, pixelX, divisor, limit, factor) => {
      sumRow(cellsAt + 8 * first, lineAt, grid.columns, pixelX, divisor, limit, factor);
      return line;
    };
    this.cells = new Float64Array(memory.buffer, cellsAt, length).fill(0);
    this.#touched = new Int32Array(memory.buffer, touchedAt, 2);
    this.#xy = new Int32Array(memory.buffer, this.#xyAt, 2 * vertices);
    this.#rings = new Uint32Array(memory.buffer, this.#ringsAt, pieceRings + 1);
    this.#weights = new Int8Array(memory.buffer, this.#weightsAt, pieceRings);
  }

  begin(firstRow: number): void {
    this.#bottom = firstRow * this.#grid.pitchY;
    this.#touched[0] = this.#grid.rows;
    this.#touched[1] = -1;
  }

  add(set: PolygonSet, first: number, end: number, weights: Int8Array): void {
    const { polygons } = set;
    const [firstRing, ringEnd] = [polygons[first], polygons[end]];
    if (ringEnd - firstRing < longRun)
      for (let ring = firstRing; ring < ringEnd; ring++) this.#gather(set, ring, weights);
    else this.#addRun(set, firstRing, ringEnd, weights);
  }

  /** Rings that are copied as they lie there. */
  #addRun({ xy, rings }: PolygonSet, firstRing: number, ringEnd: number, weights: Int8Array): void {
    this.settle();
    for (let first = firstRing; first < ringEnd; ) {
      let end = Math.min(ringEnd, first + pieceRings);
      while (2 * (rings[end] - rings[first]) > this.#mostNumbers) end = first + ((end - first + 1) >> 1);
      this.#xy.set(xy.subarray(2 * rings[first], 2 * rings[end]));
      this.#rings.set(rings.subarray(first, end + 1));
      this.#weights.set(weights.subarray(first, end));
      this.#addRings(end - first, rings[first]);
      first = end;
    }
  }

  #gather({ xy, rings }: PolygonSet, ring: number, weights: Int8Array): void {
    const end = 2 * rings[ring + 1];
    let from = 2 * rings[ring];
    if (from === end || weights[ring] === 0) return;
    if (this.#ringCount === pieceRings || this.#filled + end - from > this.#mostNumbers) this.settle();
    const to = this.#xy;
    let at = this.#filled;
    while (from < end) to[at++] = xy[from++];
    this.#rings[this.#ringCount] = this.#filled / 2;
    this.#filled = at;
    this.#weights[this.#ringCount++] = weights[ring];
  }

  end(): readonly [number, number] {
    this.settle();
    if (this.#exports.memory.buffer.byteLength <= keptBytes) kept = this.#exports;
    return [this.#touched[0], this.#touched[1]];
  }

  settle(): void {
    if (this.#ringCount === 0) return;
    this.#rings[this.#ringCount] = this.#filled / 2;
    this.#addRings(this.#ringCount, 0);
    this.#ringCount = 0;
    this.#filled = 0;
  }

  /** Adds the rings that lie in the memory; their starts count from `firstVertex`. */
  #addRings(count: number, firstVertex: number): void {
    const { baseX, baseY, fractionX, fractionY, pitchX, pitchY, steps, pixelSteps, columns, rows } = this.#grid;
    const corner = [baseX, baseY, fractionX, fractionY, this.#bottom, pitchX, pitchY, steps, pixelSteps];
    const places = [this.#xyAt, this.#ringsAt, this.#weightsAt, count, firstVertex];
    this.#exports.addRings(...places, ...corner, columns, rows, cellsAt, touchedAt);
  }
}
