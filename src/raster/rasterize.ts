import { ReticleError } from "../errors.ts";
import { Box, type PolygonSource } from "../geometry/index.ts";
import { ImageView, ndArray, packedStride } from "../image/index.ts";
import { checkDbu } from "../units.ts";
import { checkGrid, gridOfWindow, type Pair } from "./pixel-grid.ts";
import { type Overlap, rasterizeSet } from "./rasterize-set.ts";

/** A raster: rows grow upwards with y. */
export type Raster<D extends Float32Array | Float64Array = Float32Array> = ImageView<D, readonly ["row", "column"]>;

export interface RasterizeOptions {
  /** What is rasterized, in µm. Its lower left corner is the corner of pixel 0. */
  readonly window: Box;
  /** Distance of the pixels' centres in µm; one number, or one for x and one for y. */
  readonly pitch: Pair;
  /** Size of a pixel in µm, at most the pitch (which it is where it is not given). */
  readonly pixel?: Pair;
  /** Rows and columns; by default as many as cover the window. */
  readonly shape?: readonly [rows: number, columns: number];
  /** Overlapping polygons count once ("union", the default) or add up ("sum"). */
  readonly overlap?: Overlap;
  /** The covered part of each pixel, 0 to 1 (the default), or its area in square database units. */
  readonly as?: "coverage" | "area";
  /** float32 for coverage and float64 for areas, where it is not given. Computed in float64 and rounded once. */
  readonly dtype?: "float32" | "float64";
}

/**
 * The exact area that polygons cover in each pixel of a window. Pixels that no edge touches are exactly empty or full;
 * rectangles on whole pixels are exact to the bit, other values within 2⁻⁴⁰ of a pixel.
 * Throws a RasterError for a window without area, a pitch that is not positive, a pixel larger than the pitch, and a
 * raster that has no room in memory.
 * @example rasterize(region, { window: box(0, 0, 20, 20), pitch: 10 * nm })
 */
export function rasterize(
  source: PolygonSource,
  options: RasterizeOptions & ({ readonly dtype: "float64" } | { readonly as: "area"; readonly dtype?: undefined }),
): Raster<Float64Array>;
export function rasterize(
  source: PolygonSource,
  options: RasterizeOptions & { readonly as?: "coverage"; readonly dtype?: "float32" },
): Raster;
export function rasterize(source: PolygonSource, options: RasterizeOptions): Raster<Float32Array | Float64Array>;
export function rasterize(source: PolygonSource, options: RasterizeOptions): Raster<Float32Array | Float64Array> {
  const { window, overlap, as = "coverage", dtype = as === "area" ? "float64" : "float32" } = options;
  const dbu = checkDbu(source.dbu);
  if (!(window instanceof Box) && !isBoxLike(window)) {
    throw new ReticleError("RasterError", "window", "the window is a box in µm: box(0, 0, 20, 20)");
  }
  const grid = checkGrid(gridOfWindow(window, dbu, options), dtype === "float32" ? 4 : 8, dbu, "µm");
  const { originX, originY, pitchX, pitchY, pixelX, pixelY, rows, columns } = grid;
  const seen = new Box(originX, originY, originX + columns * pitchX, originY + rows * pitchY);
  const values = rasterizeSet(source.polygonsIn(outwards(seen)), grid, { overlap, as, dtype });
  const shape = [rows, columns];
  const array = ndArray(values, { shape, stride: packedStride(shape), offset: 0 });
  const tidy = (length: number) => Number((length * dbu).toPrecision(14));
  return ImageView.from(array, {
    axes: ["row", "column"],
    spacing: { row: tidy(pitchY), column: tidy(pitchX) },
    origin: { row: tidy(originY + pixelY / 2), column: tidy(originX + pixelX / 2) },
    direction: "up",
  });
}

/** Sources look for whole database units. */
function outwards({ left, bottom, right, top }: Box): Box {
  return new Box(Math.floor(left), Math.floor(bottom), Math.ceil(right), Math.ceil(top));
}

/** A box of another copy of this package. */
function isBoxLike(value: unknown): boolean {
  return typeof value === "object" && value !== null && "left" in value && "bottom" in value && "width" in value;
}
