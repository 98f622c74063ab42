/**
 * TIFF and BigTIFF files as images: pages by geotiff (strips and tiles, deflate, LZW, PackBits, Zstandard, predictors, both
 * byte orders), their axes from ImageJ's or OME's description.
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
import { pageAxes } from "./page-axes.ts";
import { type PageSummary, pagesOf } from "./pages.ts";

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
  const summaries = pagesOf(bytes, file);
  const count = summaries.length;
  if (page !== undefined && !(Number.isInteger(page) && page >= 0 && page < count)) {
    throw new ReticleError("TiffError", "pages", `page ${page} is none of 0..${count - 1}`, { place: { file } });
  }
  try {
    return await imageOf(bytes, { summaries, page, limit, file });
  } catch (cause) {
    if (isReticleError(cause, "TiffError")) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReticleError("TiffError", "tiff", `the file cannot be read: ${reason}`, { place: { file }, cause });
  }
}

interface Wanted {
  readonly summaries: readonly PageSummary[];
  readonly page: number | undefined;
  readonly limit: number;
  readonly file: string | undefined;
}

async function imageOf(
  bytes: Uint8Array,
  { summaries, page, limit, file }: Wanted,
): Promise<ImageView<TypedArray, Axes>> {
  // Read where it is needed: it is larger than all else that reads files here. It wants an ArrayBuffer of the file alone.
  const { fromArrayBuffer } = await import("geotiff");
  const tiff = await fromArrayBuffer(new Uint8Array(bytes).buffer);
  const first = await tiff.getImage(page ?? 0);
  const [rows, columns, samples] = [first.getHeight(), first.getWidth(), first.getSamplesPerPixel()];
  if (!(rows >= 1 && columns >= 1 && samples >= 1)) {
    throw new ReticleError(
      "TiffError",
      "tiff",
      `the file claims ${rows}×${columns} pixels of ${samples} numbers each`,
      {
        place: { file },
      },
    );
  }
  const pages = page === undefined ? summaries.length : 1;
  const perPixel = Math.max(1, first.getBytesPerPixel());
  const needed = rows * columns * perPixel * pages;
  if (!(needed <= Math.min(limit, mostPacked * bytes.length))) {
    throw new ReticleError(
      "TiffError",
      "decompressed-limit",
      `${pages} pages of ${rows}×${columns}×${samples} pixels have ${needed} bytes, more than a limit of ${limit} allows or ${bytes.length} bytes can hold`,
      { place: { file } },
    );
  }
  const text = first.fileDirectory.hasTag("ImageDescription")
    ? String(await first.fileDirectory.loadValue("ImageDescription")).replace(/\0+$/, "")
    : "";
  const { pages: axesOfPages, spacing: described, unit } = pageAxes(text, pages, samples);
  const pixels = await allPages(tiff, { summaries, first: page ?? 0, pages, rows, columns, samples, file });
  const spacing = { ...(await resolution(first, text)), ...described };
  const isColour = samples >= 3 && first.fileDirectory.getValue("PhotometricInterpretation") === 2;
  const isBinary = samples === 1 && first.getBitsPerSample() === 1;
  const pageNames = axesOfPages.map(([axis]) => axis);
  // Pages that are channels, and pixels of several numbers: the pages are a sequence then.
  const names: Axis[] = [
    ...pageNames.map((axis) => (samples > 1 && axis === "channel" ? "sequence" : axis)),
    "row",
    "column",
    ...(samples > 1 ? (["channel"] as const) : []),
  ];
  const shape = [...axesOfPages.map(([, size]) => size), rows, columns, ...(samples > 1 ? [samples] : [])];
  const known = Object.fromEntries(Object.entries(spacing).filter(([axis]) => names.includes(axis as Axis)));
  return ImageView.from(pixels, {
    shape,
    axes: names as Axes,
    spacing: known,
    unit: Object.keys(known).length > 0 ? (unit ?? "µm") : undefined,
    direction: "down",
    kind: isColour ? "rgb" : isBinary ? "binary" : "scalar",
  });
}

/**
 * Spacings from the pixels in a centimetre, or in the unit of an ImageJ file that counts in µm. Those in an inch are for
 * printers, which most programs write without a meaning.
 */
async function resolution(page: TiffPage, description: string): Promise<Partial<Record<Axis, number>>> {
  const isImageJ = description.startsWith("ImageJ=") && /^unit=(um|micron|µm|\\u00B5m)\s*$/m.test(description);
  const unit = isImageJ ? 1 : (await fieldOf(page, "ResolutionUnit")) === 3 ? 1e4 : 0;
  if (unit === 0) return {};
  const spacingOf = async (tag: "XResolution" | "YResolution") => {
    const value = (await fieldOf(page, tag)) as ArrayLike<number> | undefined;
    return value === undefined ? 0 : Number(((unit * value[1]) / value[0]).toPrecision(10));
  };
  const [column, row] = [await spacingOf("XResolution"), await spacingOf("YResolution")];
  return column > 0 && row > 0 && Number.isFinite(column + row) ? { row, column } : {};
}

async function fieldOf(page: TiffPage, tag: "ResolutionUnit" | "XResolution" | "YResolution"): Promise<unknown> {
  return page.fileDirectory.hasTag(tag) ? page.fileDirectory.loadValue(tag) : undefined;
}

type TiffPage = Awaited<ReturnType<Awaited<ReturnType<typeof import("geotiff")["fromArrayBuffer"]>>["getImage"]>>;

interface PageSizes {
  readonly summaries: readonly PageSummary[];
  readonly first: number;
  readonly pages: number;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly file: string | undefined;
}

async function allPages(
  tiff: Awaited<ReturnType<typeof import("geotiff")["fromArrayBuffer"]>>,
  { summaries, first, pages, rows, columns, samples, file }: PageSizes,
): Promise<TypedArray> {
  let all: TypedArray | null = null;
  for (let i = 0; i < pages; i++) {
    const image = await tiff.getImage(first + i);
    const differs =
      image.getHeight() !== rows || image.getWidth() !== columns || image.getSamplesPerPixel() !== samples;
    // Each missing strip costs the decoder an error: a claim of a million rows would take minutes.
    const across = Math.ceil(columns / Math.max(1, image.getTileWidth()));
    const blocks = across * Math.ceil(rows / Math.max(1, image.getTileHeight()));
    const isPlanar = image.fileDirectory.getValue("PlanarConfiguration") === 2;
    const needed = isPlanar ? blocks * samples : blocks;
    const { blocks: given } = summaries[first + i];
    if (!differs && needed > given) {
      throw new ReticleError(
        "TiffError",
        "tiff",
        `page ${first + i} of ${rows}×${columns} pixels needs ${needed} strips or tiles, the file has places of ${given}`,
        { place: { file } },
      );
    }
    const pixels: unknown = differs ? null : await image.readRasters({ interleave: true });
    if (!isTypedArray(pixels) || (all !== null && all.constructor !== pixels.constructor)) {
      throw new ReticleError(
        "TiffError",
        "pages",
        `page ${first + i} has other pixels than page ${first}; { page: ${first + i} } reads it alone`,
        { place: { file } },
      );
    }
    if (pixels.length !== rows * columns * samples) {
      throw new ReticleError(
        "TiffError",
        "tiff",
        `page ${first + i} gives ${pixels.length} numbers for ${rows}×${columns}×${samples} pixels`,
        { place: { file } },
      );
    }
    if (pages === 1) return pixels;
    all ??= allocate(dtypeOf(pixels), pages * pixels.length);
    all.set(pixels as never, i * pixels.length);
  }
  return all as TypedArray;
}
