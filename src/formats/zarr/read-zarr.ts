/** OME-Zarr images (0.4 in Zarr 2, 0.5 in Zarr 3) and plain Zarr arrays as images. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import {
  type AnyImageView,
  type Axes,
  type CalibrationOptions,
  type Dtype,
  type ImageKind,
  ImageView,
  type TypedArray,
} from "../../image/index.ts";
import { defaultDecompressedLimit, type FileName, Folder, isFolder, pathOf } from "../../platform/index.ts";
import { type Box, type Crop, croppedImage } from "../cropped-reading.ts";
import { axesOf, calibrationFrom, type OmeAxis } from "./ome-axes.ts";
import { type OpenOptions, openZarr, type ZarrArray } from "./zarr-array.ts";

export interface ReadZarrOptions {
  /** Which level of the pyramid, 0 (the default) the finest. */
  readonly level?: number;
  /** A part of the level, by its own indices; no other chunks are read. */
  readonly crop?: Crop;
  /** Bytes that the pixels may have: 4 GiB where not given. A limit that is given is believed, also of missing chunks. */
  readonly limit?: number;
  /** For errors; the path fills it in. */
  readonly file?: string;
}

/** True for a folder that holds a Zarr array or group. */
export function isZarr(path: string): boolean {
  if (!isFolder(path)) return false;
  const folder = new Folder(path);
  return ["zarr.json", ".zgroup", ".zarray"].some((name) => folder.has(name));
}

interface Multiscales {
  readonly axes?: readonly (OmeAxis | string)[];
  readonly datasets?: readonly { readonly path?: string; readonly coordinateTransformations?: readonly unknown[] }[];
  readonly coordinateTransformations?: readonly unknown[];
}

/**
 * Reads an OME-Zarr image of a folder: axes with their spacings, origins and units, in the file's order (sequence, channel,
 * slice, row, column). A plain Zarr array has names for its axes where its dimensions are called t, c, z, y, x or as here.
 * Codecs: gzip, zlib, zstd, blosc, lz4, shards. Booleans become uint8 of kind "binary".
 * Throws a ZarrError: `zarr` for what is none, `metadata`, `level`, `dtype`, `codec`, `chunk`, `decompressed-limit`.
 * @example const coarse = await readZarr("stack.zarr", { level: 2 })
 * @example await readZarr("stack.zarr", { crop: { slice: [20, 21], row: [0, 512] } })
 */
export async function readZarr(path: FileName, options: ReadZarrOptions = {}): Promise<AnyImageView> {
  const { crop, ...others } = optionsOf(options, "ZarrError", ["crop", "level", "limit", "file"]);
  const { read, ...about } = await openZarrImage(path, others);
  const { shape, axes, kind, spacing, origin, unit, direction } = about;
  const calibration = axes === null ? {} : { spacing, origin, unit, direction };
  const named = { axes: axes as Axes, kind, ...calibration };
  if (crop === undefined) return ImageView.from(await read(), { shape, ...named });
  const { box, imageOf } = croppedImage(shape, named, crop);
  return imageOf(await read(box));
}

/** An image of which no pixel has been read yet. */
export interface ZarrImage extends CalibrationOptions {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly axes: Axes | null;
  readonly kind: ImageKind;
  readonly levels: number;
  read(box?: Box): Promise<TypedArray>;
}

/** The image of a folder, by its metadata. */
export async function openZarrImage(path: FileName, options: Omit<ReadZarrOptions, "crop"> = {}): Promise<ZarrImage> {
  const {
    level = 0,
    limit = defaultDecompressedLimit,
    file = pathOf(path),
  } = optionsOf(options, "ZarrError", ["level", "limit", "file"]);
  checkArgument(Number.isInteger(level) && level >= 0, level, "ZarrError", "the number of a level, 0 the finest,");
  const folder = new Folder(pathOf(path));
  const about: OpenOptions = { limit, isGiven: options.limit !== undefined, file };
  const wrong = (code: string, message: string) => new ReticleError("ZarrError", code, message, { place: { file } });
  if (!isFolder(folder.path)) throw wrong("zarr", "a Zarr store is a folder, and there is none of this name");
  let base = "/";
  let node = await openZarr(folder, base, about);
  // What bioformats2raw writes: the images are numbered.
  if (
    node.array === null &&
    multiscalesOf(node.attributes) === null &&
    folder.has("0") &&
    omeOf(node.attributes)["bioformats2raw.layout"] !== undefined
  ) {
    base = "/0/";
    node = await openZarr(folder, base, about);
  }
  const { array, attributes } = node;
  if (array !== null) {
    if (level > 0) throw wrong("level", `level ${level} was asked for, and this is one array`);
    const axes = array.dimensionNames === undefined ? null : axesOf(array.dimensionNames.map(String));
    return { ...common(array), axes, levels: 1 };
  }
  const multiscales = multiscalesOf(attributes);
  if (multiscales === null) {
    const isPlate = omeOf(attributes).plate !== undefined;
    throw wrong(
      "metadata",
      isPlate
        ? 'this is a plate; its images lie in folders of it, readZarr("plate.zarr/A/1/0"), and zarrImages("plate.zarr") lists them'
        : "this group is no OME-Zarr image: it has no multiscales",
    );
  }
  const { datasets = [], coordinateTransformations: all = [] } = multiscales;
  const dataset = Array.isArray(datasets) ? datasets[level] : undefined;
  if (typeof dataset?.path !== "string") {
    throw wrong("level", `there is no level ${level}; the image has ${Array.isArray(datasets) ? datasets.length : 0}`);
  }
  const { array: pixels } = await openZarr(folder, `${base}${dataset.path}`, about);
  if (pixels === null) throw wrong("metadata", `level ${level}, ${dataset.path}, is no array`);
  const given = multiscales.axes ?? ["t", "c", "z", "y", "x"].slice(-pixels.shape.length);
  if (!Array.isArray(given) || given.length !== pixels.shape.length) {
    throw wrong(
      "metadata",
      `the image names ${Array.isArray(given) ? given.length : 0} axes, and its array has ${pixels.shape.length}`,
    );
  }
  const axes = axesOf(given);
  const ours = (attributes.reticle ?? {}) as { readonly direction?: unknown; readonly kind?: unknown };
  const direction = attributes.reticle === undefined ? "down" : ours.direction;
  const isDirection = (direction === "up" || direction === "down") && axes?.includes("row");
  const transformations = [...(dataset.coordinateTransformations ?? []), ...all];
  const theirs =
    omeOf(attributes)["image-label"] === undefined || pixels.dtype.startsWith("float") ? "scalar" : "label";
  const kind = ["rgb", "label", "binary"].includes(ours.kind as string) ? (ours.kind as ImageKind) : theirs;
  return {
    ...common(pixels),
    ...(!pixels.isBool && { kind }),
    axes,
    levels: datasets.length,
    ...(axes !== null && calibrationFrom(axes, given, transformations, file)),
    ...(isDirection && { direction }),
  };
}

function common({ shape, dtype, isBool, read }: ZarrArray): Pick<ZarrImage, "shape" | "dtype" | "kind" | "read"> {
  return { shape, dtype, kind: isBool ? "binary" : "scalar", read };
}

/** 0.5 has its metadata under "ome". */
export function omeOf(attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { ome } = attributes;
  return typeof ome === "object" && ome !== null ? (ome as Record<string, unknown>) : attributes;
}

export function multiscalesOf(attributes: Readonly<Record<string, unknown>>): Multiscales | null {
  const { multiscales } = omeOf(attributes);
  const first: unknown = Array.isArray(multiscales) ? multiscales[0] : undefined;
  return typeof first === "object" && first !== null ? (first as Multiscales) : null;
}
