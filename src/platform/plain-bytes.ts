/** A file or bytes as a format's reader wants them: gzip undone, large ones piece by piece. */
import { checkArgument, isReticleError, optionsOf } from "../errors.ts";
import { type FileBytes, openFileBytes } from "./file-bytes.ts";
import { checkBytes } from "./file-source.ts";
import { readFileBytes } from "./files.ts";
import { growthLimit, gunzip, isGzip } from "./gzip.ts";
import { GzipBytes } from "./gzip-bytes.ts";
import { Inflater } from "./inflater.ts";

/** Up to this size what gzip holds is decompressed at once, which is faster than in pieces. */
const wholeBelow = 2 ** 25;

export interface PlainBytesOptions {
  /** What the source is called in messages. */
  readonly file?: string;
  /** Bytes that it may decompress to: `growthLimit` of its own where not given. */
  readonly limit?: number;
}

/** Gives `work` the content of a file (by its path) or of bytes; what was opened is closed behind it. */
export function withPlainBytes<T>(
  source: string | Uint8Array,
  options: PlainBytesOptions,
  work: (bytes: Uint8Array | FileBytes) => T,
): T {
  const opened = typeof source === "string" ? (openFileBytes(source) ?? readFileBytes(source)) : checkBytes(source);
  const { file = typeof source === "string" ? source : "the file", limit } = optionsOf(options, "FileError");
  checkArgument(typeof file === "string", file, "FileError", "the file's name");
  let plain: Uint8Array | FileBytes = opened;
  try {
    plain = decompressed(opened, file, limit);
    return work(plain);
  } finally {
    for (const bytes of new Set([plain, opened])) if (isFileBytes(bytes)) bytes.close();
  }
}

/** The first bytes, up to `length`. */
export function startOf(bytes: Uint8Array | FileBytes, length: number): Uint8Array {
  if (!isFileBytes(bytes)) return bytes.subarray(0, length);
  const start = new Uint8Array(length);
  return start.subarray(0, bytes.read(0, start));
}

/** False for bytes in memory, of whatever realm. */
export function isFileBytes(bytes: Uint8Array | FileBytes): bytes is FileBytes {
  return !ArrayBuffer.isView(bytes);
}

function decompressed(
  opened: Uint8Array | FileBytes,
  name: string,
  limit = growthLimit(opened.length),
): Uint8Array | FileBytes {
  if (!isGzip(startOf(opened, 2))) return opened;
  const compressed = isFileBytes(opened) ? opened : memoryBytes(opened);
  if (Inflater.isThere && isLarge(compressed)) return new GzipBytes(compressed, name, limit);
  const whole = isFileBytes(opened) ? allOf(opened) : opened;
  if (!Inflater.isThere) return gunzip(whole, name, limit);
  try {
    return gunzip(whole, name, Math.min(limit, wholeBelow));
  } catch (error) {
    if (limit <= wholeBelow || !isReticleError(error, "FormatError") || error.code !== "decompressed-limit")
      throw error;
    return new GzipBytes(compressed, name, limit);
  }
}

/** What the last four bytes of a gzip file say of its length, or its own length. Not trusted: it only chooses the way. */
function isLarge(compressed: FileBytes): boolean {
  if (compressed.length > wholeBelow) return true;
  const tail = new Uint8Array(4);
  compressed.read(Math.max(0, compressed.length - 4), tail);
  return new DataView(tail.buffer).getUint32(0, true) > wholeBelow;
}

function allOf(bytes: FileBytes): Uint8Array {
  const all = new Uint8Array(bytes.length);
  return all.subarray(0, bytes.read(0, all));
}

/** Bytes in memory as those of a file. */
export function memoryBytes(bytes: Uint8Array): FileBytes {
  return {
    length: bytes.length,
    read(from, target) {
      const part = bytes.subarray(from, from + target.length);
      target.set(part);
      return part.length;
    },
    close: () => {},
  };
}
