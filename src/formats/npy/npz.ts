/** numpy's npz files: several npy files by their names in a zip archive. */
import { optionsOf, ReticleError } from "../../errors.ts";
import { type Axes, ImageView, type TypedArray } from "../../image/index.ts";
import {
  checkBytes,
  decodeSource,
  defaultDecompressedLimit,
  type FileName,
  joinedBytes,
  writeFileAtomic,
} from "../../platform/index.ts";
import { decodeNpy, encodeNpy } from "./npy.ts";
import { readZip, writeZip } from "./zip.ts";

export interface ReadNpzOptions {
  /** Bytes that all arrays together may have: 4 GiB where not given. */
  readonly limit?: number;
  /** For errors; `readNpz` fills it in. */
  readonly file?: string;
}

export interface WriteNpzOptions {
  /** Deflated, as numpy's savez_compressed; true where not given. */
  readonly compress?: boolean;
}

/** Arrays by their names, in the file's order. */
export type NpzArrays = Readonly<Record<string, ImageView<TypedArray, Axes | null>>>;

/**
 * Reads all arrays of an npz file, by their names, from a path or from its bytes. Axes have no names:
 * `reinterpret(["row", "column"])` gives them some.
 * Throws a FormatError `zip` or `decompressed-limit`, and an NpyError for an array that cannot be read.
 * @example const { image, mask } = await readNpz("measured.npz")
 */
export async function readNpz(source: FileName | Uint8Array, options: ReadNpzOptions = {}): Promise<NpzArrays> {
  return decodeSource(source, options, decodeNpz);
}

/** The same from bytes, at once. */
export function decodeNpz(bytes: Uint8Array, options: ReadNpzOptions = {}): NpzArrays {
  checkBytes(bytes);
  const { limit = defaultDecompressedLimit, file } = optionsOf(options, "NpyError", ["limit", "file"]);
  // No prototype: an array may be called "constructor".
  const arrays: Record<string, ImageView<TypedArray, Axes | null>> = Object.create(null);
  for (const entry of readZip(bytes, { limit, file })) {
    const place = [file, entry.name].filter((part) => part !== undefined).join(": ");
    arrays[entry.name.replace(/\.npy$/, "")] = decodeNpy(entry.bytes, { file: place });
  }
  return arrays;
}

/**
 * Writes arrays by their names as an npz file, which numpy's `load` reads.
 * @example await writeNpz("measured.npz", { image, mask })
 */
export async function writeNpz(path: FileName, arrays: NpzArrays, options: WriteNpzOptions = {}): Promise<void> {
  writeFileAtomic(path, npzParts(arrays, options));
}

/** The same as bytes. */
export function encodeNpz(arrays: NpzArrays, options: WriteNpzOptions = {}): Uint8Array {
  return joinedBytes(npzParts(arrays, options));
}

function npzParts(arrays: NpzArrays, options: WriteNpzOptions): Uint8Array[] {
  const { compress = true } = optionsOf(options, "NpyError", ["compress"]);
  const entries = Object.entries(optionsOf(arrays, "NpyError")).map(([name, view]) => {
    if (!(view instanceof ImageView)) {
      throw new ReticleError("NpyError", "dtype", `"${name}" is not an image; an npz file holds images by their names`);
    }
    return { name: `${name}.npy`, bytes: encodeNpy(view) };
  });
  return writeZip(entries, compress);
}
