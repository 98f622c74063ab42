/**
 * Fields of a mask as files for pattern generators and micromirror devices: one picture or array a field, and a manifest
 * that says where each lies. A mask of any size takes the memory of one field; the manifest is written last, so that where
 * it is there, all fields are.
 */
import { optionsOf, ReticleError } from "../../errors.ts";
import type { PolygonSet, PolygonSource } from "../../geometry/index.ts";
import { ImageView } from "../../image/index.ts";
import { type FileName, makeFolder, pathIn, pathOf, writeFileAtomic } from "../../platform/index.ts";
import { bitsOf, type FieldOptions, fieldsOf, gridNames, type PointLists } from "../../raster/index.ts";
import { encodeBmp } from "../bmp/index.ts";
import { encodeNpy } from "../npy/index.ts";
import { encodePng } from "../png/index.ts";
import { encodeTiff } from "../tiff/index.ts";

export type FieldFormat = "png" | "tiff" | "bmp" | "npy";

export interface WriteFieldsOptions extends Omit<FieldOptions, "as" | "dtype"> {
  /** "png" where it is not given. */
  readonly format?: FieldFormat;
  /** 1: open or not, by `threshold`; 8: grey by the covered part, 0 to 255. 8 where it is not given. */
  readonly bits?: 1 | 8;
  /** The covered part from which on a pixel is open, for 1 bit: 0.5. */
  readonly threshold?: number;
  /** Which row of a field is the first in its file: "top" (the default, as in pictures) or "bottom". */
  readonly firstRow?: "top" | "bottom";
  /** What the files' names begin with: "field". */
  readonly name?: string;
  /** Told after each field how many of all are written. */
  readonly onProgress?: (written: number, all: number) => void;
}

/** What the manifest says; lengths are µm in the scale of the raster. */
export interface FieldManifest {
  readonly format: FieldFormat;
  readonly bits: 1 | 8;
  readonly threshold?: number;
  readonly unit: "µm";
  /** Pixels of a field: columns and rows. */
  readonly size: readonly [width: number, height: number];
  readonly shared: readonly [x: number, y: number];
  readonly pitch: readonly [x: number, y: number];
  readonly pixel: readonly [x: number, y: number];
  /** Rows and columns of the whole raster. */
  readonly shape: readonly [rows: number, columns: number];
  readonly firstRow: "top" | "bottom";
  readonly tone: "clear" | "dark";
  readonly mirror?: string;
  readonly magnification: number;
  readonly fields: readonly FieldEntry[];
}

export interface FieldEntry {
  readonly file: string;
  readonly row: number;
  readonly column: number;
  /** Lower left corner of the field's lowest, leftmost pixel. */
  readonly origin: readonly [x: number, y: number];
  /** The part of the field that is open, as it was written: 0 to 1. */
  readonly open: number;
}

const formats: readonly FieldFormat[] = ["png", "tiff", "bmp", "npy"];

/**
 * Cuts a window into fields and writes each into a file of a folder (which is made), and manifest.json. Options are those of
 * `rasterize` and of `fieldsOf`. Throws a RasterError for options without meaning, a FileError for what cannot be written.
 * @example await writeFields("fields", region, { window, pitch: 0.3785, size: [1920, 1080], bits: 1, format: "bmp" })
 */
export async function writeFields(
  folder: FileName,
  source: PolygonSource | PolygonSet | PointLists,
  options: WriteFieldsOptions,
): Promise<FieldManifest> {
  const {
    format = "png",
    bits = 8,
    threshold = 0.5,
    firstRow = "top",
    name = "field",
    onProgress,
    ...fields
  } = optionsOf(options, "RasterError", [
    ...([...gridNames, "overlap", "tone", "threads", "signal", "dbu", "size", "shared"] as const),
    ...(["format", "bits", "threshold", "firstRow", "name", "onProgress"] as const),
  ]);
  checkChoices({ format, bits, firstRow, name });
  bitsOf([], threshold);
  const plan = fieldsOf(source, { ...fields, as: "coverage", dtype: bits === 1 ? "float64" : "uint8" });
  makeFolder(pathOf(folder));
  const digits = String(Math.max(plan.rows, plan.columns) - 1).length;
  const padded = (index: number) => String(index).padStart(digits, "0");
  const entries: FieldEntry[] = [];
  for (const { row, column, origin, image } of plan.fields()) {
    const file = `${name}_r${padded(row)}_c${padded(column)}.${format === "tiff" ? "tif" : format}`;
    const values = image.toArray();
    const levels = bits === 1 ? bitsOf(values, threshold) : (values as Uint8Array);
    const sum = levels.reduce((total, level) => total + level, 0);
    // Rows that go down are written as they are: the first one stays the first.
    const [rows, columns] = image.shape;
    const flat = ImageView.from(levels, {
      shape: [rows, columns],
      axes: ["row", "column"],
      spacing: image.spacing,
      origin: image.origin,
      direction: firstRow === "top" ? "up" : "down",
      kind: bits === 1 ? "binary" : "scalar",
    });
    writeFileAtomic(pathIn(pathOf(folder), file), encoded(flat, format, bits, firstRow));
    entries.push({ file, row, column, origin, open: sum / levels.length / (bits === 1 ? 1 : 255) });
    onProgress?.(entries.length, plan.rows * plan.columns);
    // Lets a notebook draw its progress and be stopped.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { size, shared = 0, tone = "clear", mirror, magnification = 1 } = options;
  const manifest: FieldManifest = {
    format,
    bits,
    ...(bits === 1 && { threshold }),
    unit: "µm",
    size,
    shared: typeof shared === "number" ? [shared, shared] : shared,
    pitch: plan.pitch,
    pixel: plan.pixel,
    shape: plan.shape,
    firstRow,
    tone,
    ...(mirror !== undefined && { mirror }),
    magnification,
    fields: entries,
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  writeFileAtomic(pathIn(pathOf(folder), "manifest.json"), new TextEncoder().encode(text));
  return manifest;
}

function encoded(
  view: ImageView<Uint8Array, readonly ["row", "column"]>,
  format: FieldFormat,
  bits: 1 | 8,
  firstRow: string,
): Uint8Array {
  if (format === "npy") return encodeNpy(firstRow === "top" ? view.flip("row").copy() : view);
  if (format === "png") return encodePng(view, { bits });
  if (format === "bmp") return encodeBmp(view, { bits });
  return encodeTiff(view, { metadata: "none" });
}

function checkChoices({
  format,
  bits,
  firstRow,
  name,
}: {
  format: string;
  bits: number;
  firstRow: string;
  name: string;
}): void {
  const wrong = (code: string, message: string) => new ReticleError("RasterError", code, message);
  if (!formats.includes(format as FieldFormat))
    throw wrong("format", `fields are written as ${formats.join(", ")}, not as ${format}`);
  if (bits !== 1 && bits !== 8) throw wrong("bits", `a pixel of a field has 1 bit or 8, not ${bits}`);
  if (firstRow !== "top" && firstRow !== "bottom")
    throw wrong("first-row", `the first row is "top" or "bottom", not "${firstRow}"`);
  if (typeof name !== "string" || !/^[\w.-]+$/.test(name))
    throw wrong("name", `"${name}" is no start of a file's name: letters, digits, ".", "_" and "-"`);
}
