/** The pixels that `rasterize` is asked for, in µm, as a grid of a source in database units. */
import { ReticleError } from "../errors.ts";
import { Box } from "../geometry/index.ts";
import { checkMeaning, clean, gridOfWindow, type Pair, type PixelGrid } from "./pixel-grid.ts";

export type Mirror = "left-right" | "up-down" | "both";

export interface GridOptions {
  /**
   * What is rasterized, in µm. Its lower left corner is the corner of pixel 0. Where it is not given, nor are `origin` and
   * `shape`, it is the box around the region, or around the cell or layout with all its layers.
   */
  readonly window?: Box;
  /** Distance of the pixels' centres in µm; one number, or one for x and one for y. */
  readonly pitch: Pair;
  /** Size of a pixel in µm, at most the pitch (which it is where it is not given). */
  readonly pixel?: Pair;
  /** Rows and columns; by default as many as cover the window. */
  readonly shape?: readonly [rows: number, columns: number];
  /** Lower left corner of pixel 0 in µm, instead of the window's. */
  readonly origin?: readonly [x: number, y: number];
  /** The picture is turned over within its window, as for a mask that is looked at from behind. */
  readonly mirror?: Mirror;
  /** The layout is so many times as large in the raster: pitch, pixel and the axes are of the raster, the window of the layout. */
  readonly magnification?: number;
}

/** Names of the options. */
export const gridNames = ["window", "pitch", "pixel", "shape", "origin", "mirror", "magnification"] as const;

export interface PlacedGrid {
  /** In database units of the layout, as it lies there. */
  readonly grid: PixelGrid;
  readonly magnification: number;
  readonly turnsColumns: boolean;
  readonly turnsRows: boolean;
  /** Where the first pixel begins in the raster's own directions, database units. */
  readonly firstX: number;
  readonly firstY: number;
}

const mirrors: readonly (Mirror | undefined)[] = [undefined, "left-right", "up-down", "both"];

/**
 * Throws a RasterError for options without meaning; whether there is room for the grid is not looked at.
 * @param extent the box around what is rasterized, µm
 */
export function placedGrid(options: GridOptions, dbu: number, extent: () => Box | null): PlacedGrid {
  const { mirror, magnification = 1, pixel } = options;
  if (!(magnification > 0 && Number.isFinite(magnification)))
    throw problem("magnification", `magnification ${magnification} is not a positive number`);
  if (!mirrors.includes(mirror)) throw problem("mirror", `mirror "${mirror}" is none of left-right, up-down, both`);
  checkPair(options.pitch, "pitch");
  if (pixel !== undefined) checkPair(pixel, "pixel");
  const { shape } = options;
  if (shape !== undefined && !(Array.isArray(shape) && shape.length === 2))
    throw problem("shape", `shape ${shown(shape)} is not two whole numbers: [rows, columns]`);
  const window = windowOf(options, magnification, extent);
  const scaled = (value: Pair): Pair =>
    typeof value === "number" ? value / magnification : [value[0] / magnification, value[1] / magnification];
  const given = { pitch: scaled(options.pitch), ...(pixel !== undefined && { pixel: scaled(pixel) }), shape };
  const grid = checkMeaning(gridOfWindow(window, dbu, given), dbu, "µm");
  const turnsColumns = mirror === "left-right" || mirror === "both";
  const turnsRows = mirror === "up-down" || mirror === "both";
  const { originX, originY, pitchX, pitchY, pixelX, pixelY, columns, rows } = grid;
  // The raster's first pixel lies on the other side of the window.
  const turned = (low: number, high: number, pitch: number, size: number, count: number) =>
    clean(low / dbu + high / dbu) - clean(low / dbu) - (count - 1) * pitch - size;
  return {
    grid: {
      ...grid,
      originX: turnsColumns ? turned(window.left, window.right, pitchX, pixelX, columns) : originX,
      originY: turnsRows ? turned(window.bottom, window.top, pitchY, pixelY, rows) : originY,
    },
    magnification,
    turnsColumns,
    turnsRows,
    firstX: originX,
    firstY: originY,
  };
}

function windowOf({ window, origin, shape, pitch }: GridOptions, magnification: number, extent: () => Box | null): Box {
  if (window !== undefined && !isBox(window)) throw problem("window", "the window is a box in µm: box(0, 0, 20, 20)");
  if (window !== undefined) {
    for (const side of ["left", "bottom", "right", "top"] as const)
      if (!Number.isFinite(window[side]))
        throw problem("window", `the window's ${side} is ${window[side]}, not a number of µm`);
    if (!(window.right > window.left && window.top > window.bottom))
      throw problem("window", `the window ${window} has no area: left must be below right, and bottom below top`);
  }
  if (origin === undefined) {
    const box = window === undefined ? extent() : new Box(window.left, window.bottom, window.right, window.top);
    if (box !== null) return box;
    throw problem("window", "what is rasterized is empty and has no box; name a window, or an origin and a shape");
  }
  if (!(Array.isArray(origin) && origin.length === 2 && origin.every(Number.isFinite)))
    throw problem("origin", `origin ${shown(origin)} is not two numbers of µm: [x, y]`);
  const [x, y] = origin;
  if (window !== undefined) {
    if (x < window.right && y < window.top) return new Box(x, y, window.right, window.top);
    throw problem("origin", `origin ${x}, ${y} lies beyond the window ${window}`);
  }
  if (shape === undefined) throw problem("shape", "an origin without a window needs a shape: [rows, columns]");
  const [pitchX, pitchY] = typeof pitch === "number" ? [pitch, pitch] : pitch;
  const side = (count: number, length: number) => Math.max(1, count) * (length / magnification);
  return new Box(x, y, x + side(shape[1], pitchX), y + side(shape[0], pitchY));
}

function checkPair(value: Pair, what: "pitch" | "pixel"): void {
  const isPair = Array.isArray(value) && value.length === 2;
  const numbers: readonly unknown[] = isPair ? value : [value];
  if (!numbers.every((one) => typeof one === "number"))
    throw problem(what, `${what} ${shown(value)} is no number of µm; give one, or [x, y]`);
  const wrong = numbers.find((one) => !((one as number) > 0 && Number.isFinite(one)));
  if (wrong !== undefined) throw problem(what, `${what} ${wrong} µm is not a positive number; give one, or [x, y]`);
}

/** As it was written, where that can be told. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** A box, also of another copy of this package, or its sides alone. */
function isBox(value: unknown): value is Box {
  return value instanceof Box || (typeof value === "object" && value !== null && "left" in value && "bottom" in value);
}

function problem(code: string, message: string): ReticleError {
  return new ReticleError("RasterError", code, message);
}
