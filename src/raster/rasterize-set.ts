/**
 * The exact area of polygons in each pixel of a grid.
 *
 * First all polygons are added up, each with its hull positive and its holes negative. Where that is not the answer,
 * because polygons overlap or are not simple, the tiles concerned are done again by a sweep with winding numbers.
 */
import { ReticleError } from "../errors.ts";
import type { PolygonSet } from "../geometry/index.ts";
import { bandRuns } from "./band-runs.ts";
import {
  CoverageBuffer,
  EdgeFrame,
  heightSteps,
  type KernelName,
  type RingAdder,
  ringAdder,
} from "./coverage/index.ts";
import { partAround, without } from "./knots.ts";
import { addUpManhattan, sumAtOnce } from "./manhattan/index.ts";
import { checkGrid, type PixelGrid, tooLarge } from "./pixel-grid.ts";
import { rasterizeStripes, type StripeTask, setOfStripe, worthStripes, worthSweeps } from "./stripes.ts";
import { type Survey, startsManhattan, surveyPolygons } from "./survey/index.ts";
import {
  type Crowd,
  contestedTiles,
  hasCrowds,
  isCrowd,
  overlapsAlong,
  rasterizeCrowd,
  rasterizeTiles,
  type TileLists,
  tileRanges,
  tilesAround,
} from "./union/index.ts";

/** What overlapping polygons count: once together, or each for itself. */
export type Overlap = "union" | "sum";

export interface RasterizeSetOptions {
  readonly overlap?: Overlap;
  /** Part of a pixel (0 to 1), or area in square database units. */
  readonly as?: "coverage" | "area";
  readonly dtype?: "float32" | "float64";
  /** Threads that take part in large rasters, this one included: by default as many as there are processors, at most 8. */
  readonly threads?: number;
  /** What adds polygons up: for comparison, both give the same bits. */
  readonly kernel?: KernelName;
  /** Called between pieces of the work that take no more than some tens of milliseconds: what it throws ends it. */
  readonly check?: (() => void) | undefined;
}

/** With nothing left to choose. */
export type WholeOptions = RasterizeSetOptions & Required<Pick<RasterizeSetOptions, "overlap" | "as" | "dtype">>;

/** Numbers that the band buffer may hold: what a second-level cache takes. */
const bandCells = 1 << 18;

/**
 * Rasterizes polygons in database units. Row r, column c is at r · columns + c; row 0 is the lowest.
 * Throws a RasterError for a grid without meaning or beyond memory.
 */
export function rasterizeSet(
  set: PolygonSet,
  grid: PixelGrid,
  options: RasterizeSetOptions = {},
): Float32Array | Float64Array {
  const { overlap = "union", as = "coverage", dtype = as === "area" ? "float64" : "float32" } = options;
  if (overlap !== "union" && overlap !== "sum") {
    throw new ReticleError("RasterError", "overlap", `overlap "${overlap}" is neither union nor sum`);
  }
  if ((as !== "coverage" && as !== "area") || (dtype !== "float32" && dtype !== "float64")) {
    throw new ReticleError(
      "RasterError",
      "output",
      `a raster is coverage or area as float32 or float64, not ${as} as ${dtype}`,
    );
  }
  checkGrid(grid, dtype === "float32" ? 4 : 8);
  const out = allocate(grid, dtype);
  if (out.length === 0 || set.count === 0) return out;
  const how = { ...options, overlap, as, dtype };
  const isLong = set.vertexCount >= worthStripes && !startsManhattan(set);
  if (isLong && rasterizeStripes(set, grid, how, out, rasterizeStripe)) return out;
  rasterizeAlone(set, grid, how, out, !isLong);
  return out;
}

/** Does a stripe of a larger raster: in zeros that are there, or in an array of its own. */
export function rasterizeStripe(
  task: StripeTask,
  out: Float32Array | Float64Array = allocate(task.grid, task.options.dtype),
  check?: () => void,
): Float32Array | Float64Array {
  rasterizeAlone(setOfStripe(task), task.grid, { ...task.options, check }, out, false);
  return out;
}

/**
 * @param mayStripe  where polygons overlap much, the work may be cut up after all
 * @param isKnotted  of each polygon, where that is known
 */
function rasterizeAlone(
  set: PolygonSet,
  grid: PixelGrid,
  options: WholeOptions,
  out: Float32Array | Float64Array,
  mayStripe: boolean,
  isKnotted?: Uint8Array,
): void {
  const { overlap, as, kernel = "webassembly", check } = options;
  check?.();
  if (set.count === 0) return;
  if (overlap === "sum" && kernel === "webassembly" && sumAtOnce(set, grid, out, as, check)) return;
  const frame = new EdgeFrame(grid);
  const survey = surveyPolygons(set, grid, kernel, check, isKnotted);
  // What began along the axes may have gone on otherwise.
  const isLong = mayStripe && !survey.isManhattan && set.vertexCount >= worthStripes;
  if (isLong && rasterizeStripes(set, grid, options, out, rasterizeStripe)) return;
  const isUnion = overlap === "union";
  if (!isUnion && survey.knotted.length > 0) {
    addUpKnots(set, survey.knotted, grid, options, out);
    return;
  }
  const ranges = isUnion ? tileRanges(survey.boxes, grid) : null;
  let isTooMuch = ranges !== null && isCrowd(ranges);
  let tiles = ranges === null || isTooMuch ? null : contestedTiles(ranges, survey, grid, check);
  const mayBeAskew = isUnion && !survey.isManhattan && survey.knotted.length === 0;
  const overlaps = mayBeAskew && (isTooMuch || isMuch(tiles, set)) ? overlapsAlong(set, survey) : null;
  if (overlaps !== null) {
    const around = overlaps.length === 0 ? null : tilesAround(overlaps, ranges!, grid);
    if (around !== null || overlaps.length === 0) {
      isTooMuch = false;
      tiles = around;
    }
  }
  if (isTooMuch || (tiles !== null && hasCrowds(tiles))) {
    const rasterizePart: Crowd["rasterizePart"] = (chosen, part, known) => {
      const values = allocate(part, options.dtype);
      rasterizeAlone(chosen, part, options, values, false, known);
      return values;
    };
    if (rasterizeCrowd({ set, survey, grid, as, kernel, check, rasterizePart }, out)) return;
    tiles ??= contestedTiles(ranges!, survey, grid, check);
  }
  if (tiles !== null && mayStripe) {
    const edges = contestedPolygons(tiles) * (set.vertexCount / set.count);
    const isWorth = edges >= (survey.isManhattan ? worthSweeps : worthSweeps / 8);
    if (isWorth && rasterizeStripes(set, grid, options, out, rasterizeStripe)) return;
  }
  // Where no polygon is simple, every tile is done again.
  const isWorth = survey.knotted.length < set.count;
  if (isWorth && !addUpManhattan(set, survey, grid, out, { as, isUnion, kernel, check }))
    addUp(set, survey, frame, grid, out, options);
  if (tiles !== null) rasterizeTiles(set, survey, tiles, { grid, frame, out, as, check });
}

/** In doubles, whatever the result is of: it is rounded once. */
function addUpKnots(
  set: PolygonSet,
  knotted: readonly number[],
  grid: PixelGrid,
  options: WholeOptions,
  out: Float32Array | Float64Array,
): void {
  const sum = out instanceof Float64Array ? out : allocate(grid, "float64");
  rasterizeAlone(without(set, knotted), grid, options, sum, false);
  let room = new Float64Array(0);
  for (const polygon of knotted) {
    const knot = set.polygon(polygon);
    const part = partAround(grid, knot);
    if (part === null) continue;
    const { columns, rows } = part.grid;
    if (room.length < columns * rows) room = new Float64Array(2 * columns * rows);
    const values = room.subarray(0, columns * rows).fill(0);
    rasterizeAlone(knot, part.grid, { ...options, overlap: "union", dtype: "float64" }, values, false);
    for (let row = 0; row < rows; row++)
      for (let i = row * columns, to = part.index + row * grid.columns; i < (row + 1) * columns; i++, to++)
        sum[to] += values[i];
  }
  if (sum !== out) out.set(sum);
}

/** True where polygons are in many contested tiles each. */
function isMuch(tiles: TileLists | null, { count }: PolygonSet): boolean {
  return tiles !== null && contestedPolygons(tiles) > 2 * count;
}

/** Polygons in contested tiles, each as often as it is in one. */
function contestedPolygons({ contested, starts }: TileLists): number {
  let work = 0;
  for (let tile = 0; tile < contested.length; tile++)
    if (contested[tile] === 1) work += starts[tile + 1] - starts[tile];
  return work;
}

function allocate(grid: PixelGrid, dtype: "float32" | "float64"): Float32Array | Float64Array {
  const length = grid.columns * grid.rows;
  try {
    return dtype === "float32" ? new Float32Array(length) : new Float64Array(length);
  } catch (cause) {
    throw tooLarge(grid, dtype === "float32" ? 4 : 8, cause);
  }
}

/** Adds up all polygons, in bands of rows that fit the cache. */
function addUp(
  set: PolygonSet,
  survey: Survey,
  frame: EdgeFrame,
  grid: PixelGrid,
  out: Float32Array | Float64Array,
  { as, overlap, kernel = "webassembly", check }: WholeOptions,
): void {
  // Pieces side by side may come to a bit more than a whole pixel.
  const most = overlap === "union" ? 1 : Infinity;
  const { columns, rows, pitchX, pitchY, pixelX, pixelY } = grid;
  const bandRows = bandRowsOf(grid);
  const { baseX, baseY, fractionX, fractionY } = frame;
  const bandGrid = { baseX, baseY, fractionX, fractionY, pitchX, pitchY, columns, rows: bandRows };
  const adder = ringAdder(kernel, { ...bandGrid, ...heightSteps(pixelY) }, survey.longestRing);
  const buffer = new CoverageBuffer({ columns, rows: bandRows, pitchX, pitchY, pixelX, pixelY }, adder);
  for (const [band, runs] of bandRuns(survey.boxes, grid, bandRows).runs.entries()) {
    check?.();
    const first = band * bandRows;
    const count = Math.min(bandRows, rows - first);
    buffer.clear(first);
    adder.begin(first);
    const low = first * pitchY;
    const high = (first + count) * pitchY;
    for (const [from, end] of piecesOf(runs, check)) {
      if (!buffer.hasGaps && areNear(frame, survey.boxes, from, end)) adder.add(set, from, end, survey.weights);
      else
        for (let polygon = from; polygon < end; polygon++)
          addPolygon(set, polygon, survey, frame, adder, buffer, low, high);
    }
    buffer.touch(...adder.end());
    buffer.write(out, first * columns, columns, count, as, most);
  }
}

/** Polygons of a run that are added up between two looks at whether that is still wanted. */
const runPiece = 2 ** 13;

/** The first polygon and the end of each piece of runs. */
function* piecesOf(runs: Int32Array, check: () => void = () => {}): Generator<readonly [from: number, end: number]> {
  for (let i = 0; i < runs.length; i += 2)
    for (let from = runs[i]; from < runs[i + 1]; from += runPiece) {
      check();
      yield [from, Math.min(runs[i + 1], from + runPiece)];
    }
}

/** A few rows more are better than a band for them. */
function bandRowsOf({ columns, rows }: PixelGrid): number {
  const fits = Math.max(16, Math.floor(bandCells / (2 * columns + 2)));
  return rows <= 1.25 * fits ? rows : fits;
}

/** True where all polygons from `first` to before `end` are near enough for plain doubles. */
function areNear(frame: EdgeFrame, boxes: Int32Array, first: number, end: number): boolean {
  for (let b = 4 * first; b < 4 * end; b += 4) if (!frame.isNear(boxes, b)) return false;
  return true;
}

function addPolygon(
  set: PolygonSet,
  polygon: number,
  { boxes, weights }: Survey,
  frame: EdgeFrame,
  adder: RingAdder,
  buffer: CoverageBuffer,
  bandLow: number,
  bandHigh: number,
): void {
  if (!buffer.hasGaps && frame.isNear(boxes, 4 * polygon)) {
    adder.add(set, polygon, polygon + 1, weights);
    return;
  }
  adder.settle();
  const { xy, rings, polygons } = set;
  for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
    const start = 2 * rings[ring];
    const end = 2 * rings[ring + 1];
    if (start === end || weights[ring] === 0) continue;
    addLines(xy, start, end, weights[ring], frame, buffer, bandLow, bandHigh);
  }
}

/** A ring on pixels with gaps, or that reaches far out of the grid: its lines are referred to points near it. */
function addLines(
  xy: Int32Array,
  start: number,
  end: number,
  weight: number,
  frame: EdgeFrame,
  buffer: CoverageBuffer,
  bandLow: number,
  bandHigh: number,
): void {
  const { baseX, baseY, fractionY, width } = frame;
  let x0 = xy[end - 2] - baseX;
  let y0 = xy[end - 1] - baseY;
  for (let i = start; i < end; i += 2) {
    const x1 = xy[i] - baseX;
    const y1 = xy[i + 1] - baseY;
    if (y0 !== y1 && (x0 < width + 1 || x1 < width + 1)) {
      // The inside of a counter-clockwise ring lies to the right of edges that run down.
      const rises = y1 > y0;
      const low = (rises ? y0 : y1) - fractionY;
      const high = (rises ? y1 : y0) - fractionY;
      if (high > bandLow && low < bandHigh) {
        if (rises) frame.line(x0, y0, x1, y1);
        else frame.line(x1, y1, x0, y0);
        buffer.line(frame.lineX, frame.lineY, frame.slope, low, high, rises ? -weight : weight);
      }
    }
    x0 = x1;
    y0 = y1;
  }
}
