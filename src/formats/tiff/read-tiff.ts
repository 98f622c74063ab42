/**
 * TIFF and BigTIFF files as images: most pages by ourselves, others by geotiff (Zstandard, planes apart, odd bits), their axes from ImageJ's or OME's description.
 */
import { isReticleError, optionsOf, ReticleError } from "../../errors.ts";
import {
  type Axes,
  type Axis,
  allocate,
  type ImageKind,
  ImageView,
  sizeOf,
  type TypedArray,
} from "../../image/index.ts";
import {
  defaultDecompressedLimit,
  type FileName,
  openFileBytes,
  pathOrBytes,
  readFileBytes,
} from "../../platform/index.ts";
import { calibrationFromText } from "../calibration-text.ts";
import { type Box, type Crop, croppedImage } from "../cropped-reading.ts";
import { readOtherPages } from "./other-pages.ts";
import { pageAxes } from "./page-axes.ts";
import { pagesOf, type TiffPage, tiffTags } from "./pages.ts";
import { arePlain, checkBlocks, dtypeOfPages, type PageShape, readPlainPages, shapeOf } from "./plain-pages.ts";
import { TiffBytes } from "./tiff-bytes.ts";

export interface ReadTiffOptions {
  /** One page alone, from 0 on; all where not given. */
  readonly page?: number;
  /** A part of the image; no more strips or tiles are read than it lies in. */
  readonly crop?: Crop;
  /** Bytes that the pixels may have: 4 GiB where not given. */
  readonly limit?: number;
  /** For errors; a path fills it in. */
  readonly file?: string;
}

/** Pixels are believed where packing could have made so much of the file's bytes; no coding here is better. */
const mostPacked = 2 ** 16;

/**
 * Reads a TIFF file from a path or from its bytes: rows (which go down) and columns, channels where a pixel has several
 * numbers, and slices, channels or a sequence where there are several pages. Spacings are those of ImageJ and OME.
 * Of a file only the pages that are wanted are read; of bytes, the pixels stay where they lie as they are needed.
 * Throws a TiffError `tiff` for what is no whole TIFF, `pages` where pages differ, `decompressed-limit` for more pixels
 * than the limit or than the file can hold.
 * @example const stack = await readTiff("stack.tif")
 */
export async function readTiff(
  source: FileName | Uint8Array,
  options: ReadTiffOptions = {},
): Promise<ImageView<TypedArray, Axes>> {
  const { crop, ...others } = optionsOf(options, "TiffError", ["crop", "page", "limit", "file"]);
  return withPages(source, others, async (bytes, wanted) => {
    const { pages, first, file } = wanted;
    const shape = checkedShape(bytes, crop === undefined ? wanted : { ...wanted, limit: Infinity });
    if (crop !== undefined && arePlain(pages, shape)) return readPart(bytes, wanted, shape, crop);
    const pixels = arePlain(pages, shape)
      ? readPlainPages(bytes, pages, shape, file)
      : await readOtherPages(bytes, pages, first, shape, file);
    const { sizes, options } = describe(wanted, shape);
    const view = ImageView.from(pixels, { ...options, shape: sizes });
    return crop === undefined ? view : view.crop(crop).copy();
  });
}

/** Of plain pages. Numbers of a pixel are read together, whichever are wanted. */
function readPart(bytes: TiffBytes, wanted: Wanted, shape: PageShape, crop: Crop): ImageView<TypedArray, Axes> {
  const { pages, limit, file } = wanted;
  const { sizes, options } = describe(wanted, shape);
  const { channel, ...others } = crop;
  const isOfPixels = shape.samples > 1 && channel !== undefined;
  const { box, imageOf } = croppedImage(sizes, options, isOfPixels ? others : crop);
  const rows = options.axes.indexOf("row");
  const chosen = indicesWithin(sizes.slice(0, rows), box).map((index) => pages[index]);
  const needed = sizeOf(box.counts) * Math.ceil(shape.bits / 8);
  if (!(needed <= limit)) {
    const said = `${box.counts.join("×")} pixels have ${needed} bytes, more than a limit of ${limit} allows`;
    throw new ReticleError("TiffError", "decompressed-limit", said, { place: { file } });
  }
  const range = (axis: number) => [box.starts[axis], box.starts[axis] + box.counts[axis]] as const;
  const window = { rows: range(rows), columns: range(rows + 1) };
  const view = imageOf(readPlainPages(bytes, chosen, shape, file, window)) as ImageView<TypedArray, Axes>;
  return isOfPixels ? view.crop({ channel }).copy() : view;
}

/** Places of a box's indices along the first axes, in their order. */
function indicesWithin(sizes: readonly number[], { starts, counts }: Box): number[] {
  return sizes.reduce<number[]>(
    (places, size, axis) =>
      places.flatMap((place) => Array.from({ length: counts[axis] }, (_, i) => place * size + starts[axis] + i)),
    [0],
  );
}

/** An image of nothing, with the axes and the calibration of a file's pixels, and their sizes. */
export interface DescribedTiff {
  readonly like: ImageView<TypedArray, Axes>;
  readonly shape: readonly number[];
}

/** The same without the pixels; null where their type is only known when they have been read. */
export async function describeTiff(
  source: FileName | Uint8Array,
  options: { readonly file?: string } = {},
): Promise<DescribedTiff | null> {
  return withPages(source, options, async (bytes, wanted) => {
    const { pages, file } = wanted;
    const shape = checkedShape(bytes, { ...wanted, limit: Infinity });
    if (!arePlain(pages, shape)) return null;
    checkBlocks(bytes, pages, shape, file);
    const { sizes, options } = describe(wanted, shape);
    const like = ImageView.from(allocate(dtypeOfPages(shape), 0), { ...options, shape: sizes.map(() => 0) });
    return { like, shape: sizes };
  });
}

async function withPages<T>(
  source: FileName | Uint8Array,
  options: Omit<ReadTiffOptions, "crop">,
  work: (bytes: TiffBytes, wanted: Wanted) => Promise<T>,
): Promise<T> {
  const from = pathOrBytes(source);
  const {
    limit = defaultDecompressedLimit,
    page,
    file = typeof from === "string" ? from : undefined,
  } = optionsOf(options, "TiffError", ["page", "limit", "file"]);
  const opened = typeof from === "string" ? openFileBytes(from) : null;
  try {
    const bytes = new TiffBytes(opened ?? (typeof from === "string" ? readFileBytes(from) : from));
    const all = pagesOf(bytes, file);
    const count = all.length;
    if (page !== undefined && !(Number.isInteger(page) && page >= 0 && page < count)) {
      throw new ReticleError("TiffError", "pages", `page ${page} is none of 0..${count - 1}`, { place: { file } });
    }
    return await work(bytes, { pages: page === undefined ? all : [all[page]], first: page ?? 0, limit, file });
  } catch (cause) {
    if (isReticleError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReticleError("TiffError", "tiff", `the file cannot be read: ${reason}`, { place: { file }, cause });
  } finally {
    opened?.close();
  }
}

interface Wanted {
  readonly pages: readonly TiffPage[];
  /** The number of the first one in the file. */
  readonly first: number;
  readonly limit: number;
  readonly file: string | undefined;
}

/** What all pages have in common. Throws a TiffError where they differ, or claim more than there can be. */
function checkedShape(bytes: TiffBytes, wanted: Wanted): PageShape {
  const { pages, limit, file } = wanted;
  const shape = shapeOf(pages[0]);
  const { rows, columns, samples, bits } = shape;
  if (![rows, columns, samples].every((size) => Number.isSafeInteger(size) && size >= 1)) {
    throw new ReticleError(
      "TiffError",
      "tiff",
      `the file claims ${rows}×${columns} pixels of ${samples} numbers each`,
      { place: { file } },
    );
  }
  // Numbers of odd bits get whole bytes.
  const needed = rows * columns * samples * Math.ceil((bits || 8) / 8) * pages.length;
  if (!(needed <= Math.min(limit, mostPacked * bytes.length))) {
    const alone = pages.length > 1 ? "; { page: 0 } reads one page alone" : "";
    throw new ReticleError(
      "TiffError",
      "decompressed-limit",
      `${pages.length} pages of ${rows}×${columns}×${samples} pixels have ${needed} bytes, more than a limit of ${limit} allows or ${bytes.length} bytes can hold${alone}`,
      { place: { file } },
    );
  }
  checkSame(shape, wanted);
  return shape;
}

/** Sizes, axes, calibration and kind of the image that the pages are. */
function describe({ pages }: Wanted, { rows, columns, samples, bits }: PageShape) {
  const description = pages[0].text(tiffTags.description);
  const { pages: axesOfPages, spacing: described, unit, text } = pageAxes(description, pages.length, samples);
  const pageNames = axesOfPages.map(([axis]) => axis);
  // Pages that are channels, and pixels of several numbers: the pages are a sequence then.
  const names: Axis[] = [
    ...pageNames.map((axis) => (samples > 1 && axis === "channel" ? "sequence" : axis)),
    "row",
    "column",
    ...(samples > 1 ? (["channel"] as const) : []),
  ];
  const spacing = { ...resolution(pages[0], description), ...described };
  const ours = calibrationFromText(text, names);
  const known = <T>(record: Partial<Record<Axis, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([axis]) => names.includes(axis as Axis) && axis in spacing));
  const isColour = samples >= 3 && pages[0].number(tiffTags.photometric) === 2;
  const isBinary = samples === 1 && bits === 1;
  const kind: ImageKind = isColour ? "rgb" : isBinary ? "binary" : (ours.kind ?? "scalar");
  const options = {
    axes: names as Axes,
    spacing: { ...known(spacing), ...ours.spacing },
    origin: ours.origin,
    unit: { ...known(unit), ...(ours.unit as object) },
    direction: "down",
    kind,
  } as const;
  const sizes = [...axesOfPages.map(([, size]) => size), rows, columns, ...(samples > 1 ? [samples] : [])];
  return { sizes, options };
}

/** Throws a TiffError `pages` where a page has other pixels than the first one. */
function checkSame(shape: PageShape, { pages, first, file }: Wanted): void {
  for (const [i, page] of pages.entries()) {
    const other = shapeOf(page);
    if ((Object.keys(shape) as (keyof PageShape)[]).every((key) => Object.is(shape[key], other[key]))) continue;
    throw new ReticleError(
      "TiffError",
      "pages",
      `page ${first + i} has other pixels than page ${first}; { page: ${first + i} } reads it alone`,
      { place: { file } },
    );
  }
}

/**
 * Spacings from the pixels in a centimetre, or in the unit of an ImageJ file. Those in an inch are for printers, which most
 * programs write without a meaning.
 */
function resolution(page: TiffPage, description: string): Partial<Record<Axis, number>> {
  const isImageJ = description.startsWith("ImageJ=") && /^unit=\S/m.test(description);
  const unit = isImageJ ? 1 : page.number(tiffTags.resolutionUnit) === 3 ? 1e4 : 0;
  const spacingOf = (tag: number) => Number((unit / page.number(tag)).toPrecision(9));
  const [column, row] = [spacingOf(tiffTags.xResolution), spacingOf(tiffTags.yResolution)];
  return column > 0 && row > 0 && Number.isFinite(column + row) ? { row, column } : {};
}
