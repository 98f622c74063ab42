import { optionsOf, ReticleError } from "../errors.ts";
import type { PolygonSet, PolygonSource } from "../geometry/index.ts";
import { ImageView, ndArray, packedStride } from "../image/index.ts";
import { checkDbu } from "../units.ts";
import { type GridOptions, gridNames, type PlacedGrid, placedGrid } from "./grid-options.ts";
import { boundsOf, checkRoom, type PixelGrid, tooLarge } from "./pixel-grid.ts";
import {
  extentOf,
  type LayeredSource,
  layerSources,
  overlapIn,
  type PointLists,
  singleSource,
} from "./polygon-sources.ts";
import {
  checkOutput,
  checkWork,
  placeValues,
  type RasterArray,
  type RasterArrays,
  type RasterDtype,
  rasterArray,
  type WorkSignal,
} from "./raster-numbers.ts";
import { type Overlap, rasterizeSet } from "./rasterize-set.ts";

/** A raster: rows grow upwards with y. */
export type Raster<D extends RasterArray = Float32Array> = ImageView<D, readonly ["row", "column"]>;
/** A raster of several layers. */
export type LayerRaster<D extends RasterArray = Float32Array> = ImageView<D, readonly ["channel", "row", "column"]>;

export interface RasterizeOptions extends GridOptions {
  /** Overlapping polygons count once ("union", the default) or add up ("sum"). */
  readonly overlap?: Overlap;
  /** The covered part of each pixel, 0 to 1 (the default), or its area in square database units. */
  readonly as?: "coverage" | "area";
  /**
   * float32 for coverage and float64 for areas, where it is not given. Computed in float64 and rounded once. Coverage as
   * uint8 and uint16 is scaled to 255 and 65535; areas may be int32.
   */
  readonly dtype?: RasterDtype;
  /** "clear": what polygons cover counts (the default); "dark": what they leave open. */
  readonly tone?: "clear" | "dark";
  /** Threads that take part in large rasters, this one included: by default as many as there are processors, at most 8. */
  readonly threads?: number;
  /**
   * Looked at before each layer and all along: aborted work throws the signal's reason. Nothing else runs in the meantime that could
   * abort an AbortSignal, timers neither: another thread can, through an object of your own that looks at shared memory.
   */
  readonly signal?: WorkSignal;
  /** Database unit of a PolygonSet and of points, which have none, µm: 0.001. */
  readonly dbu?: number;
}

/** Names of the options. */
export const rasterNames = [...gridNames, "overlap", "as", "dtype", "tone", "threads", "signal", "dbu"] as const;

/** What the source knows its layers by. */
type LayersOf<S extends LayeredSource<never>> = readonly Parameters<S["source"]>[0][];
type Polygons = PolygonSource | PolygonSet | PointLists;
type Area = { readonly as: "area"; readonly dtype?: undefined };

/**
 * The exact area that polygons cover in each pixel of a window, by default the box around them. Pixels that no edge touches are exactly empty or full;
 * rectangles on whole pixels are exact to the bit, other values within 2⁻⁴⁰ of a pixel. With `layers`, a cell or a layout
 * gives one channel a layer.
 * Throws a RasterError for a window without area, a pitch that is not positive, a pixel larger than the pitch, a raster
 * that has no room in memory, and a value that the dtype does not hold; a LayoutError for a layer that is not there.
 * @example rasterize(region, { window: box(0, 0, 20, 20), pitch: 10 * nm })
 * @example rasterize(layout, { layers: ["1/0", "2/0"], window: box(0, 0, 20, 20), pitch: 0.1, dtype: "uint8" })
 */
export function rasterize<S extends LayeredSource<never>, K extends RasterDtype>(
  source: S,
  options: RasterizeOptions & { readonly layers: LayersOf<S>; readonly dtype: K },
): LayerRaster<RasterArrays[K]>;
export function rasterize<S extends LayeredSource<never>>(
  source: S,
  options: RasterizeOptions & Area & { readonly layers: LayersOf<S> },
): LayerRaster<Float64Array>;
export function rasterize<S extends LayeredSource<never>>(
  source: S,
  options: RasterizeOptions & { readonly layers: LayersOf<S>; readonly as?: "coverage"; readonly dtype?: undefined },
): LayerRaster;
export function rasterize<S extends LayeredSource<never>>(
  source: S,
  options: RasterizeOptions & { readonly layers: LayersOf<S> },
): LayerRaster<RasterArray>;
export function rasterize<K extends RasterDtype>(
  source: Polygons,
  options: RasterizeOptions & { readonly dtype: K },
): Raster<RasterArrays[K]>;
export function rasterize(source: Polygons, options: RasterizeOptions & Area): Raster<Float64Array>;
export function rasterize(
  source: Polygons,
  options: RasterizeOptions & { readonly as?: "coverage"; readonly dtype?: undefined },
): Raster;
export function rasterize(source: Polygons, options: RasterizeOptions): Raster<RasterArray>;
export function rasterize(
  source: Polygons | LayeredSource<unknown>,
  options: RasterizeOptions & { readonly layers?: readonly unknown[] },
): Raster<RasterArray> | LayerRaster<RasterArray> {
  const names = [...rasterNames, "layers"] as const;
  const {
    overlap,
    as = "coverage",
    tone = "clear",
    layers,
    signal,
    threads,
  } = optionsOf(options, "RasterError", names);
  const { dtype = as === "area" ? "float64" : "float32" } = options;
  checkOutput(as, dtype);
  checkTone(tone, overlap);
  checkWork(threads, signal);
  const sources =
    layers === undefined
      ? [singleSource(source as Polygons, options.dbu)]
      : layerSources(source as LayeredSource<unknown>, layers);
  const dbu = checkDbu(sources[0].dbu);
  const placed = placedGrid(options, dbu, () => extentOf(source, sources[0]));
  const grid = checkRoom(placed.grid, rasterArray(dtype, 0).BYTES_PER_ELEMENT * sources.length);
  const isFloat = dtype === "float32" || dtype === "float64";
  // What is neither turned nor scaled to whole numbers is what the kernels give.
  const isPlain = isFloat && tone === "clear" && options.mirror === undefined;
  const check = signal && (() => signal.throwIfAborted());
  const valuesOf = (one: PolygonSource) => {
    check?.();
    return rasterizeSet(one.polygonsIn(boundsOf(grid), check), grid, {
      overlap: overlapIn(one, overlap),
      as,
      dtype: isPlain ? dtype : "float64",
      threads,
      check,
    });
  };
  const { rows, columns } = grid;
  if (isPlain && layers === undefined)
    return calibrated(valuesOf(sources[0]), ["row", "column"], [rows, columns], placed, dbu);
  const out = allocated(grid, dtype, sources.length);
  const how = { ...placed, as, dtype, isDark: tone === "dark" };
  for (const [channel, one] of sources.entries()) placeValues(valuesOf(one), out, channel * rows * columns, how);
  return layers === undefined
    ? calibrated(out, ["row", "column"], [rows, columns], placed, dbu)
    : calibrated(out, ["channel", "row", "column"], [sources.length, rows, columns], placed, dbu);
}

export function checkTone(tone: string, overlap: Overlap | undefined): void {
  if (tone !== "clear" && tone !== "dark")
    throw new ReticleError("RasterError", "tone", `tone "${tone}" is neither clear nor dark`);
  if (tone === "dark" && overlap === "sum")
    throw new ReticleError(
      "RasterError",
      "tone",
      'what is left open is known with overlap "union" only, not with "sum"',
    );
}

function allocated(grid: PixelGrid, dtype: RasterDtype, channels: number): RasterArray {
  try {
    return rasterArray(dtype, grid.rows * grid.columns * channels);
  } catch (cause) {
    throw tooLarge(grid, rasterArray(dtype, 0).BYTES_PER_ELEMENT * channels, cause);
  }
}

export function calibrated<const A extends readonly ["row", "column"] | readonly ["channel", "row", "column"]>(
  values: RasterArray,
  axes: A,
  shape: readonly number[],
  { grid, firstX, firstY, magnification }: PlacedGrid,
  dbu: number,
): ImageView<RasterArray, A> {
  const array = ndArray(values, { shape, stride: packedStride(shape), offset: 0 });
  const tidy = (length: number) => Number((length * dbu * magnification).toPrecision(14));
  return ImageView.from(array, {
    axes,
    spacing: { row: tidy(grid.pitchY), column: tidy(grid.pitchX) },
    origin: { row: tidy(firstY + grid.pixelY / 2), column: tidy(firstX + grid.pixelX / 2) },
    direction: "up",
  }) as ImageView<RasterArray, A>;
}
