/**
 * Sums of polygons in WebAssembly without a survey before: each piece is looked at and added up while it is in the cache, which
 * saves a pass over memory. Memory:
 *
 *   cells | areas of the row below | polygons of each row | a piece (polygon-pieces.ts) | bands   (at first, then)   | results
 *
 * Rasters that are done in bands are looked at for which polygons are in which band, and then added up.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import { align } from "../../platform/index.ts";
import { type BandRuns, BandRunsBuilder } from "../band-runs.ts";
import { boundsOf, isWholeGrid, type PixelGrid } from "../pixel-grid.ts";
import { isSimplePolygon } from "../simple/index.ts";
import { PolygonPieces, pieceBytes, startsManhattan } from "../survey/index.ts";
import { addUpBands, bandRowsOf, mostOf, reaches } from "./bands.ts";
import { wasmKernel } from "./wasm-kernel.ts";
import { hasWebAssembly, type ManhattanExports, resultRows, sumInto, withBytes } from "./wasm-memory.ts";

/**
 * Adds polygons up; false where a set or a grid is not of this kind, or where one of the polygons is not certainly simple or
 * is a long one: `out` is as it was.
 */
export function sumAtOnce(
  set: PolygonSet,
  grid: PixelGrid,
  out: Float32Array | Float64Array,
  as: "coverage" | "area",
  check?: () => void,
): boolean {
  if (!isWholeGrid(grid) || !reaches(grid, 1) || !startsManhattan(set) || !hasWebAssembly()) return false;
  const divisor = as === "area" ? 1 : grid.pixelX * grid.pixelY;
  const bandRows = bandRowsOf(grid);
  if (bandRows === null) return sumInOnePiece(set, grid, divisor, out, check);
  return sumInBands(set, grid, bandRows, divisor, out, check);
}

function sumInOnePiece(
  set: PolygonSet,
  grid: PixelGrid,
  divisor: number,
  out: Float32Array | Float64Array,
  check?: () => void,
): boolean {
  const { columns, rows, originX, originY, pitchX, pitchY, pixelX, pixelY } = grid;
  const cellsAt = 16;
  const belowAt = cellsAt + align(4 * (columns + 1) * (rows + 1));
  const countsAt = belowAt + align(4 * columns);
  const piecesAt = countsAt + align(4 * (rows + 1));
  const [, resultBytes] = resultRows(grid, out);
  const exports = withBytes(piecesAt + Math.max(pieceBytes, resultBytes) + 16, piecesAt);
  const looks = new Looks(exports, piecesAt, countsAt, set, grid);
  const { xyAt, ringsAt, weightsAt } = looks.pieces;
  const lengths = [originX, originY, pitchX, pitchY, pixelX, pixelY];
  const isDone = looks.each((first, end) => {
    check?.();
    const { polygons, rings } = set;
    const ringCount = polygons[end] - polygons[first];
    const firstVertex = rings[polygons[first]];
    exports.depositCorners(xyAt, ringsAt, weightsAt, ringCount, firstVertex, ...lengths, columns, rows, cellsAt);
  });
  if (isDone) sumInto(exports, { cellsAt, belowAt, resultsAt: piecesAt }, grid, divisor, out, 0);
  return isDone;
}

function sumInBands(
  set: PolygonSet,
  grid: PixelGrid,
  bandRows: number,
  divisor: number,
  out: Float32Array | Float64Array,
  check?: () => void,
): boolean {
  const piecesAt = 16;
  const runsAt = piecesAt + pieceBytes;
  const exports = withBytes(runsAt + bytesOfRuns + 16, piecesAt);
  const looks = new Looks(exports, piecesAt, null, set, grid);
  const weights = new Int8Array(set.ringCount);
  const finder = new BandFinder(exports, looks.pieces.boxesAt, runsAt, grid, bandRows);
  const { polygons } = set;
  const isDone = looks.each((first, end) => {
    check?.();
    weights.set(looks.pieces.weights.subarray(0, polygons[end] - polygons[first]), polygons[first]);
    finder.add(first, end);
  });
  if (!isDone) return false;
  const bands = finder.finish();
  if (!reaches(grid, bands.most)) return false;
  addUpBands(wasmKernel()!, set, { weights, longestRing: 0 }, bands, grid, divisor, out, check);
  return true;
}

/** Goes over a set piece by piece, as long as all of it can be added up in 32 bits. */
class Looks {
  readonly pieces: PolygonPieces;
  readonly #exports: ManhattanExports;
  readonly #set: PolygonSet;
  readonly #grid: PixelGrid;
  readonly #changes: Int32Array | null;

  /** @param countsAt  where the polygons of each row are counted; null where that is no matter */
  constructor(exports: ManhattanExports, piecesAt: number, countsAt: number | null, set: PolygonSet, grid: PixelGrid) {
    this.pieces = new PolygonPieces(exports, piecesAt);
    this.#exports = exports;
    this.#set = set;
    this.#grid = grid;
    const isNoMatter = countsAt === null || reaches(grid, set.count);
    this.#changes = isNoMatter ? null : new Int32Array(exports.memory.buffer, countsAt, grid.rows + 1);
  }

  /** Hands on each piece that was looked at; false at the first that holds something else. */
  each(addUp: (first: number, end: number) => void): boolean {
    const set = this.#set;
    const bounds = boundsOf(this.#grid);
    for (let first = 0; first < set.count; ) {
      const end = this.pieces.endOfPiece(set, first, set.count);
      if (end === first) return false;
      const { isSlanted, hasDoubts } = this.pieces.look(set, first, end, bounds);
      if (isSlanted || (hasDoubts && !this.#areSimple(first, end)) || !this.#fits(end - first)) return false;
      addUp(first, end);
      first = end;
    }
    return true;
  }

  #areSimple(first: number, end: number): boolean {
    const { doubts } = this.pieces;
    for (let i = 0; i < end - first; i++) if (doubts[i] === 1 && !isSimplePolygon(this.#set, first + i)) return false;
    return true;
  }

  /** True where no pixel has so many polygons of this piece and those before that its area is beyond 32 bits. */
  #fits(count: number): boolean {
    const changes = this.#changes;
    if (changes === null) return true;
    const { originY, pitchY, rows } = this.#grid;
    this.#exports.countRows(this.pieces.boxesAt, count, originY, pitchY, rows, changes.byteOffset);
    return reaches(this.#grid, mostOf(changes));
  }
}

/** Bytes of the bands of a piece: three numbers for each polygon at most. */
const bytesOfRuns = 12 * 2 ** 12;

/** Finds which polygons touch which bands. */
class BandFinder {
  readonly #bandsOf: ManhattanExports["bandsOf"];
  readonly #builder: BandRunsBuilder;
  readonly #numbers: readonly number[];
  readonly #runs: Int32Array;
  readonly #boxesAt: number;

  constructor(
    { bandsOf, memory }: ManhattanExports,
    boxesAt: number,
    runsAt: number,
    grid: PixelGrid,
    bandRows: number,
  ) {
    const { left, right } = boundsOf(grid);
    const bandCount = Math.ceil(grid.rows / bandRows);
    this.#bandsOf = bandsOf;
    this.#builder = new BandRunsBuilder(bandCount, bandRows);
    this.#numbers = [left, right, grid.originY, bandRows * grid.pitchY, bandCount, runsAt];
    this.#runs = new Int32Array(memory.buffer, runsAt, bytesOfRuns / 4);
    this.#boxesAt = boxesAt;
  }

  /** Of the polygons of a piece, the boxes of which lie in the memory. */
  add(first: number, end: number): void {
    const count = this.#bandsOf(this.#boxesAt, end - first, ...this.#numbers);
    const runs = this.#runs;
    for (let i = 0; i < count; i++) {
      const stop = i + 1 < count ? first + runs[3 * i + 3] : end;
      this.#builder.add(first + runs[3 * i], stop, runs[3 * i + 1], runs[3 * i + 2]);
    }
  }

  finish(): BandRuns {
    return this.#builder.finish();
  }
}
