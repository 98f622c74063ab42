/** The bytes of a file, piece by piece, for readers that must not hold all of a large one. */
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { fileError } from "./files.ts";

export interface FileBytes {
  /** Of the whole file; Infinity where that is only known at its end. */
  readonly length: number;
  /** Fills `target` from byte `from` of the file on, as far as that goes; returns how many bytes came. */
  read(from: number, target: Uint8Array): number;
  close(): void;
}

/**
 * The first bytes of a file, up to `length`; none of a pipe, where reading them would take them away.
 * Throws a FileError that names the path.
 */
export function readFileStart(path: string, length: number): Uint8Array {
  const bytes = openFileBytes(path);
  if (bytes === null) return new Uint8Array(0);
  try {
    const start = new Uint8Array(Math.min(length, bytes.length));
    bytes.read(0, start);
    return start;
  } finally {
    bytes.close();
  }
}

/**
 * Opens a file; null for what can only be read from start to end, once: a pipe, a terminal.
 * Throws a FileError that names the path; so does `read`.
 */
export function openFileBytes(path: string): FileBytes | null {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw fileError("read", path, cause);
    }
  };
  const kind = attempt(() => statSync(path));
  if (!kind.isFile() && !kind.isDirectory()) return null;
  const descriptor = attempt(() => openSync(path, "r"));
  try {
    const { size } = attempt(() => fstatSync(descriptor));
    return {
      length: size,
      read(from, target) {
        let done = 0;
        while (done < target.length) {
          const got = attempt(() => readSync(descriptor, target, done, target.length - done, from + done));
          if (got === 0) break;
          done += got;
        }
        return done;
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}
