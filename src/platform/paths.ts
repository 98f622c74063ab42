/** Paths of files that other files name. */
import { basename, dirname, resolve } from "node:path";

/** A path that is relative to the folder of a file, made absolute. */
export function siblingPath(file: string, path: string): string {
  return resolve(dirname(file), path);
}

/** The last part of a path. */
export function fileNameOf(path: string): string {
  return basename(path);
}
