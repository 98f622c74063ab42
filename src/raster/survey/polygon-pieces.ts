/**
 * Polygons handed over to wasm/look.ts piece by piece, and where they and what is found out about them lie in its memory:
 *
 *   points | starts of rings | starts of polygons | boxes | weights | doubts
 */
import type { Box, PolygonSet } from "../../geometry/index.ts";

export interface LookExports {
  readonly memory: WebAssembly.Memory;
  lookAtPolygons(...numbers: number[]): number;
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
  readonly #look: LookExports["lookAtPolygons"];

  /** @param at  address from which on `pieceBytes` are free, a multiple of 16 */
  constructor({ memory: { buffer }, lookAtPolygons }: LookExports, at: number) {
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
    this.#look = lookAtPolygons;
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
  look({ xy, rings, polygons }: PolygonSet, first: number, end: number, bounds: Box): PieceFindings {
    const [firstRing, ringEnd] = [polygons[first], polygons[end]];
    const firstVertex = rings[firstRing];
    this.#xy.set(xy.subarray(2 * firstVertex, 2 * rings[ringEnd]));
    this.#rings.set(rings.subarray(firstRing, ringEnd + 1));
    this.#polygons.set(polygons.subarray(first, end + 1));
    this.weights.fill(0, 0, ringEnd - firstRing);
    const { left, bottom, right, top } = bounds;
    const { xyAt, ringsAt, boxesAt, weightsAt } = this;
    const polygonsAt = this.#polygons.byteOffset;
    const doubtsAt = this.doubts.byteOffset;
    const from = [xyAt, ringsAt, polygonsAt, end - first, firstVertex, firstRing];
    const bits = this.#look(...from, left, bottom, right, top, boxesAt, weightsAt, doubtsAt);
    return { isSlanted: (bits & slanted) !== 0, hasDoubts: (bits & doubtful) !== 0 };
  }
}
