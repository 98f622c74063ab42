/** Folders that are read and written as one thing: stores of many files. */
import { mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ReticleError } from "../errors.ts";
import { openFileBytes } from "./file-bytes.ts";
import { type FileName, pathOf } from "./file-source.ts";
import { fileError, makeFolder, readFileBytes, writeFileAtomic } from "./files.ts";

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Files of a folder by their keys: "0/c/1/2". */
export class Folder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  has(key: string): boolean {
    return statSync(this.#place(key), { throwIfNoEntry: false }) !== undefined;
  }

  /** A file's bytes, undefined where there is none. */
  read(key: string): Uint8Array | undefined {
    const path = this.#place(key);
    return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileBytes(path) : undefined;
  }

  /** Some bytes of a file, or its last ones; fewer where it is shorter, undefined where there is none. */
  readPart(
    key: string,
    part: { readonly offset: number; readonly length: number } | { readonly suffixLength: number },
  ): Uint8Array | undefined {
    const path = this.#place(key);
    const file = statSync(path, { throwIfNoEntry: false })?.isFile() ? openFileBytes(path) : null;
    if (file === null) return undefined;
    try {
      const wanted = "suffixLength" in part ? part.suffixLength : part.length;
      const start = "suffixLength" in part ? Math.max(0, file.length - wanted) : part.offset;
      const bytes = new Uint8Array(Math.max(0, Math.min(wanted, file.length - start)));
      return bytes.subarray(0, file.read(start, bytes));
    } finally {
      file.close();
    }
  }

  /** Bytes of all files below a key; adding up ends where there are `enough`. */
  bytesBelow(key: string, enough: number): number {
    let sum = 0;
    const folders = [this.#place(key)];
    for (let folder = folders.pop(); folder !== undefined && sum < enough; folder = folders.pop()) {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) folders.push(path);
        else sum += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
        if (sum >= enough) break;
      }
    }
    return sum;
  }

  write(key: string, bytes: Uint8Array): void {
    const path = this.#place(key);
    makeFolder(dirname(path));
    writeFileAtomic(path, bytes);
  }

  /** What a file says of others must not lead out of the folder. */
  #place(key: string): string {
    const parts = key.split("/").filter((part) => part !== "");
    if (parts.some((part) => part === "." || part === ".." || /[\\\0]/.test(part))) {
      throw new ReticleError("FileError", "path", `${JSON.stringify(key)} leads out of ${this.path}`);
    }
    return join(this.path, ...parts);
  }
}

let temporaryCount = 0;

/**
 * Writes a folder, or leaves what was there before: `write` fills a temporary one beside it, which then takes its name.
 * @param mayReplace  whether a folder that is there may go: it is asked only where there is one
 */
export async function writeFolderAtomic(
  name: FileName,
  mayReplace: (folder: Folder) => boolean,
  write: (folder: Folder) => void | Promise<void>,
): Promise<void> {
  const given = pathOf(name).replace(/(?<=.)[\\/]+$/, "");
  const there = statSync(given, { throwIfNoEntry: false });
  const path = there === undefined ? given : realpathSync(given);
  if (there !== undefined && !(there.isDirectory() && mayReplace(new Folder(path)))) {
    const what = there.isDirectory() ? "a folder of something else" : "a file";
    throw new ReticleError(
      "FileError",
      "write",
      `cannot write ${given}: there is ${what}, which stays; remove it first`,
    );
  }
  const beside = (what: string) => join(dirname(path), `.${basename(path)}.${process.pid}.${temporaryCount}.${what}`);
  temporaryCount++;
  const [temporary, old] = [beside("tmp"), beside("old")];
  try {
    mkdirSync(temporary);
  } catch (cause) {
    throw fileError("write", given, cause);
  }
  try {
    await write(new Folder(temporary));
    if (there !== undefined) renameSync(path, old);
    try {
      renameSync(temporary, path);
    } catch (error) {
      if (there !== undefined) renameSync(old, path);
      throw error;
    }
  } catch (cause) {
    rmSync(temporary, { recursive: true, force: true });
    throw cause instanceof ReticleError ? cause : fileError("write", given, cause);
  }
  rmSync(old, { recursive: true, force: true });
}
