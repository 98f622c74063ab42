/**
 * Polygons handed over to wasm/look.ts piece by piece, and where they and what is found out about them lie in its memory:
 *
 *   points | starts of rings | starts of polygons | boxes | weights | doubts
 */
import type { Box, PolygonSet } from "../../geometry/index.ts";

export interface LookExports {
  readonly memory: WebAssembly.Memory;
  lookAtPolygons(...numbers: number[]): number;
  boxesOf(...numbers: number[]): void;
}

/** Vertices, rings and polygons that are handed over at a time. */
const pieceVertices = 2 ** 14;
const pieceRings = 2 ** 12;

const ringsAfter = 8 * pieceVertices;
const polygonsAfter = ringsAfter + 4 * (pieceRings + 4);
const boxesAfter = polygonsAfter + 4 * (pieceRings + 4);
const weightsAfter = boxesAfter + 16 * pieceRings;
const doubtsAfter = weightsAfter + pieceRings;

/** Bytes of all that. */
export const pieceBytes = doubtsAfter + pieceRings;

/** Bits of what the pass returns. */
const slanted = 1;
const doubtful = 2;

/** What a look at a piece has found, but for what lies in the memory. */
export interface PieceFindings {
  readonly isSlanted: boolean;
  /** Some of `doubts` are 1. */
  readonly hasDoubts: boolean;
}

export class PolygonPieces {
  /** Addresses in the memory. */
  readonly xyAt: number;
  readonly ringsAt: number;
  readonly boxesAt: number;
  readonly weightsAt: number;
  /** Of the polygons and rings of the last piece. */
  readonly boxes: Int32Array;
  readonly weights: Int8Array;
  readonly doubts: Uint8Array;
  readonly #xy: Int32Array;
  readonly #rings: Uint32Array;
  readonly #polygons: Uint32Array;
  readonly #exports: LookExports;

  /** @param at  address from which on `pieceBytes` are free, a multiple of 16 */
  constructor(exports: LookExports, at: number) {
    const { buffer } = exports.memory;
    this.#exports = exports;
    this.xyAt = at;
    this.ringsAt = at + ringsAfter;
    this.boxesAt = at + boxesAfter;
    this.weightsAt = at + weightsAfter;
    this.#xy = new Int32Array(buffer, at, 2 * pieceVertices);
    this.#rings = new Uint32Array(buffer, this.ringsAt, pieceRings + 1);
    this.#polygons = new Uint32Array(buffer, at + polygonsAfter, pieceRings + 1);
    this.boxes = new Int32Array(buffer, this.boxesAt, 4 * pieceRings);
    this.weights = new Int8Array(buffer, this.weightsAt, pieceRings);
    this.doubts = new Uint8Array(buffer, at + doubtsAfter, pieceRings);
  }

  /** Behind the last polygon from `first` on that is in one piece with it; `first` itself where it is too long for any. */
  endOfPiece({ rings, polygons }: PolygonSet, first: number, end: number): number {
    const firstRing = polygons[first];
    const fits = (to: number) =>
      polygons[to] - firstRing <= pieceRings && rings[polygons[to]] - rings[firstRing] <= pieceVertices;
    let low = first;
    let high = Math.min(end, first + pieceRings);
    if (fits(high)) return high;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Copies the polygons from `first` to before `end`, a piece, and looks at them. */
  look(set: PolygonSet, first: number, end: number, bounds: Box): PieceFindings {
    const from = this.#copy(set, first, end);
    this.weights.fill(0, 0, set.polygons[end] - set.polygons[first]);
    const { left, bottom, right, top } = bounds;
    const to = [this.boxesAt, this.weightsAt, this.doubts.byteOffset];
    const bits = this.#exports.lookAtPolygons(...from, left, bottom, right, top, ...to);
    return { isSlanted: (bits & slanted) !== 0, hasDoubts: (bits & doubtful) !== 0 };
  }

  /** Copies a piece and finds its boxes. */
  findBoxes(set: PolygonSet, first: number, end: number): void {
    this.#exports.boxesOf(...this.#copy(set, first, end), this.boxesAt);
  }

  /** Where what was copied begins, and the numbers that starts count from. */
  #copy({ xy, rings, polygons }: PolygonSet, first: number, end: number): number[] {
    const [firstRing, ringEnd] = [polygons[first], polygons[end]];
    const firstVertex = rings[firstRing];
    this.#xy.set(xy.subarray(2 * firstVertex, 2 * rings[ringEnd]));
    this.#rings.set(rings.subarray(firstRing, ringEnd + 1));
    this.#polygons.set(polygons.subarray(first, end + 1));
    return [this.xyAt, this.ringsAt, this.#polygons.byteOffset, end - first, firstVertex, firstRing];
  }
}
