/**
 * Files. Nothing is left half-written: bytes go to a temporary name in the same folder, which is renamed to the target when
 * all of them are written. Where that replaces a file they are flushed to the disk before: see `replaceFile`.
 */
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { didYouMean, ReticleError } from "../errors.ts";
import { type FileName, pathOf, pathOrBytes } from "./file-source.ts";

/** What Node reads at once. */
const mostAtOnce = 2 ** 31 - 1;

/** The whole file as bytes. Throws a FileError that names the path. */
export function readFileBytes(path: string): Uint8Array {
  try {
    const size = statSync(path).size;
    if (size > mostAtOnce) return readLarge(path, size);
    const buffer = readFileSync(path);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}

/** Throws where there is no memory for it, or where it becomes shorter meanwhile. */
function readLarge(path: string, size: number): Uint8Array {
  const bytes = roomFor(size);
  const descriptor = openSync(path, "r");
  try {
    for (let done = 0; done < size; ) {
      const got = readSync(descriptor, bytes, done, Math.min(2 ** 30, size - done), done);
      if (got === 0) throw new Error(`it ended after ${done} bytes of ${size}`);
      done += got;
    }
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}

function roomFor(size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch {
    throw new Error(
      `its ${size} bytes (${(size / 2 ** 30).toFixed(1)} GiB) are more than memory or one array can hold`,
    );
  }
}

/** What `decode` makes of a file or of bytes; of a file it is told the name, for errors. */
export function decodeSource<O extends { readonly file?: string }, T>(
  source: FileName | Uint8Array,
  options: O,
  decode: (bytes: Uint8Array, options: O) => T,
): T {
  const from = pathOrBytes(source);
  return typeof from === "string" ? decode(readFileBytes(from), { file: from, ...options }) : decode(from, options);
}

/**
 * Writes all of `parts` one after the other, or leaves what was there before. A link stays, what it leads to is replaced;
 * a device or a pipe is written to.
 */
export function writeFileAtomic(name: FileName, parts: Uint8Array | string | readonly Uint8Array[]): void {
  const list = typeof parts === "string" ? [Buffer.from(parts)] : parts instanceof Uint8Array ? [parts] : parts;
  const { path, isStream, isThere } = targetOf(pathOf(name));
  if (isStream) writeStream(path, list);
  else replaceFile(path, list, isThere);
}

interface Target {
  readonly path: string;
  readonly isStream: boolean;
  /** True where something would be lost. */
  readonly isThere: boolean;
}

function targetOf(path: string): Target {
  let found: ReturnType<typeof statSync>;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw fileError("write", path, cause);
  }
  if (found === undefined) return { path, isStream: false, isThere: false };
  if (!found.isFile()) return { path, isStream: !found.isDirectory(), isThere: false };
  return { path: realpathSync(path), isStream: false, isThere: found.size > 0 };
}

function writeStream(path: string, list: readonly Uint8Array[]): void {
  try {
    const descriptor = openSync(path, "w");
    try {
      for (const part of list) writeAll(descriptor, part);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw fileError("write", path, cause);
  }
}

/**
 * A write that fails (a full disk, a process that ends) leaves what was there by the renaming alone: every error shows itself
 * in writing or closing. The flush is for a machine that loses its power: some file systems (XFS, NTFS) may keep a renaming
 * and lose the bytes that were renamed, and with them what they replaced. A new name replaces nothing, and a flush of small
 * files takes longer than all else.
 */
function replaceFile(path: string, list: readonly Uint8Array[], isThere: boolean): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${temporaryCount++}.tmp`);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(temporary, "wx");
    for (const part of list) writeAll(descriptor, part);
    if (isThere) fdatasyncSync(descriptor);
    const written = descriptor;
    descriptor = undefined;
    closeSync(written);
    renameSync(temporary, path);
  } catch (cause) {
    if (descriptor !== undefined) closeSync(descriptor);
    try {
      unlinkSync(temporary);
    } catch {
      // It was never made: the error below says why.
    }
    throw fileError("write", path, cause);
  }
}

let temporaryCount = 0;

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(descriptor, bytes, done, bytes.length - done);
}

/** Makes a folder and those that it lies in, one after the other: Node's own way does not end below some special files. */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let folder = path; statSync(folder, { throwIfNoEntry: false }) === undefined; folder = dirname(folder))
    missing.push(folder);
  try {
    for (const folder of missing.reverse()) mkdirSync(folder);
  } catch (cause) {
    throw fileError("write", path, cause);
  }
}

/** A file of a folder. */
export function pathIn(folder: string, name: string): string {
  return join(folder, name);
}

export function fileSize(path: string): number {
  try {
    return statSync(path).size;
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}

const reasons: Record<string, string> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
};

/** What to throw where a path cannot be used. */
export function fileError(verb: "read" | "write", path: string, cause: unknown): ReticleError {
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  const said = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
  const reason = code === "ENOENT" ? (whatIsMissing(verb, path) ?? said) : said;
  return new ReticleError("FileError", verb, `cannot ${verb} ${path}: ${reason}`, { place: {}, cause });
}

/** The folder where that is what is missing, else the nearest names in it. */
function whatIsMissing(verb: "read" | "write", path: string): string | null {
  const folder = dirname(path);
  try {
    const names = readdirSync(folder);
    if (verb === "write" || names.includes(basename(path))) return null;
    return `${reasons.ENOENT}${didYouMean(basename(path), names)}`;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") return null;
    return `the folder ${folder} does not exist${verb === "write" ? "; make it first" : ""}`;
  }
}
