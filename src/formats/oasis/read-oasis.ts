/** Reading OASIS (SEMI P39-0416): one pass over the records. */
import { optionsOf } from "../../errors.ts";
import type { Box } from "../../geometry/index.ts";
import type { LayerLike, Layout } from "../../layout/index.ts";
import { checkBytes, type FileBytes, type FileName, pathOrBytes, withPlainBytes } from "../../platform/index.ts";
import { Warnings } from "../warnings.ts";
import { OasisFile } from "./oasis-file.ts";
import { readPartInWindow } from "./window/read-part.ts";

export interface ReadOasisOptions {
  /** Only shapes and labels on these layers; all where not given. */
  readonly layers?: readonly LayerLike[];
  /**
   * Only what lies in this window of the top cells, µm: shapes and labels whose boxes touch it, and those elsewhere in
   * cells that are placed there and elsewhere, too. Cells without any are left out. The file is looked through for boxes first,
   * then the records near the window are read.
   */
  readonly window?: Box;
  /** What the file is called in messages, where bytes are given. */
  readonly file?: string;
  /**
   * Bytes that a file compressed with gzip may grow to: 64 times its own, at least 256 MiB and at most 4 GiB; and what its
   * CBLOCKs together may grow to: 4 GiB.
   */
  readonly limit?: number;
  /** Bytes of memory that the layout may take, repetitions written out, by estimate: 1 GiB. */
  readonly memoryLimit?: number;
}

/**
 * Reads an OASIS file, compressed with gzip or not, from a path or from its bytes: `await readOasis("chip.oas")`.
 * Large files and CBLOCKs are read piece by piece. Throws an OasisError that names the byte, the record and the cell; a
 * FileError where the file cannot be read.
 */
export async function readOasis(source: FileName | Uint8Array, options: ReadOasisOptions = {}): Promise<Layout> {
  return readSource(pathOrBytes(source), options);
}

/** The same from bytes, at once. */
export function decodeOasis(bytes: Uint8Array, options: ReadOasisOptions = {}): Layout {
  return readSource(checkBytes(bytes), options);
}

function readSource(source: string | Uint8Array, options: ReadOasisOptions): Layout {
  optionsOf(options, "OasisError", ["layers", "window", "file", "limit", "memoryLimit"]);
  const named = typeof source === "string" ? { file: source, ...options } : options;
  return withPlainBytes(source, named, (bytes) => readPlainOasis(bytes, named));
}

/** What is not compressed as a whole, or no more. */
export function readPlainOasis(bytes: Uint8Array | FileBytes, options: ReadOasisOptions): Layout {
  const warnings = new Warnings("OasisError");
  try {
    const { window } = options;
    if (window === undefined) return new OasisFile(bytes, options, warnings).read();
    return readPartInWindow(bytes, options, window, warnings);
  } finally {
    warnings.flush();
  }
}
