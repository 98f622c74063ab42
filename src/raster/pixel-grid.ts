/**
 * The pixels of a raster, in database units; every number but the counts may be fractional.
 *
 *   |<-- pitchX -->|
 *   +--------+     +--------+        pixel (row r, column c) spans
 *   | r, c   | gap | r, c+1 |        x: originX + c·pitchX … + pixelX
 *   +--------+     +--------+        y: originY + r·pitchY … + pixelY      (row 0 is the lowest)
 *   |<pixelX>|
 */
import { ReticleError } from "../errors.ts";
import { Box } from "../geometry/index.ts";
import { formatLength } from "../units.ts";

export interface PixelGrid {
  /** Lower left corner of the pixel in row 0, column 0. */
  readonly originX: number;
  readonly originY: number;
  /** From centre to centre. */
  readonly pitchX: number;
  readonly pitchY: number;
  /** Size of a pixel, at most the pitch: the gaps between smaller pixels are left out. */
  readonly pixelX: number;
  readonly pixelY: number;
  readonly columns: number;
  readonly rows: number;
  /** What the corner is beyond the origin, 0 to 1: in parts of a grid, which far from 0 have no room for it in one double. */
  readonly restX?: number;
  readonly restY?: number;
}

/** A pixel's lower left corner: whole part, and what is left of it, 0 to 1. */
export interface GridCorner {
  readonly baseX: number;
  readonly baseY: number;
  readonly fractionX: number;
  readonly fractionY: number;
}

/** The corner of a pixel of a grid, to more digits than a double of its size has. */
export function cornerOf(grid: PixelGrid, column = 0, row = 0): GridCorner {
  const { originX, originY, pitchX, pitchY, restX = 0, restY = 0 } = grid;
  const [baseX, fractionX] = split(originX, restX, column * pitchX);
  const [baseY, fractionY] = split(originY, restY, row * pitchY);
  return { baseX, baseY, fractionX, fractionY };
}

function split(origin: number, rest: number, beyond: number): [base: number, fraction: number] {
  const fraction = origin - Math.floor(origin) + rest + (beyond - Math.floor(beyond));
  const whole = Math.floor(fraction);
  return [Math.floor(origin) + Math.floor(beyond) + whole, fraction - whole];
}

/** Some columns and rows of a grid. */
export function partOfGrid(
  grid: PixelGrid,
  firstColumn: number,
  firstRow: number,
  columns: number,
  rows: number,
): PixelGrid {
  const { baseX, baseY, fractionX, fractionY } = cornerOf(grid, firstColumn, firstRow);
  return { ...grid, originX: baseX, originY: baseY, restX: fractionX, restY: fractionY, columns, rows };
}

/**
 * The least box of whole numbers that holds all pixels of a grid. Polygons have whole coordinates: they reach into the
 * pixels where they reach into the box.
 */
export function boundsOf(grid: PixelGrid): Box {
  const low = cornerOf(grid);
  const high = cornerOf(grid, grid.columns, grid.rows);
  return new Box(low.baseX, low.baseY, high.baseX + Math.ceil(high.fractionX), high.baseY + Math.ceil(high.fractionY));
}

/** True where all pixels begin and end at whole numbers. */
export function isWholeGrid({
  originX,
  originY,
  pitchX,
  pitchY,
  pixelX,
  pixelY,
  restX = 0,
  restY = 0,
}: PixelGrid): boolean {
  return [originX, originY, pitchX, pitchY, pixelX, pixelY].every(Number.isInteger) && restX === 0 && restY === 0;
}

/** What an ndarray can hold. */
const mostPixels = 2 ** 31 - 1;
/** What a raster may take; more is for tiles. */
const mostBytes = 2 ** 32;

/** Throws a RasterError for a grid that has no meaning or no room; lengths in the sentences are times `dbu`. */
export function checkGrid(grid: PixelGrid, bytesEach = 8, dbu = 1, unit = "database units"): PixelGrid {
  checkMeaning(grid, dbu, unit);
  return checkRoom(grid, bytesEach);
}

/** Throws a RasterError for a grid whose pixels have no room in memory. */
export function checkRoom(grid: PixelGrid, bytesEach: number): PixelGrid {
  if (grid.columns * grid.rows > mostPixels || grid.columns * grid.rows * bytesEach > mostBytes)
    throw tooLarge(grid, bytesEach);
  return grid;
}

/** Throws a RasterError for a grid that has no meaning. */
export function checkMeaning(grid: PixelGrid, dbu = 1, unit = "database units"): PixelGrid {
  const length = (value: number) => `${formatLength(value * dbu)} ${unit}`;
  for (const axis of ["X", "Y"] as const) {
    const pitch = grid[`pitch${axis}`];
    const pixel = grid[`pixel${axis}`];
    const origin = grid[`origin${axis}`];
    if (!(pitch > 0 && Number.isFinite(pitch))) {
      throw new ReticleError(
        "RasterError",
        "pitch",
        `pitch ${length(pitch)} along ${axis.toLowerCase()} is not a positive number`,
      );
    }
    if (!(pixel > 0)) {
      throw new ReticleError(
        "RasterError",
        "pixel",
        `pixel size ${length(pixel)} along ${axis.toLowerCase()} is not a positive number`,
      );
    }
    if (pixel > pitch) {
      throw new ReticleError(
        "RasterError",
        "pixel-exceeds-pitch",
        `pixel size ${length(pixel)} along ${axis.toLowerCase()} exceeds the pitch of ${length(pitch)}: pixels must not overlap`,
      );
    }
    if (!(Math.abs(origin) <= 2 ** 40)) {
      throw new ReticleError(
        "RasterError",
        "window",
        `origin ${length(origin)} along ${axis.toLowerCase()} is out of reach`,
      );
    }
  }
  for (const count of [grid.columns, grid.rows]) {
    if (!(Number.isInteger(count) && count >= 0)) {
      throw new ReticleError(
        "RasterError",
        "shape",
        `${grid.rows}×${grid.columns} is not a number of rows and columns`,
      );
    }
  }
  return grid;
}

export function tooLarge({ rows, columns }: PixelGrid, bytesEach: number, cause?: unknown): ReticleError {
  const gigabytes = Number(((rows * columns * bytesEach) / 2 ** 30).toPrecision(3));
  return new ReticleError(
    "RasterError",
    "memory",
    `a raster of ${rows}×${columns} pixels would take ${gigabytes} GiB, and ${mostBytes / 2 ** 30} are the most; take a larger pitch or a smaller window, or rasterize it in tiles, as fieldsOf does: one window after the other`,
    { cause },
  );
}

/** A number, or one for x and one for y. */
export type Pair = number | readonly [x: number, y: number];

/**
 * The grid of a window. Its lower left corner is the corner of pixel 0; where the window is no whole number of pitches,
 * the last pixels reach beyond it.
 * @param window in µm
 * @param dbu database unit, in µm
 */
export function gridOfWindow(
  window: Box,
  dbu: number,
  options: { readonly pitch: Pair; readonly pixel?: Pair; readonly shape?: readonly [rows: number, columns: number] },
): PixelGrid {
  if (!(window.width > 0 && window.height > 0 && Number.isFinite(window.width + window.height))) {
    throw new ReticleError("RasterError", "window", `the window ${window} has no area`);
  }
  const [pitchX, pitchY] = pair(options.pitch).map((value) => clean(value / dbu));
  const [pixelX, pixelY] =
    options.pixel === undefined ? [pitchX, pitchY] : pair(options.pixel).map((value) => clean(value / dbu));
  const count = (length: number, pitch: number) => Math.max(1, Math.ceil(length / dbu / pitch - 1e-9));
  const wanted = pitchX > 0 && pitchY > 0 ? [count(window.height, pitchY), count(window.width, pitchX)] : [0, 0];
  const [rows, columns] = options.shape ?? wanted;
  return {
    originX: clean(window.left / dbu),
    originY: clean(window.bottom / dbu),
    pitchX,
    pitchY,
    pixelX,
    pixelY,
    columns,
    rows,
  };
}

function pair(value: Pair): readonly [number, number] {
  return typeof value === "number" ? [value, value] : value;
}

/** A quotient of two decimal fractions without the noise of the division: 0.3785 / 0.001 is 378.5. */
export function clean(value: number): number {
  return Number(value.toPrecision(14));
}
