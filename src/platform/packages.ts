/** Files of installed packages, found where this library's own packages are and nowhere else. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { ReticleError } from "../errors.ts";

const { resolve } = createRequire(import.meta.url);

/** A file of a package, by its specifier: "some-package/some-file.js". Throws a FileError where it is not installed. */
export function readPackageFile(specifier: string): Uint8Array {
  try {
    const buffer = readFileSync(resolve(specifier));
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } catch (cause) {
    throw new ReticleError("FileError", "read", `cannot find ${specifier} among the installed packages`, { cause });
  }
}
