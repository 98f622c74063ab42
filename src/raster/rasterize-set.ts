/**
 * The exact area of polygons in each pixel of a grid.
 *
 * First all polygons are added up, each with its hull positive and its holes negative. Where that is not the answer,
 * because polygons overlap or are not simple, the tiles concerned are done again by a sweep with winding numbers.
 */
import { ReticleError } from "../errors.ts";
import type { PolygonSet } from "../geometry/index.ts";
import { contestedTiles, type PolygonBoxes } from "./contested-tiles.ts";
import { CoverageBuffer } from "./coverage-buffer.ts";
import { EdgeFrame } from "./edge-frame.ts";
import { addUpManhattan } from "./manhattan.ts";
import { checkGrid, type PixelGrid, tooLarge } from "./pixel-grid.ts";
import { ringSign } from "./simple-polygon.ts";
import { rasterizeTiles } from "./union-tiles.ts";

/** What overlapping polygons count: once together, or each for itself. */
export type Overlap = "union" | "sum";

export interface RasterizeSetOptions {
  readonly overlap?: Overlap;
  /** Part of a pixel (0 to 1), or area in square database units. */
  readonly as?: "coverage" | "area";
  readonly dtype?: "float32" | "float64";
}

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
  const frame = new EdgeFrame(grid);
  const boxes = polygonBoxes(set, grid, frame);
  if (!addUpManhattan(set, frame, grid, out, as)) addUp(set, boxes, frame, grid, out, as);
  const isUnion = overlap === "union";
  const tiles = contestedTiles(set, boxes, grid, isUnion);
  if (tiles !== null) rasterizeTiles(set, boxes, tiles, { grid, frame, out, as, isUnion });
  return out;
}

function allocate(grid: PixelGrid, dtype: "float32" | "float64"): Float32Array | Float64Array {
  const length = grid.columns * grid.rows;
  try {
    return dtype === "float32" ? new Float32Array(length) : new Float64Array(length);
  } catch (cause) {
    throw tooLarge(grid, dtype === "float32" ? 4 : 8, cause);
  }
}

function polygonBoxes({ xy, rings, polygons, count }: PolygonSet, _grid: PixelGrid, frame: EdgeFrame): PolygonBoxes {
  const boxes = new Float64Array(4 * count);
  for (let polygon = 0; polygon < count; polygon++) {
    const start = 2 * rings[polygons[polygon]];
    const end = 2 * rings[polygons[polygon + 1]];
    if (start === end) continue;
    let left = xy[start];
    let right = left;
    let bottom = xy[start + 1];
    let top = bottom;
    for (let i = start + 2; i < end; i += 2) {
      const x = xy[i];
      const y = xy[i + 1];
      if (x < left) left = x;
      else if (x > right) right = x;
      if (y < bottom) bottom = y;
      else if (y > top) top = y;
    }
    const b = 4 * polygon;
    boxes[b] = left - frame.baseX - frame.fractionX;
    boxes[b + 1] = bottom - frame.baseY - frame.fractionY;
    boxes[b + 2] = right - frame.baseX - frame.fractionX;
    boxes[b + 3] = top - frame.baseY - frame.fractionY;
  }
  return boxes;
}

/** Adds up all polygons, in bands of rows that fit the cache. */
function addUp(
  set: PolygonSet,
  boxes: PolygonBoxes,
  frame: EdgeFrame,
  grid: PixelGrid,
  out: Float32Array | Float64Array,
  as: "coverage" | "area",
): void {
  const { columns, rows, pitchX, pitchY, pixelX, pixelY } = grid;
  const bandRows = Math.min(rows, Math.max(16, Math.floor(bandCells / (2 * columns + 2))));
  const bandCount = Math.ceil(rows / bandRows);
  const buffer = new CoverageBuffer({ columns, rows: bandRows, pitchX, pitchY, pixelX, pixelY });
  const bands = bandLists(boxes, frame, bandCount, bandRows * pitchY);
  for (let band = 0; band < bandCount; band++) {
    const first = band * bandRows;
    const count = Math.min(bandRows, rows - first);
    buffer.clear(first);
    const low = first * pitchY;
    const high = (first + count) * pitchY;
    for (let i = bands.starts[band]; i < bands.starts[band + 1]; i++)
      addPolygon(set, bands.polygons[i], boxes, frame, buffer, low, high);
    buffer.write(out, first * columns, columns, count, as, Infinity);
  }
}

function bandLists(
  boxes: PolygonBoxes,
  { width, height }: EdgeFrame,
  bandCount: number,
  bandHeight: number,
): { starts: Uint32Array; polygons: Uint32Array } {
  const count = boxes.length / 4;
  const starts = new Uint32Array(bandCount + 1);
  const first = new Int32Array(count);
  const last = new Int32Array(count).fill(-1);
  for (let polygon = 0; polygon < count; polygon++) {
    const b = 4 * polygon;
    if (boxes[b] >= width || boxes[b + 1] >= height || boxes[b + 2] <= 0 || boxes[b + 3] <= 0) continue;
    // A rounded quotient may point at a neighbour; one band more costs nothing.
    first[polygon] = Math.max(0, Math.floor(boxes[b + 1] / bandHeight - 1e-9));
    last[polygon] = Math.min(bandCount - 1, Math.floor(boxes[b + 3] / bandHeight + 1e-9));
    for (let band = first[polygon]; band <= last[polygon]; band++) starts[band + 1]++;
  }
  for (let band = 0; band < bandCount; band++) starts[band + 1] += starts[band];
  const polygons = new Uint32Array(starts[bandCount]);
  const next = starts.slice(0, -1);
  for (let polygon = 0; polygon < count; polygon++) {
    for (let band = first[polygon]; band <= last[polygon]; band++) polygons[next[band]++] = polygon;
  }
  return { starts, polygons };
}

function addPolygon(
  { xy, rings, polygons }: PolygonSet,
  polygon: number,
  boxes: PolygonBoxes,
  frame: EdgeFrame,
  buffer: CoverageBuffer,
  bandLow: number,
  bandHigh: number,
): void {
  const { baseX, baseY, fractionX, fractionY, width } = frame;
  const b = 4 * polygon;
  const isNear = frame.isNear(boxes[b], boxes[b + 1], boxes[b + 2], boxes[b + 3]);
  const hull = polygons[polygon];
  for (let ring = hull; ring < polygons[polygon + 1]; ring++) {
    const start = 2 * rings[ring];
    const end = 2 * rings[ring + 1];
    const weight = ring === hull ? ringSign(xy, start, end) : -ringSign(xy, start, end);
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
          const sign = rises ? -weight : weight;
          if (isNear) {
            const slope = (x1 - x0) / (y1 - y0);
            buffer.line((rises ? x0 : x1) - fractionX, low, slope, low, high, sign);
          } else {
            if (rises) frame.line(x0, y0, x1, y1);
            else frame.line(x1, y1, x0, y0);
            buffer.line(frame.lineX, frame.lineY, frame.slope, low, high, sign);
          }
        }
      }
      x0 = x1;
      y0 = y1;
    }
  }
}
