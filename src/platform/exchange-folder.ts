/**
 * Files that two processes hand to each other, in memory where the system has files there (/dev/shm on Linux), else in the
 * folder of temporary files. Nothing stays behind: what is taken is removed, and all else when this process ends.
 */
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileError } from "./files.ts";

const inMemory = "/dev/shm";

const open = new Set<ExchangeFolder>();

export class ExchangeFolder {
  readonly #folders: string[] = [];
  #count = 0;

  /** Folders that files may lie in, the first with room for them is taken. */
  get folders(): readonly string[] {
    if (this.#folders.length === 0) {
      for (const parent of new Set([...(existsSync(inMemory) ? [inMemory] : []), tmpdir()])) {
        try {
          this.#folders.push(mkdtempSync(join(parent, "reticle-")));
        } catch (cause) {
          // A container may forbid the one; without any there is nothing to be done.
          if (parent === tmpdir() && this.#folders.length === 0) throw fileError("write", parent, cause);
        }
      }
      if (open.size === 0) process.on("exit", removeAll);
      open.add(this);
    }
    return this.#folders;
  }

  /** Puts bytes into a file, which the other process is to remove; returns its path. */
  put(bytes: Uint8Array): string {
    const name = `to-${this.#count++}`;
    const [first, second] = this.folders;
    try {
      return written(join(first, name), bytes);
    } catch (cause) {
      const isFull = (cause as NodeJS.ErrnoException).code === "ENOSPC";
      if (!isFull || second === undefined) throw fileError("write", first, cause);
    }
    try {
      return written(join(second, name), bytes);
    } catch (cause) {
      throw fileError("write", second, cause);
    }
  }

  /** Fills memory with what the other process has put into a file, and removes that. */
  take(path: string, target: Uint8Array): void {
    try {
      const descriptor = openSync(path, "r");
      try {
        for (let done = 0; done < target.length; ) {
          const got = readSync(descriptor, target, done, target.length - done, null);
          if (got === 0) throw new Error(`it has ${done} bytes and not ${target.length}`);
          done += got;
        }
      } finally {
        closeSync(descriptor);
        unlinkSync(path);
      }
    } catch (cause) {
      throw fileError("read", path, cause);
    }
  }

  remove(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    open.delete(this);
    if (open.size === 0) process.off("exit", removeAll);
  }
}

function written(path: string, bytes: Uint8Array): string {
  const descriptor = openSync(path, "wx", 0o600);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done, bytes.length - done);
    return path;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function removeAll(): void {
  for (const folder of [...open]) folder.remove();
}
