/** Which pages geotiff reads right: for others it gives wrong pixels without a word, or an error that names nothing. */
import { ReticleError } from "../../errors.ts";
import { type TiffPage, tiffTags } from "./pages.ts";
import type { PageShape } from "./plain-pages.ts";

/** Names of Compression (259): TIFF 6.0, its supplements, and the registered ones that microscopes and maps use. */
const compressions: Readonly<Record<number, string>> = {
  1: "none",
  2: "CCITT run lengths",
  3: "CCITT fax 3",
  4: "CCITT fax 4",
  5: "LZW",
  6: "old JPEG",
  7: "JPEG",
  8: "deflate",
  9: "JBIG",
  32773: "PackBits",
  32946: "deflate",
  33003: "JPEG 2000",
  33005: "JPEG 2000",
  34661: "JBIG",
  34712: "JPEG 2000",
  34887: "LERC",
  34892: "lossy JPEG",
  34925: "LZMA",
  34933: "PNG",
  50000: "Zstandard",
  50001: "WebP",
  50002: "JPEG XL",
  52546: "JPEG XL",
};
const readable = [1, 5, 7, 8, 32773, 32946, 34887, 50000];
const [jpeg, lerc] = [7, 34887];

/** Throws a TiffError `unsupported` that says what the page has. */
export function checkReadable(page: TiffPage, { bits, format, samples }: PageShape, file: string | undefined): void {
  const refuse = (what: string) => {
    throw new ReticleError("TiffError", "unsupported", `${what} are not read`, { place: { file } });
  };
  const compression = page.number(tiffTags.compression, 1);
  const name = compressions[compression] ?? "an unknown compression";
  if (!readable.includes(compression)) {
    const known = [...new Set(readable.map((one) => compressions[one]))].join(", ");
    refuse(`pages packed with ${name} (${compression}; ${known} are known)`);
  }
  const hasDifferences = page.number(tiffTags.predictor, 1) !== 1;
  // Differences are added up in this machine's byte order, whatever the file's, and LERC's not as they should be.
  if (hasDifferences && ((!page.isLittle && bits > 8) || (compression === lerc && bits === 8))) {
    refuse(`${page.isLittle ? "" : "big-endian "}pages of this packing (${name}) with a predictor`);
  }
  if (compression === jpeg && bits !== 8) refuse(`JPEG pages of ${bits} bits a number`);
  if (format > 3)
    refuse(`pages of ${format > 4 ? "complex numbers" : "numbers of an unknown kind"} (SampleFormat ${format})`);
  if (page.number(tiffTags.fillOrder, 1) !== 1) refuse("pages whose bytes have the lowest bit first (FillOrder 2)");
  if (bits === 1 && samples > 1) refuse(`pages of ${samples} single bits a pixel`);
  if (bits === 64 && format !== 3)
    refuse(`pages of integers of 64 bits that are packed with ${name}, have a predictor or lie apart`);
}
