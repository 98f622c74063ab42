/** What a file is named by, or its bytes. */
import { fileURLToPath } from "node:url";
import { describe, ReticleError } from "../errors.ts";

/** A path, or a `file:` URL. */
export type FileName = string | URL;

/** The path that a name stands for. Throws a FileError `path` for anything else. */
export function pathOf(name: FileName): string {
  if (typeof name === "string") return name;
  if (name instanceof URL && name.protocol === "file:") return fileURLToPath(name);
  const seen = name instanceof URL ? String(name) : describe(name);
  throw new ReticleError("FileError", "path", `a file is named by its path or a file: URL; ${seen} is neither`);
}

/** The path, or the bytes that were given. Throws a FileError `path` for anything else. */
export function pathOrBytes(source: FileName | Uint8Array): string | Uint8Array {
  return typeof source === "string" || source instanceof URL ? pathOf(source) : checkBytes(source);
}

/** Throws a FileError `path` for what is no Uint8Array, of whatever realm. */
export function checkBytes(bytes: Uint8Array): Uint8Array {
  if (Object.prototype.toString.call(bytes) === "[object Uint8Array]") return bytes;
  const sentence = `a file is given as a path, a file: URL or its bytes (a Uint8Array); ${describe(bytes)} is none of them`;
  throw new ReticleError("FileError", "path", sentence);
}
