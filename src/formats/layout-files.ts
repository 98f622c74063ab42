/** Layout files of any format: read by what they contain, written by what they are called. */
import { ReticleError } from "../errors.ts";
import type { Cell, Layout } from "../layout/index.ts";
import { type FileName, gunzip, isGzip, pathOrBytes, readFileBytes, readFileStart } from "../platform/index.ts";
import { decodeGds, isGds, type ReadGdsOptions, readGds, type WriteGdsOptions, writeGds } from "./gds/index.ts";
import { decodeOasis, isOasis, type ReadOasisOptions, type WriteOasisOptions, writeOasis } from "./oasis/index.ts";
import { type WriteSvgOptions, writeSvg } from "./svg/index.ts";

export type ReadLayoutOptions = ReadGdsOptions & ReadOasisOptions;
export type WriteLayoutOptions = WriteGdsOptions & WriteOasisOptions & WriteSvgOptions;

/**
 * Reads a layout file from a path or from its bytes; the format is found by content, gzip is undone:
 * `await readLayout("chip.gds.gz")`. Throws a FormatError `unknown-format` for anything else.
 */
export async function readLayout(source: FileName | Uint8Array, options: ReadLayoutOptions = {}): Promise<Layout> {
  const from = pathOrBytes(source);
  if (typeof from !== "string") return decodeLayout(from, options);
  // GDSII is read piece by piece.
  if (isGds(readFileStart(from, 16))) return readGds(from, options);
  return decodeLayout(readFileBytes(from), { file: from, ...options });
}

/** The same from bytes, at once. */
export function decodeLayout(bytes: Uint8Array, options: ReadLayoutOptions = {}): Layout {
  const plain = isGzip(bytes) ? gunzip(bytes, options.file ?? "the file", options.limit) : bytes;
  if (isGds(plain)) return decodeGds(plain, options);
  if (isOasis(plain)) return decodeOasis(plain, options);
  const start = JSON.stringify(String.fromCharCode(...plain.subarray(0, 16)));
  throw new ReticleError(
    "FormatError",
    "unknown-format",
    plain.length === 0 ? "the file is empty" : `${start} is not the start of a GDSII or OASIS file`,
    { place: { file: options.file } },
  );
}

/**
 * Writes a layout, or a cell with all that it refers to, in the format that the name ends with: .gds, .oas,
 * .gds.gz, .oas.gz;
 * .svg makes a picture.
 * Throws a FormatError `unknown-format` for another ending.
 */
export async function writeLayout(
  path: FileName,
  what: Cell | Layout,
  options: WriteLayoutOptions = {},
): Promise<void> {
  if (/\.(gds|gds2|gdsii|gds\.gz)$/i.test(String(path))) return writeGds(path, what, options);
  if (/\.(oas|oasis|oas\.gz)$/i.test(String(path))) return writeOasis(path, what, options);
  if (/\.svg$/i.test(String(path))) return writeSvg(path, what, options);
  throw new ReticleError(
    "FormatError",
    "unknown-format",
    `${path} does not end with .gds, .oas, .gds.gz, .oas.gz or .svg`,
  );
}
