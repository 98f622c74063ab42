/** Pages by geotiff, which is read where it is needed: it is larger than all else that reads files here. */
import { ReticleError } from "../../errors.ts";
import { allocate, dtypeOf, isTypedArray, type TypedArray } from "../../image/index.ts";
import { type TiffPage, tiffTags } from "./pages.ts";
import type { PageShape } from "./plain-pages.ts";
import { checkReadable } from "./readable-pages.ts";
import type { TiffBytes } from "./tiff-bytes.ts";

/**
 * Pixels of all pages one after the other; `first` is the number of the first one in the file.
 * Throws a TiffError `unsupported` for pages that it would not read right, `tiff` where strips or tiles are missing.
 */
export async function readOtherPages(
  bytes: TiffBytes,
  pages: readonly TiffPage[],
  first: number,
  shape: PageShape,
  file: string | undefined,
): Promise<TypedArray> {
  const { rows, columns, samples } = shape;
  for (const page of pages) checkReadable(page, shape, file);
  const { GeoTIFF } = await import("geotiff");
  const tiff = await GeoTIFF.fromSource(sourceOf(bytes));
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

type GeoTiffSource = Parameters<typeof import("geotiff").GeoTIFF.fromSource>[0];

/** What geotiff asks a file for; it keeps what it gets. */
function sourceOf(bytes: TiffBytes): GeoTiffSource {
  const slice = (from: number, length: number) => Uint8Array.from(bytes.part(from, length)).buffer;
  const source = {
    fileSize: bytes.length,
    fetch: async (slices: { offset: number; length: number }[]) =>
      slices.map(({ offset, length }) => slice(offset, length)),
    fetchSlice: async ({ offset, length }: { offset: number; length: number }) => ({
      data: slice(offset, length),
      offset,
      length,
    }),
    close: async () => {},
  };
  return source as unknown as GeoTiffSource;
}
