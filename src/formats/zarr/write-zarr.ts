/** OME-Zarr images: 0.5 in Zarr 3, or 0.4 in Zarr 2, with levels of half the resolution each. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import {
  type Axes,
  type Axis,
  allocate,
  dtypeOf,
  ImageView,
  packedStride,
  type TypedArray,
} from "../../image/index.ts";
import {
  type FileName,
  type Folder,
  fileNameOf,
  gzip,
  isLittleEndian,
  pathOf,
  swappedBytes,
  writeFolderAtomic,
} from "../../platform/index.ts";
import { chunkPlaces, copyBlock } from "./chunks.ts";
import { omeAxes, omeOrder, placeOfLevel } from "./ome-axes.ts";
import { coarserLevels, isMean, type Level } from "./pyramid.ts";
import { isZarr } from "./read-zarr.ts";
import { type StoreLayout, storeLayouts, type ZarrCompression } from "./store-layout.ts";

export interface WriteZarrOptions {
  /** Of OME-Zarr: "0.5" (the default, in Zarr 3) or "0.4" (in Zarr 2). */
  readonly version?: "0.4" | "0.5";
  /** Levels of the pyramid, the finest included; until rows and columns are no more than 256 where not given. */
  readonly levels?: number;
  /** Sizes of a chunk: 512 rows and columns of one slice, channel and time where not given. */
  readonly chunks?: Partial<Record<Axis, number>>;
  /** "gzip" (the default) or "none". */
  readonly compression?: ZarrCompression;
}

type AnyView = ImageView<TypedArray, Axes | null>;

const smallest = 256;
const mostLevels = 16;

/**
 * Writes an image as a folder of OME-Zarr: axes with their units, spacings (scale) and origins (translation), a pyramid of
 * exact means (of labels and masks the first pixel). The direction of rows and the kind are kept beside, as attributes
 * of this library. A Zarr store of this name is replaced, any other folder is not.
 * Throws a ZarrError `axes` without rows and columns, `chunks`, `levels`, `version` or `compression`.
 * @example await writeZarr("stack.zarr", stack, { chunks: { slice: 16, row: 256, column: 256 } })
 */
export async function writeZarr(path: FileName, view: AnyView, options: WriteZarrOptions = {}): Promise<void> {
  const {
    version = "0.5",
    compression = "gzip",
    chunks = {},
    levels,
  } = optionsOf(options, "ZarrError", ["version", "levels", "chunks", "compression"]);
  checkArgument(view instanceof ImageView, view, "ZarrError", "an image to write");
  const layout = storeLayouts[version];
  if (layout === undefined) throw problem("version", `OME-Zarr "${version}" is not written; 0.4 and 0.5 are`);
  if (compression !== "gzip" && compression !== "none")
    throw problem("compression", `compression "${compression}" is neither gzip nor none`);
  const ordered = inOmeOrder(view);
  const { axes } = ordered;
  const count = levelCount(levels, ordered);
  const sizes = chunkSizes(optionsOf(chunks, "ZarrError"), ordered);
  const name = fileNameOf(pathOf(path)).replace(/(\.ome)?\.zarr$/i, "");
  const mean = isMean(ordered);
  const datasets = Array.from({ length: count }, (_, level) => {
    const { scale, translation } = placeOfLevel(ordered, axes, 2 ** level, mean);
    const isMoved = translation.some((one) => one !== 0);
    return {
      path: String(level),
      coordinateTransformations: [{ type: "scale", scale }, ...(isMoved ? [{ type: "translation", translation }] : [])],
    };
  });
  const about = omeAxes(ordered, axes);
  const multiscale = { name, axes: about, datasets, type: mean ? "mean" : "nearest" };
  const ome =
    version === "0.5" ? { version, multiscales: [multiscale] } : { multiscales: [{ version, ...multiscale }] };
  const mine = { direction: ordered.direction, kind: ordered.kind };
  await writeFolderAtomic(
    path,
    ({ path: there }) => isZarr(there),
    (folder) => {
      const finest: Level = { data: ordered.data, shape: ordered.shape };
      for (const [level, { data, shape }] of [finest, ...coarserLevels(ordered, count - 1)].entries()) {
        const pixels =
          level === 0 ? ordered.array : { data, shape: [...shape], stride: packedStride(shape), offset: 0 };
        const isBool = ordered.kind === "binary" && ordered.data.BYTES_PER_ELEMENT === 1;
        const chunkShape = sizes.map((size, axis) => Math.max(1, Math.min(size, shape[axis])));
        const dimensionNames = about.map((axis) => axis.name);
        const files = layout.array({
          shape,
          chunks: chunkShape,
          dtype: ordered.dtype,
          isBool,
          compression,
          dimensionNames,
        });
        writeChunks(folder, `${level}/`, layout, { ...pixels, chunkShape, isBool, compression });
        putJson(folder, `${level}/`, files);
      }
      putJson(folder, "", layout.group(ome, { reticle: mine }));
    },
  );
}

function inOmeOrder(view: AnyView): ImageView<TypedArray, Axes> {
  const { axes } = view;
  if (axes === null || !axes.includes("row") || !axes.includes("column") || view.components > 1) {
    throw problem(
      "axes",
      `an OME-Zarr image has rows and columns; this view has ${axes === null ? "no names for its axes" : view.components > 1 ? `${view.components} components a pixel; extractChannel gives one, reinterpret makes a channel axis` : axes.join(", ") || "no axes"}`,
    );
  }
  const known = axes as Axes;
  return (view as ImageView<TypedArray, Axes>).reorder(omeOrder.filter((axis) => known.includes(axis)));
}

function levelCount(levels: number | undefined, { shape }: ImageView<TypedArray, Axes>): number {
  const largest = Math.max(...shape.slice(-2));
  if (levels === undefined) return largest <= smallest ? 1 : 1 + Math.ceil(Math.log2(largest / smallest));
  const most = Math.min(mostLevels, 1 + Math.ceil(Math.log2(Math.max(1, largest))));
  if (Number.isInteger(levels) && levels >= 1 && levels <= most) return levels;
  throw problem("levels", `${levels} levels of ${shape.slice(-2).join("×")} pixels; 1 to ${most} are possible`);
}

function chunkSizes(chunks: Partial<Record<Axis, number>>, { axes, shape }: ImageView<TypedArray, Axes>): number[] {
  for (const [axis, size] of Object.entries(chunks)) {
    if (!axes.includes(axis as Axis) || !(Number.isInteger(size) && size >= 1))
      throw problem("chunks", `a chunk has one index or more of ${axes.join(", ")}, not ${axis}: ${size}`);
  }
  return axes.map((axis, i) =>
    Math.min(chunks[axis] ?? (axis === "row" || axis === "column" ? 512 : 1), Math.max(1, shape[i])),
  );
}

interface Pixels {
  readonly data: TypedArray;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
  readonly chunkShape: readonly number[];
  readonly isBool: boolean;
  readonly compression: ZarrCompression;
}

/** All chunks are whole; what is beyond the image is 0. */
function writeChunks(folder: Folder, prefix: string, layout: StoreLayout, pixels: Pixels): void {
  const { data, shape, stride, offset, chunkShape, isBool, compression } = pixels;
  const packed = packedStride(chunkShape);
  const length = chunkShape.reduce((product, size) => product * size, 1);
  for (const place of chunkPlaces({ starts: shape.map(() => 0), counts: shape }, chunkShape)) {
    const chunk = allocate(dtypeOf(data), length);
    const starts = place.map((index, axis) => index * chunkShape[axis]);
    const at = starts.reduce((sum, start, axis) => sum + start * stride[axis], offset);
    const counts = chunkShape.map((size, axis) => Math.min(size, shape[axis] - starts[axis]));
    copyBlock({ data, stride, at }, { data: chunk, stride: packed, at: 0 }, counts);
    if (isBool) for (let i = 0; i < length; i++) chunk[i] = chunk[i] === 0 ? 0 : 1;
    const bytes = new Uint8Array(chunk.buffer);
    const little = isLittleEndian ? bytes : swappedBytes(bytes, chunk.BYTES_PER_ELEMENT);
    folder.write(prefix + layout.chunkKey(place), compression === "gzip" ? gzip(little) : little);
  }
}

function putJson(folder: Folder, prefix: string, files: Readonly<Record<string, object>>): void {
  for (const [name, value] of Object.entries(files))
    folder.write(prefix + name, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`));
}

function problem(code: string, message: string): ReticleError {
  return new ReticleError("ZarrError", code, message);
}
