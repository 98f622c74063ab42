/** Decompression with a declared limit, so that a small file cannot ask for unbounded memory. */
import { deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { ReticleError } from "../errors.ts";

/** Bytes that a compressed file may grow to where the caller names no other limit: 4 GiB. */
export const defaultDecompressedLimit = 2 ** 32;

/** What a layout takes in memory follows from its size, so that a small file must not grow to gigabytes. */
const [expectedRatio, alwaysAllowed] = [64, 2 ** 28];

/** Bytes that a layout file of so many may grow to: 64 times as many (real ones stay below 12), 256 MiB to 4 GiB. */
export function growthLimit(compressed: number): number {
  return Math.min(defaultDecompressedLimit, Math.max(alwaysAllowed, expectedRatio * compressed));
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What a gzip file holds. What follows it and is no gzip is ignored, as gzip itself does.
 * @param name what is decompressed, for the error
 */
export function gunzip(bytes: Uint8Array, name: string, limit = defaultDecompressedLimit): Uint8Array {
  try {
    const out = gunzipSync(bytes, { maxOutputLength: limit });
    return new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new ReticleError("FormatError", "decompressed-limit", tooMuch(name, limit), { cause });
    }
    const end = code === "Z_DATA_ERROR" ? endOfMember(bytes, limit) : null;
    if (end !== null) return gunzip(bytes.subarray(0, end), name, limit);
    const reason = code === "Z_BUF_ERROR" ? "it ends too early" : (cause as Error).message;
    throw new ReticleError("FormatError", "gzip", `${name} is not a whole gzip file: ${reason}`, { cause });
  }
}

/** Says what a file grew beyond, and that this can be changed. */
export function tooMuch(name: string, limit: number): string {
  return `${name} decompresses to more than ${limit} bytes, the limit; the option "limit" allows more`;
}

/** Where the first member of a gzip file (RFC 1952) ends before bytes that are no other member; null elsewhere. */
function endOfMember(bytes: Uint8Array, limit: number): number | null {
  const flags = bytes[3];
  let at = 10;
  if (flags & 4) at += 2 + bytes[at] + 256 * bytes[at + 1];
  for (const text of [8, 16]) if (flags & text) at = bytes.indexOf(0, at) + 1;
  if (flags & 2) at += 2;
  try {
    const { engine } = inflateRawSync(bytes.subarray(at), { info: true, maxOutputLength: limit }) as unknown as {
      readonly engine: { readonly bytesWritten: number };
    };
    const end = at + engine.bytesWritten + 8;
    return end < bytes.length && !isGzip(bytes.subarray(end)) ? end : null;
  } catch {
    return null;
  }
}

/** A zlib stream, with its header and checksum. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes);
}

/** Deterministic: node writes no time stamp into the header. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes);
}

/** Bytes that a zlib stream holds; Infinity where there are more than `limit`, NaN where the stream is broken. */
export function inflatedLength(bytes: Uint8Array, limit: number): number {
  const out = inflate(bytes, limit);
  return out === "too-large" ? Number.POSITIVE_INFINITY : out === "broken" ? Number.NaN : out.length;
}

/** What a zlib stream holds; "too-large" where that is more than `limit` bytes, "broken" where it is none. */
export function inflate(bytes: Uint8Array, limit: number): Uint8Array | "too-large" | "broken" {
  return unpacked(inflateSync, bytes, limit);
}

/** What a raw deflate stream holds; "too-large" where that is more than `limit` bytes, "broken" where it is none. */
export function inflateRaw(bytes: Uint8Array, limit: number): Uint8Array | "too-large" | "broken" {
  return unpacked(inflateRawSync, bytes, limit);
}

function unpacked(unpack: typeof inflateSync, bytes: Uint8Array, limit: number): Uint8Array | "too-large" | "broken" {
  try {
    const out = unpack(bytes, { maxOutputLength: Math.max(1, limit) });
    return new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "too-large" : "broken";
  }
}

/** A raw deflate stream, without zlib's header and checksum. */
export function deflateRaw(bytes: Uint8Array, level = 6): Uint8Array {
  const out = deflateRawSync(bytes, { level, chunkSize: Math.max(1024, Math.min(bytes.length, 2 ** 20)) });
  return new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
}
