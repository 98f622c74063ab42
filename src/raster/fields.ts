/**
 * A window cut into fields of the same size, as pattern generators and micromirror devices expose them one after the
 * other. All fields lie on one grid of pixels; each is rasterized when it is asked for, so that a mask of any size takes
 * the memory of one field.
 *
 *        |<-- size -->|
 *   +---------+--+---------+--+------      fields of a row, with an overlap of pixels that are
 *   | 0, 0    |  | 0, 1    |  | 0, 2       in both; the last ones are filled up with 0
 *   +---------+--+---------+--+------
 */
import { optionsOf, ReticleError } from "../errors.ts";
import type { PolygonSet, PolygonSource } from "../geometry/index.ts";
import { checkDbu } from "../units.ts";
import { displaySymbol, type MimeBundle } from "../view/index.ts";
import { type PlacedGrid, placedGrid } from "./grid-options.ts";
import { boundsOf, checkRoom, type PixelGrid, partOfGrid } from "./pixel-grid.ts";
import { extentOf, overlapIn, type PointLists, singleSource } from "./polygon-sources.ts";
import { checkOutput, checkWork, placeValues, type RasterArray, rasterArray } from "./raster-numbers.ts";
import { calibrated, checkTone, type Raster, type RasterizeOptions, rasterNames } from "./rasterize.ts";
import { rasterizeSet } from "./rasterize-set.ts";

export interface FieldOptions extends Omit<RasterizeOptions, "dbu"> {
  /** Pixels of a field: columns and rows. */
  readonly size: readonly [width: number, height: number];
  /** Pixels that neighbours share: 0 where it is not given; one number, or one along x and one along y. */
  readonly shared?: number | readonly [x: number, y: number];
  /** Database unit of a PolygonSet and of points, which have none, µm: 0.001. */
  readonly dbu?: number;
}

export interface Field {
  /** Place among the fields, from the lower left one on. */
  readonly row: number;
  readonly column: number;
  /** Lower left corner of the field's first pixel, µm, in the raster's own directions and scale. */
  readonly origin: readonly [x: number, y: number];
  readonly image: Raster<RasterArray>;
}

export interface FieldPlan {
  /** Fields up and across. */
  readonly rows: number;
  readonly columns: number;
  /** Pixels up and across of the whole raster. */
  readonly shape: readonly [rows: number, columns: number];
  /** µm, in the scale of the raster. */
  readonly pitch: readonly [x: number, y: number];
  readonly pixel: readonly [x: number, y: number];
  /** The fields, row by row from the lower left one on. */
  fields(): Generator<Field>;
  toString(): string;
  [displaySymbol](): MimeBundle;
}

/**
 * Plans the fields of a window; `fields()` then gives one raster after the other. Options are those of `rasterize`.
 * Throws a RasterError as `rasterize` does, and for a size or an overlap that is none.
 * @example for (const { row, column, image } of fieldsOf(region, { window, pitch: 0.5, size: [1920, 1080] }).fields()) show(image)
 */
export function fieldsOf(source: PolygonSource | PolygonSet | PointLists, options: FieldOptions): FieldPlan {
  const names = [...rasterNames, "size", "shared"] as const;
  const { overlap, as = "coverage", tone = "clear", signal, threads } = optionsOf(options, "RasterError", names);
  const { dtype = as === "area" ? "float64" : "float32" } = options;
  checkOutput(as, dtype);
  checkTone(tone, overlap);
  checkWork(threads, signal);
  const [width, height] = checkSize(options.size);
  const [sharedX, sharedY] = checkShared(options.shared ?? 0, width, height);
  const one = singleSource(source, options.dbu);
  const dbu = checkDbu(one.dbu);
  const placed = placedGrid(options, dbu, () => extentOf(source, one));
  checkRoom({ ...placed.grid, columns: width, rows: height }, rasterArray(dtype, 0).BYTES_PER_ELEMENT);
  const { grid, magnification } = placed;
  const steps = (pixels: number, size: number, shared: number) =>
    Math.max(1, Math.ceil((pixels - shared) / (size - shared)));
  const columns = steps(grid.columns, width, sharedX);
  const rows = steps(grid.rows, height, sharedY);
  const tidy = (value: number) => Number((value * dbu * magnification).toPrecision(14));
  const check = signal && (() => signal.throwIfAborted());
  const field = (row: number, column: number): Field => {
    check?.();
    const firstColumn = column * (width - sharedX);
    const firstRow = row * (height - sharedY);
    const part = partOf(placed, firstColumn, firstRow, width, height);
    const set = one.polygonsIn(boundsOf(part), check);
    const values = rasterizeSet(set, part, { overlap: overlapIn(one, overlap), as, dtype: "float64", threads, check });
    const out = rasterArray(dtype, part.columns * part.rows);
    placeValues(values, out, 0, { ...placed, grid: part, as, dtype, isDark: tone === "dark" });
    const first = {
      ...placed,
      firstX: placed.firstX + firstColumn * grid.pitchX,
      firstY: placed.firstY + firstRow * grid.pitchY,
    };
    const pixels = filledUp(out, part, width, height);
    return {
      row,
      column,
      origin: [tidy(first.firstX), tidy(first.firstY)],
      image: calibrated(pixels, ["row", "column"], [height, width], first, dbu),
    };
  };
  const text = `${rows}×${columns} fields of ${height}×${width} pixels (rows × columns), ${grid.rows}×${grid.columns} pixels in all`;
  return {
    rows,
    columns,
    toString: () => text,
    [displaySymbol]: () => ({ "text/plain": text }),
    shape: [grid.rows, grid.columns],
    pitch: [tidy(grid.pitchX), tidy(grid.pitchY)],
    pixel: [tidy(grid.pixelX), tidy(grid.pixelY)],
    *fields() {
      for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) yield field(row, column);
    },
  };
}

/** A part of a grid as it lies in the layout; what is turned over begins at the other side. */
function partOf(
  { grid, turnsColumns, turnsRows }: PlacedGrid,
  firstColumn: number,
  firstRow: number,
  width: number,
  height: number,
): PixelGrid {
  const columns = Math.min(width, grid.columns - firstColumn);
  const rows = Math.min(height, grid.rows - firstRow);
  const left = turnsColumns ? grid.columns - firstColumn - columns : firstColumn;
  const bottom = turnsRows ? grid.rows - firstRow - rows : firstRow;
  return partOfGrid(grid, left, bottom, columns, rows);
}

/** The last fields of a row or column are as large as all others. */
function filledUp(values: RasterArray, { columns, rows }: PixelGrid, width: number, height: number): RasterArray {
  if (columns === width && rows === height) return values;
  const out = new (values.constructor as new (length: number) => RasterArray)(width * height);
  for (let row = 0; row < rows; row++) out.set(values.subarray(row * columns, (row + 1) * columns), row * width);
  return out;
}

function checkSize(size: FieldOptions["size"]): readonly [number, number] {
  if (Array.isArray(size) && size.length === 2 && size.every((one) => Number.isInteger(one) && one > 0))
    return size as readonly [number, number];
  throw new ReticleError("RasterError", "size", `a field's size is [columns, rows] in pixels, not ${size}`);
}

function checkShared(shared: number | readonly [number, number], width: number, height: number): [number, number] {
  const [x, y] = Array.isArray(shared) ? shared : [shared, shared];
  for (const [pixels, most] of [
    [x, width],
    [y, height],
  ]) {
    if (!(Number.isInteger(pixels) && pixels >= 0 && pixels < most))
      throw new ReticleError(
        "RasterError",
        "shared",
        `fields of ${width}×${height} pixels cannot share ${shared}: a whole number from 0 on, less than the field has`,
      );
  }
  return [x, y];
}
