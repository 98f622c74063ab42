/**
 * The kernel of wasm/manhattan.ts and its memory:
 *
 *   cells | areas of the row below | points | starts of rings | weights   (at first, then)   | rows of results
 *
 * Polygons are handed over in pieces, and so are the results.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import { align } from "../../platform/index.ts";
import type { CornerKernel } from "./kernels.ts";
import { hasWebAssembly, resultRows, sumInto, withBytes } from "./wasm-memory.ts";

/** Vertices and rings that are handed over at a time; one ring may have more. */
const pieceVertices = 2 ** 15;
const pieceRings = 2 ** 13;

/** Null where WebAssembly, its SIMD instructions, the file or room are not to be had. */
export function wasmKernel(): CornerKernel | null {
  return hasWebAssembly() ? run : null;
}

const run: CornerKernel = (set, { weights, longestRing }, runs, grid, divisor, out, index, check) => {
  const { columns, rows } = grid;
  const cellsAt = 16;
  const belowAt = cellsAt + align(4 * (columns + 1) * (rows + 1));
  const xyAt = belowAt + align(4 * columns);
  const ringsAt = xyAt + align(8 * Math.max(pieceVertices, longestRing));
  const weightsAt = ringsAt + align(4 * (pieceRings + 1));
  const [, resultBytes] = resultRows(grid, out);
  const exports = withBytes(Math.max(weightsAt + pieceRings, xyAt + resultBytes) + 16, xyAt);
  const { originX, originY, pitchX, pitchY, pixelX, pixelY } = grid;
  const deposit: Deposit = (ringCount, firstVertex) => {
    check?.();
    const lengths = [originX, originY, pitchX, pitchY, pixelX, pixelY];
    exports.depositCorners(xyAt, ringsAt, weightsAt, ringCount, firstVertex, ...lengths, columns, rows, cellsAt);
  };
  new Piece(set, weights, { buffer: exports.memory.buffer, xyAt, ringsAt, weightsAt }, deposit).handOver(runs);
  sumInto(exports, { cellsAt, belowAt, resultsAt: xyAt }, grid, divisor, out, index);
};

interface Places {
  readonly buffer: ArrayBuffer;
  readonly xyAt: number;
  readonly ringsAt: number;
  readonly weightsAt: number;
}

/** Adds the rings that lie in the memory up; their starts count from `firstVertex`. */
type Deposit = (ringCount: number, firstVertex: number) => void;

/** So many rings that follow each other are copied as they lie there; fewer are brought together with others. */
const longRun = 32;

class Piece {
  readonly #set: PolygonSet;
  readonly #weights: Int8Array;
  readonly #deposit: Deposit;
  readonly #toXy: Int32Array;
  readonly #toRings: Uint32Array;
  readonly #toWeights: Int8Array;
  #ringCount = 0;
  #filled = 0;

  constructor(set: PolygonSet, weights: Int8Array, { xyAt, ringsAt, weightsAt, buffer }: Places, deposit: Deposit) {
    this.#set = set;
    this.#weights = weights;
    this.#deposit = deposit;
    this.#toXy = new Int32Array(buffer, xyAt, (ringsAt - xyAt) / 4);
    this.#toRings = new Uint32Array(buffer, ringsAt, pieceRings + 1);
    this.#toWeights = new Int8Array(buffer, weightsAt, pieceRings);
  }

  handOver(runs: ArrayLike<number>): void {
    const { polygons } = this.#set;
    for (let i = 0; i < runs.length; i += 2) {
      const first = polygons[runs[i]];
      const end = polygons[runs[i + 1]];
      if (end - first < longRun) for (let ring = first; ring < end; ring++) this.#gather(ring);
      else this.#handOverRun(first, end);
    }
    this.#settle();
  }

  #handOverRun(firstRing: number, ringEnd: number): void {
    const { xy, rings } = this.#set;
    this.#settle();
    for (let first = firstRing; first < ringEnd; ) {
      let end = Math.min(ringEnd, first + pieceRings);
      if (rings[end] - rings[first] > pieceVertices) end = Math.max(first + 1, lastWithin(rings, first, end));
      this.#toXy.set(xy.subarray(2 * rings[first], 2 * rings[end]));
      this.#toRings.set(rings.subarray(first, end + 1));
      this.#toWeights.set(this.#weights.subarray(first, end));
      this.#deposit(end - first, rings[first]);
      first = end;
    }
  }

  #gather(ring: number): void {
    const { xy, rings } = this.#set;
    const to = this.#toXy;
    const start = 2 * rings[ring];
    const end = 2 * rings[ring + 1];
    if (this.#ringCount === pieceRings || this.#filled + end - start > to.length) this.#settle();
    this.#toWeights[this.#ringCount] = this.#weights[ring];
    this.#toRings[this.#ringCount++] = this.#filled / 2;
    let at = this.#filled;
    for (let k = start; k < end; k++) to[at++] = xy[k];
    this.#filled = at;
  }

  #settle(): void {
    if (this.#ringCount === 0) return;
    this.#toRings[this.#ringCount] = this.#filled / 2;
    this.#deposit(this.#ringCount, 0);
    this.#ringCount = 0;
    this.#filled = 0;
  }
}

/** The last start of a ring within a piece, by halving. */
function lastWithin(rings: Uint32Array, first: number, beyond: number): number {
  let [low, high] = [first, beyond];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rings[middle] - rings[first] <= pieceVertices) low = middle;
    else high = middle;
  }
  return low;
}
