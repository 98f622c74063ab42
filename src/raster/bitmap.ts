/** Layouts and pictures upon each other: bitmaps of polygons, and polygons drawn on a picture. */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import type { PolygonSet, PolygonSource } from "../geometry/index.ts";
import { type AnyImageView, type AxisPlaces, ImageView, planePlaces } from "../image/index.ts";
import { gridNames } from "./grid-options.ts";
import type { PointLists } from "./polygon-sources.ts";
import { type Raster, type RasterizeOptions, rasterize } from "./rasterize.ts";

type Polygons = PolygonSource | PolygonSet | PointLists;

export interface BitmapOptions extends Omit<RasterizeOptions, "as" | "dtype"> {
  /** The covered part from which on a pixel is 1: 0.5. */
  readonly threshold?: number;
}

/**
 * A binary image of kind "binary": 1 where at least `threshold` of a pixel is covered. Options are those of `rasterize`.
 * @example toBitmap(region, { window: box(0, 0, 20, 20), pitch: 0.1 })
 */
export function toBitmap(source: Polygons, given: BitmapOptions): Raster<Uint8Array> {
  const names = [...gridNames, "overlap", "tone", "threads", "signal", "dbu", "threshold"] as const;
  const { threshold = 0.5, ...options } = optionsOf(given, "RasterError", names);
  const coverage = rasterize(source, { ...options, dtype: "float64" });
  const { shape, axes, spacing, origin, unit } = coverage;
  return ImageView.from(bitsOf(coverage.toArray(), threshold), {
    shape,
    axes,
    spacing,
    origin,
    direction: "up",
    unit,
    kind: "binary",
  });
}

/** 1 for each value from the threshold on. Throws a RasterError `threshold` for one that is not above 0 and at most 1. */
export function bitsOf(values: ArrayLike<number | bigint>, threshold: number): Uint8Array {
  if (!(threshold > 0 && threshold <= 1))
    throw new ReticleError("RasterError", "threshold", `threshold ${threshold} is not above 0 and at most 1`);
  return Uint8Array.from({ length: values.length }, (_, i) => (Number(values[i]) >= threshold ? 1 : 0));
}

export interface DrawOnOptions {
  /** Red, green and blue, 0 to 255: [255, 0, 0]. */
  readonly color?: readonly [red: number, green: number, blue: number];
  /** 0 to 1: 0.5. */
  readonly opacity?: number;
  /** Database unit of a PolygonSet and of points, which have none, µm: 0.001. */
  readonly dbu?: number;
}

/**
 * A picture with polygons drawn on it, each pixel by how much of it they cover: a layout over a camera's frame. The
 * picture's spacing and origin (µm) say where they lie: the origin is the middle of its first row, from which y falls where
 * the picture goes down. Grey pictures become colours; what was given stays as it is.
 * Throws a RasterError for a picture without rows and columns, without a spacing, or of other numbers than bytes.
 * @example drawOn(photograph, layout.region("1/0"), { color: [0, 160, 255] })
 */
export function drawOn(
  picture: AnyImageView,
  source: Polygons,
  options: DrawOnOptions = {},
): ImageView<Uint8Array, readonly ["row", "column", "channel"]> {
  const { color = [255, 0, 0], opacity = 0.5, dbu } = optionsOf(options, "RasterError", ["color", "opacity", "dbu"]);
  checkArgument(picture instanceof ImageView, picture, "RasterError", "a picture to draw on");
  const isColor = Array.isArray(color) && color.length === 3 && color.every((one) => one >= 0 && one <= 255);
  checkArgument(isColor, color, "RasterError", "a color, [red, green, blue] from 0 to 255,");
  checkArgument(opacity >= 0 && opacity <= 1, opacity, "RasterError", "an opacity from 0 to 1");
  const { rows, columns, channels, pixels } = coloursOf(picture);
  const { x, y } = planePlaces(picture, "RasterError");
  const lowest = ({ size, first, step }: AxisPlaces) => first + (step < 0 ? (size - 1) * step : 0) - Math.abs(step) / 2;
  const coverage = rasterize(source, {
    origin: [lowest(x), lowest(y)],
    shape: [rows, columns],
    pitch: [Math.abs(x.step), Math.abs(y.step)],
    dtype: "float64",
    ...(dbu !== undefined && { dbu }),
  }).toArray();
  const out = new Uint8Array(rows * columns * 3);
  for (let i = 0; i < rows * columns; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const from = (y.step < 0 ? rows - 1 - row : row) * columns + (x.step < 0 ? columns - 1 - column : column);
    const share = Math.min(1, Number(coverage[from])) * opacity;
    for (let channel = 0; channel < 3; channel++) {
      const before = Number(pixels[channels === 1 ? i : channels * i + channel]);
      out[3 * i + channel] = Math.round(before + (color[channel] - before) * share);
    }
  }
  const { spacing, origin, direction, unit } = picture;
  return ImageView.from(out, {
    shape: [rows, columns, 3],
    axes: ["row", "column", "channel"],
    spacing,
    origin,
    direction: direction ?? undefined,
    unit,
    kind: "rgb",
  });
}

function coloursOf(picture: AnyImageView): {
  rows: number;
  columns: number;
  channels: number;
  pixels: ArrayLike<number | bigint>;
} {
  const { axes } = picture;
  const known = axes?.includes("row") === true && axes.includes("column");
  const extra = known ? axes.filter((axis) => axis !== "row" && axis !== "column") : [];
  if (!known || extra.some((axis) => axis !== "channel") || !["uint8", "uint8_clamped"].includes(picture.dtype)) {
    throw new ReticleError(
      "RasterError",
      "picture",
      `polygons are drawn on bytes with rows, columns and perhaps channels; this is ${picture}`,
    );
  }
  const ordered = picture.reorder(["row", "column", ...extra]);
  const [rows, columns, channels = 1] = ordered.shape;
  if (channels !== 1 && channels !== 3 && channels !== 4)
    throw new ReticleError("RasterError", "picture", `a picture has 1, 3 or 4 channels, this one has ${channels}`);
  return { rows, columns, channels, pixels: ordered.toArray() };
}
