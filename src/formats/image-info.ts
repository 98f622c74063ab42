/** What an image file holds, with as little of it read as its format allows. */
import { optionsOf } from "../errors.ts";
import {
  type AnyImageView,
  type Axes,
  type Axis,
  allocate,
  type Dtype,
  type ImageKind,
  ImageView,
  sizeOf,
} from "../image/index.ts";
import { type FileName, pathOf, pathOrBytes, readFileStart } from "../platform/index.ts";
import { type ImageFormat, imageFormatOf } from "./image-format.ts";
import { isDescribedRaw, readImage } from "./images.ts";
import { describeNpy } from "./npy/index.ts";
import { type RawLayout, readRaw } from "./raw/index.ts";
import { describeTiff } from "./tiff/index.ts";
import { isZarr, openZarrImage } from "./zarr/index.ts";

export interface ImageInfo {
  readonly format: ImageFormat;
  /** null where the file names none. */
  readonly axes: Axes | null;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly kind: ImageKind;
  /** Of the axes that have one, in their units. */
  readonly spacing: Partial<Record<Axis, number>>;
  readonly origin: Partial<Record<Axis, number>>;
  readonly unit: Partial<Record<Axis, string>>;
  readonly direction: "up" | "down" | null;
  /** Bytes of the pixels in memory. */
  readonly bytes: number;
  /** Levels of the pyramid, of OME-Zarr. */
  readonly levels?: number;
  /** Least and largest number, where they were asked for; null without pixels. */
  readonly range?: readonly [min: number | bigint, max: number | bigint] | null;
}

export interface ImageInfoOptions {
  /** Also the least and the largest number, for which all pixels are read. */
  readonly range?: boolean;
  /** How the pixels of a raw file lie. */
  readonly layout?: RawLayout;
  /** For errors; the path fills it in. */
  readonly file?: string;
}

/**
 * Format, axes, sizes, type and calibration of an image file. Of npy, TIFF and OME-Zarr no pixel is read, unless the range is wanted
 * or only geotiff can tell the type of a TIFF's pixels.
 * Throws what `readImage` throws for a file that is none.
 * @example (await imageInfo("stack.tif")).shape
 */
export async function imageInfo(source: FileName | Uint8Array, options: ImageInfoOptions = {}): Promise<ImageInfo> {
  const { range = false, layout, file } = optionsOf(options, "FormatError", ["range", "layout", "file"]);
  const from = pathOrBytes(source);
  const path = typeof from === "string" ? from : undefined;
  const named = { file: file ?? path };
  const format = layout === undefined ? fileFormatOf(from) : "raw";
  if (path !== undefined && format === "zarr" && !range) {
    const { shape, dtype, axes, kind, levels, spacing, origin, unit, direction } = await openZarrImage(path, named);
    // An image of nothing has the same calibration.
    const none = ImageView.from(allocate(dtype, 0), {
      ...(axes === null ? {} : { spacing, origin, unit, direction }),
      shape: shape.map(() => 0),
      axes: axes as Axes,
      kind,
    });
    return { ...infoOf("zarr", none, shape), levels };
  }
  if (path !== undefined && format === "npy" && !range) {
    // Longer than any header that numpy writes.
    const { like, shape } = describeNpy(readFileStart(path, 2 ** 17), named.file);
    return infoOf("npy", like, shape);
  }
  if (format === "tiff" && !range) {
    const described = await describeTiff(from, named);
    if (described !== null) return infoOf("tiff", described.like, described.shape);
  }
  const view = layout === undefined ? await readImage(from, named) : await readRaw(from, layout, named);
  const info = infoOf(format ?? "raw", view, view.array.shape.slice(0, view.shape.length));
  const levels = format === "zarr" ? { levels: (await openZarrImage(path as string, named)).levels } : {};
  return { ...info, ...levels, ...(range && { range: rangeOf(view) }) };
}

/** The format of a file by its content, of a folder, or of a raw file that is described; null for none. */
export function fileFormatOf(source: FileName | Uint8Array): ImageFormat | null {
  if (typeof source !== "string" && !(source instanceof URL)) return imageFormatOf(source);
  const path = pathOf(source);
  if (isZarr(path)) return "zarr";
  return isDescribedRaw(path) ? "raw" : imageFormatOf(readFileStart(path, 2 ** 7));
}

function infoOf(format: ImageFormat, view: AnyImageView, shape: readonly number[]): ImageInfo {
  const { axes, dtype, kind, spacing, origin, unit, direction } = view;
  const bytes = sizeOf(shape) * view.components * view.data.BYTES_PER_ELEMENT;
  return { format, axes, shape: [...shape], dtype, kind, spacing, origin, unit, direction, bytes };
}

function rangeOf(view: AnyImageView): readonly [number | bigint, number | bigint] | null {
  if (view.size === 0) return null;
  return [view.min(), view.max()];
}
