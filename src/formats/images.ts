/** Picture and array files of any format: read by what they contain, written by what they are called. */
import { optionsOf, ReticleError } from "../errors.ts";
import type { AnyImageView } from "../image/index.ts";
import { checkBytes, decodeSource, type FileName, pathOf, readFileStart } from "../platform/index.ts";
import { decodeBmp, type WriteBmpOptions, writeBmp } from "./bmp/index.ts";
import type { Crop } from "./cropped-reading.ts";
import { imageFormatOf } from "./image-format.ts";
import { decodeNpy, decodeNpz, type WriteNpyOptions, type WriteNpzOptions, writeNpy, writeNpz } from "./npy/index.ts";
import { decodePng, type WritePngOptions, writePng } from "./png/index.ts";
import { readDescribedRaw, type WriteRawOptions, writeDescribedRaw } from "./raw/index.ts";
import { isTiff, readTiff, type WriteTiffOptions, writeTiff } from "./tiff/index.ts";
import { isZarr, readZarr, type WriteZarrOptions, writeZarr } from "./zarr/index.ts";

export interface ReadImageOptions {
  /** Of a TIFF file one page alone, from 0 on. */
  readonly page?: number;
  /** Of an OME-Zarr image another level than the finest, 0. */
  readonly level?: number;
  /** A part of the image: of TIFF, OME-Zarr and raw files no more is read. */
  readonly crop?: Crop;
  /** For errors; `readImage` fills it in. */
  readonly file?: string;
}

export type WriteImageOptions = WriteNpyOptions &
  WriteNpzOptions &
  Omit<WritePngOptions, "bits"> &
  Omit<WriteBmpOptions, "bits"> &
  Omit<WriteTiffOptions, "compression"> &
  Omit<WriteZarrOptions, "compression"> &
  WriteRawOptions & {
    /** Of TIFF "none" or "deflate", of Zarr "gzip" or "none"; see `writeTiff` and `writeZarr`. */
    readonly compression?: "none" | "deflate" | "gzip";
    /** Bits a channel of PNG, and a pixel of BMP; see `writePng` and `writeBmp`. */
    readonly bits?: 1 | 8 | 16 | 24;
  };

/**
 * Reads a npy, PNG, TIFF or BMP file, a npz file of one array, an OME-Zarr folder, or a .raw file that is described beside
 * it, from a path or from its bytes; the format is found by content:
 * `await readImage("mask.png")`. Throws a FormatError `unknown-format` for anything else.
 */
export async function readImage(source: FileName | Uint8Array, options: ReadImageOptions = {}): Promise<AnyImageView> {
  const path = typeof source === "string" || source instanceof URL ? pathOf(source) : undefined;
  if (path !== undefined && isZarr(path)) return readZarr(path, options);
  if (path !== undefined && isDescribedRaw(path)) return readDescribedRaw(path, options);
  // Of a large file only the pages that are wanted are read.
  if (path !== undefined && isTiff(readFileStart(path, 4))) return readTiff(path, options);
  if (options?.crop !== undefined) {
    const { crop, ...others } = options;
    return (await readImage(source, others)).crop(crop).copy();
  }
  return decodeSource<ReadImageOptions, AnyImageView | Promise<AnyImageView>>(source, options, (bytes, named) =>
    isTiff(bytes) ? readTiff(bytes, named) : decodeImage(bytes, named),
  );
}

const rawEnding = /\.raw$/i;

/** True for a path that is read by the layout beside it. */
export function isDescribedRaw(path: string): boolean {
  return rawEnding.test(path);
}

/** The same from bytes, at once; but for TIFF, which takes its time. */
export function decodeImage(bytes: Uint8Array, options: ReadImageOptions = {}): AnyImageView {
  checkBytes(bytes);
  optionsOf(options, "FormatError");
  const format = imageFormatOf(bytes);
  if (format === "npy") return decodeNpy(bytes, options);
  if (format === "png") return decodePng(bytes, options);
  if (format === "bmp") return decodeBmp(bytes, options);
  if (format === "npz") return onlyArray(bytes, options);
  if (format === "tiff") {
    throw new ReticleError("FormatError", "tiff", "a TIFF file is read by `await readImage(bytes)` or readTiff", {
      place: { file: options.file },
    });
  }
  const start = JSON.stringify(String.fromCharCode(...bytes.subarray(0, 16)));
  throw new ReticleError(
    "FormatError",
    "unknown-format",
    bytes.length === 0 ? "the file is empty" : `${start} is the start of no npy, npz, PNG, TIFF or BMP file`,
    { place: { file: options.file } },
  );
}

function onlyArray(bytes: Uint8Array, options: ReadImageOptions): AnyImageView {
  const arrays = decodeNpz(bytes, options);
  const names = Object.keys(arrays);
  if (names.length === 1) return arrays[names[0]];
  throw new ReticleError(
    "FormatError",
    "several-arrays",
    `the file holds ${names.length} arrays${names.length === 0 ? "" : ` (${names.join(", ")})`} and not one; readNpz gives all`,
    { place: { file: options.file } },
  );
}

/**
 * Writes a view in the format that the name ends with: .npy, .npz (one array, "image"), .png, .tif, .tiff, .bmp,
 * .zarr (a folder), .raw (with a description beside it).
 */
export async function writeImage(path: FileName, view: AnyImageView, options: WriteImageOptions = {}): Promise<void> {
  if (/\.npy$/i.test(String(path))) return writeNpy(path, view, options);
  if (/\.npz$/i.test(String(path))) return writeNpz(path, { image: view }, options);
  if (/\.png$/i.test(String(path))) return writePng(path, view, options as WritePngOptions);
  if (/\.bmp$/i.test(String(path))) return writeBmp(path, view, options as WriteBmpOptions);
  if (/\.tiff?$/i.test(String(path))) return writeTiff(path, view, options as WriteTiffOptions);
  if (/\.zarr$/i.test(String(path))) return writeZarr(path, view, options as WriteZarrOptions);
  if (isDescribedRaw(String(path))) return writeDescribedRaw(path, view, options);
  throw new ReticleError(
    "FormatError",
    "unknown-format",
    `${path} does not end with .npy, .npz, .png, .tif, .tiff, .bmp, .zarr or .raw`,
  );
}
