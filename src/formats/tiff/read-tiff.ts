/**
 * TIFF and BigTIFF files as images: most pages by ourselves, others by geotiff (Zstandard, planes apart, odd bits), their axes from ImageJ's or OME's description.
 */
import { isReticleError, optionsOf, ReticleError } from "../../errors.ts";
import {
  type Axes,
  type Axis,
  allocate,
  dtypeOf,
  ImageView,
  isTypedArray,
  type TypedArray,
} from "../../image/index.ts";
import { decodeSource, defaultDecompressedLimit, type FileName } from "../../platform/index.ts";
import { calibrationFromText } from "../calibration-text.ts";
import { pageAxes } from "./page-axes.ts";
import { pagesOf, type TiffPage, tiffTags } from "./pages.ts";
import { arePlain, type PageShape, readPlainPages, shapeOf } from "./plain-pages.ts";
import { checkReadable } from "./readable-pages.ts";

export interface ReadTiffOptions {
  /** One page alone, from 0 on; all where not given. */
  readonly page?: number;
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
 * The pixels stay in the bytes that were given where they lie there as they are needed.
 * Throws a TiffError `tiff` for what is no whole TIFF, `pages` where pages differ, `decompressed-limit` for more pixels
 * than the limit or than the file can hold.
 * @example const stack = await readTiff("stack.tif")
 */
export async function readTiff(
  source: FileName | Uint8Array,
  options: ReadTiffOptions = {},
): Promise<ImageView<TypedArray, Axes>> {
  return decodeSource(source, options, decodeTiff);
}

async function decodeTiff(bytes: Uint8Array, options: ReadTiffOptions): Promise<ImageView<TypedArray, Axes>> {
  const { file, limit = defaultDecompressedLimit, page } = optionsOf(options, "TiffError");
  const all = pagesOf(bytes, file);
  const count = all.length;
  if (page !== undefined && !(Number.isInteger(page) && page >= 0 && page < count)) {
    throw new ReticleError("TiffError", "pages", `page ${page} is none of 0..${count - 1}`, { place: { file } });
  }
  try {
    return await imageOf(bytes, { pages: page === undefined ? all : [all[page]], first: page ?? 0, limit, file });
  } catch (cause) {
    if (isReticleError(cause, "TiffError")) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReticleError("TiffError", "tiff", `the file cannot be read: ${reason}`, { place: { file }, cause });
  }
}

interface Wanted {
  readonly pages: readonly TiffPage[];
  /** The number of the first one in the file. */
  readonly first: number;
  readonly limit: number;
  readonly file: string | undefined;
}

async function imageOf(bytes: Uint8Array, wanted: Wanted): Promise<ImageView<TypedArray, Axes>> {
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
    throw new ReticleError(
      "TiffError",
      "decompressed-limit",
      `${pages.length} pages of ${rows}×${columns}×${samples} pixels have ${needed} bytes, more than a limit of ${limit} allows or ${bytes.length} bytes can hold`,
      { place: { file } },
    );
  }
  checkSame(shape, wanted);
  const isPlain = arePlain(pages, shape);
  const pixels = isPlain ? readPlainPages(bytes, pages, shape, file) : await otherPages(bytes, shape, wanted);
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
  return ImageView.from(pixels, {
    shape: [...axesOfPages.map(([, size]) => size), rows, columns, ...(samples > 1 ? [samples] : [])],
    axes: names as Axes,
    spacing: { ...known(spacing), ...ours.spacing },
    origin: ours.origin,
    unit: { ...known(unit), ...(ours.unit as object) },
    direction: "down",
    kind: isColour ? "rgb" : isBinary ? "binary" : (ours.kind ?? "scalar"),
  });
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

/** Pages by geotiff, which is read where it is needed: it is larger than all else that reads files here. */
async function otherPages(bytes: Uint8Array, shape: PageShape, { pages, first, file }: Wanted): Promise<TypedArray> {
  const { rows, columns, samples } = shape;
  for (const page of pages) checkReadable(page, shape, file);
  const { fromArrayBuffer } = await import("geotiff");
  // It wants an ArrayBuffer of the file alone.
  const tiff = await fromArrayBuffer(new Uint8Array(bytes).buffer);
  const wrong = (what: string) => new ReticleError("TiffError", "tiff", what, { place: { file } });
  let all: TypedArray | null = null;
  for (const [i, page] of pages.entries()) {
    const image = await tiff.getImage(first + i);
    // Each missing strip costs the decoder an error: a claim of a million rows would take minutes.
    const across = Math.ceil(columns / Math.max(1, image.getTileWidth()));
    const blocks = across * Math.ceil(rows / Math.max(1, image.getTileHeight()));
    const needed = page.number(tiffTags.planar, 1) === 2 ? blocks * samples : blocks;
    const given = Math.max(page.count(tiffTags.stripOffsets), page.count(tiffTags.tileOffsets));
    if (needed > given) {
      throw wrong(
        `page ${first + i} of ${rows}×${columns} pixels needs ${needed} strips or tiles, the file has places of ${given}`,
      );
    }
    const pixels: unknown = await image.readRasters({ interleave: true });
    if (!isTypedArray(pixels) || pixels.length !== rows * columns * samples) {
      throw wrong(`page ${first + i} gives no numbers for ${rows}×${columns}×${samples} pixels`);
    }
    if (pages.length === 1) return pixels;
    all ??= allocate(dtypeOf(pixels), pages.length * pixels.length);
    all.set(pixels as never, i * pixels.length);
  }
  return all as TypedArray;
}
