/**
 * The kernel of wasm/manhattan.ts and its memory:
 *
 *   cells | areas of the row below | points | starts of rings | weights   (at first, then)   | rows of results
 *
 * Polygons are handed over in pieces, and so are the results.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import { align, compiledModule, growMemory } from "../../platform/index.ts";
import type { CornerKernel } from "./kernels.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  depositCorners(...numbers: number[]): void;
  sumUp(...numbers: number[]): void;
}

/** Vertices and rings that are handed over at a time; one ring may have more. */
const pieceVertices = 2 ** 15;
const pieceRings = 2 ** 13;
/** Bytes of results that are taken over at a time, or one row. */
const pieceBytes = 2 ** 19;
/** Memory of WebAssembly does not shrink: what is larger than this is let go, the rest kept for the next raster. */
const keptBytes = 2 ** 24;

let module: WebAssembly.Module | null | undefined;
let kept: Exports | null = null;

/** Null where WebAssembly, its SIMD instructions or the file are not to be had. */
export function wasmKernel(): CornerKernel | null {
  if (module === undefined) module = compiledModule(new URL("./manhattan.wasm", import.meta.url));
  return module === null ? null : run;
}

const run: CornerKernel = (set, { weights, longestRing }, listed, grid, divisor, out, index) => {
  const { columns, rows } = grid;
  const rowBytes = 4 * (columns + 1);
  const cells = 16;
  const below = cells + align(rowBytes * (rows + 1));
  const xyAt = below + align(4 * columns);
  const ringsAt = xyAt + align(8 * Math.max(pieceVertices, longestRing));
  const weightsAt = ringsAt + align(4 * (pieceRings + 1));
  const outBytes = columns * out.BYTES_PER_ELEMENT;
  const pieceRows = Math.max(1, Math.min(rows, Math.floor(pieceBytes / Math.max(1, outBytes))));
  const { memory, isFresh, depositCorners, sumUp } = instance(
    Math.max(weightsAt + pieceRings, xyAt + pieceRows * outBytes) + 16,
  );
  if (!isFresh) new Uint8Array(memory.buffer).fill(0, cells, xyAt);
  const piece = new Piece(memory, xyAt, ringsAt, weightsAt);
  const { originX, originY, pitchX, pitchY, pixelX, pixelY } = grid;
  const deposit = (ringCount: number, firstVertex: number) => {
    const lengths = [originX, originY, pitchX, pitchY, pixelX, pixelY];
    depositCorners(xyAt, ringsAt, weightsAt, ringCount, firstVertex, ...lengths, columns, rows, cells);
  };
  if (listed === null) piece.handOverAll(set, weights, deposit);
  else piece.handOver(set, weights, listed, deposit);
  const isDouble = out instanceof Float64Array;
  const results = isDouble
    ? new Float64Array(memory.buffer, xyAt, pieceRows * columns)
    : new Float32Array(memory.buffer, xyAt, pieceRows * columns);
  for (let row = 0; row < rows; row += pieceRows) {
    const count = Math.min(pieceRows, rows - row);
    sumUp(cells + row * rowBytes, below, xyAt, columns, count, divisor, Number(isDouble));
    out.set(results.subarray(0, count * columns), index + row * columns);
  }
};

class Piece {
  readonly #xy: Int32Array;
  readonly #rings: Uint32Array;
  readonly #weights: Int8Array;

  constructor({ buffer }: WebAssembly.Memory, xyAt: number, ringsAt: number, weightsAt: number) {
    this.#xy = new Int32Array(buffer, xyAt, (ringsAt - xyAt) / 4);
    this.#rings = new Uint32Array(buffer, ringsAt, pieceRings + 1);
    this.#weights = new Int8Array(buffer, weightsAt, pieceRings);
  }

  /** All rings as they lie there. */
  handOverAll(set: PolygonSet, weights: Int8Array, deposit: (ringCount: number, firstVertex: number) => void): void {
    const { xy, rings, ringCount } = set;
    for (let first = 0; first < ringCount; ) {
      let end = Math.min(ringCount, first + pieceRings);
      if (rings[end] - rings[first] > pieceVertices) end = Math.max(first + 1, lastWithin(rings, first, end));
      this.#xy.set(xy.subarray(2 * rings[first], 2 * rings[end]));
      this.#rings.set(rings.subarray(first, end + 1));
      this.#weights.set(weights.subarray(first, end));
      deposit(end - first, rings[first]);
      first = end;
    }
  }

  /** Rings of some polygons, brought together. */
  handOver(
    { xy, rings, polygons }: PolygonSet,
    weights: Int8Array,
    listed: Uint32Array,
    deposit: (ringCount: number, firstVertex: number) => void,
  ): void {
    const [toXy, toRings, toWeights] = [this.#xy, this.#rings, this.#weights];
    let count = 0;
    let at = 0;
    for (let i = 0; i < listed.length; i++) {
      const ringEnd = polygons[listed[i] + 1];
      for (let ring = polygons[listed[i]]; ring < ringEnd; ring++) {
        const start = 2 * rings[ring];
        const end = 2 * rings[ring + 1];
        if (count === pieceRings || (at + end - start > 2 * pieceVertices && count > 0)) {
          toRings[count] = at / 2;
          deposit(count, 0);
          count = 0;
          at = 0;
        }
        toWeights[count] = weights[ring];
        toRings[count++] = at / 2;
        for (let k = start; k < end; k++) toXy[at++] = xy[k];
      }
    }
    toRings[count] = at / 2;
    if (count > 0) deposit(count, 0);
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

function instance(bytes: number): Exports & { readonly isFresh: boolean } {
  if (kept !== null && kept.memory.buffer.byteLength >= bytes) return { ...kept, isFresh: false };
  const exports = new WebAssembly.Instance(module!).exports as unknown as Exports;
  growMemory(exports.memory, bytes);
  if (bytes <= keptBytes) kept = exports;
  return { ...exports, isFresh: true };
}
