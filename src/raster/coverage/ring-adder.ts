/**
 * The two ways to add rings up: WebAssembly, which is as fast at its first call as ever, and TypeScript, which gives the same
 * bits where there is none and is as fast in the end.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import type { GridCorner } from "../pixel-grid.ts";
import { addRing } from "./add-ring.ts";
import type { SumRow } from "./coverage-buffer.ts";
import { wasmRingAdder } from "./wasm-rings.ts";

export type KernelName = "webassembly" | "typescript";

/** Rows of pixels without gaps, and how high they are in steps. */
export interface RingGrid extends GridCorner {
  readonly pitchX: number;
  readonly pitchY: number;
  readonly columns: number;
  readonly rows: number;
  readonly steps: number;
  readonly pixelSteps: number;
}

export interface RingAdder {
  /** Cover and area of each pixel, as in a coverage buffer; zeros at first. */
  readonly cells: Float64Array;
  /** What follows is for the rows from this one on. */
  begin(firstRow: number): void;
  /** Adds the polygons from `first` to before `end`, all of them near the grid, or keeps them for later. */
  add(set: PolygonSet, first: number, end: number, weights: Int8Array): void;
  /** Adds what was kept: what others add to the cells comes behind it, for the last bits depend on the order. */
  settle(): void;
  /** Sums a row of cells up; null where the buffer does that itself. */
  readonly sumRow: SumRow | null;
  /** The lowest and the highest row that anything was added to. */
  end(): readonly [lowest: number, highest: number];
}

/** @param longestRing vertices */
export function ringAdder(name: KernelName, grid: RingGrid, longestRing: number): RingAdder {
  return (name === "webassembly" ? wasmRingAdder(grid, longestRing) : null) ?? new PlainRingAdder(grid);
}

/** The last cells, for the next ones: fresh memory costs more than emptying it. */
let spare: Float64Array = new Float64Array(0);
const mostSpare = 2 ** 18;

function zeros(length: number): Float64Array {
  if (length > mostSpare) return new Float64Array(length);
  if (spare.length >= length) return spare.subarray(0, length).fill(0);
  spare = new Float64Array(length);
  return spare;
}

class PlainRingAdder implements RingAdder {
  readonly cells: Float64Array;
  readonly sumRow = null;
  readonly #grid: RingGrid;
  readonly #touched = new Int32Array(2);
  #bottom = 0;

  constructor(grid: RingGrid) {
    this.#grid = grid;
    this.cells = zeros(2 * (grid.columns + 1) * grid.rows);
  }

  begin(firstRow: number): void {
    this.#bottom = firstRow * this.#grid.pitchY;
    this.#touched[0] = this.#grid.rows;
    this.#touched[1] = -1;
  }

  add({ xy, rings, polygons }: PolygonSet, first: number, end: number, weights: Int8Array): void {
    for (let ring = polygons[first]; ring < polygons[end]; ring++) {
      const [start, stop, weight] = [2 * rings[ring], 2 * rings[ring + 1], weights[ring]];
      if (start < stop && weight !== 0)
        addRing(xy, start, stop, weight, this.#grid, this.#bottom, this.cells, this.#touched);
    }
  }

  settle(): void {}

  end(): readonly [number, number] {
    return [this.#touched[0], this.#touched[1]];
  }
}
