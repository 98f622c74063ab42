/**
 * Packages that are not there. Node would look for them as CommonJS, too, for a hint in its error, and keep for ever that
 * their package.json is missing: installed afterwards, a package would be taken for one without `exports` and `main`.
 */
import { readFileSync, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { extensions } = createRequire(import.meta.url);
/** Yarn's way, which finds packages without their folders. */
const isPlugAndPlay = "pnp" in process.versions;
const packageName = /^(?:@[^/\\%]+\/)?[^./\\%@#:][^/\\%:]*(?=\/|$)/;

/** Throws Node's error where no folder above `parent` has the package that is imported. */
export function refuseAbsent(specifier: string, parent: string | undefined): void {
  if (parent?.startsWith("file:") !== true) return;
  const from = fileURLToPath(parent.replace(/[?#].*$/, ""));
  const name = absentPackage(specifier, from, []);
  if (name === null) return;
  const error = new Error(`Cannot find package '${name}' imported from ${from}`);
  throw Object.assign(error, { code: "ERR_MODULE_NOT_FOUND" });
}

/** The same for `require`, which looks into more `folders`. */
export function refuseAbsentModule(specifier: string, from: string, folders: readonly string[]): void {
  if (absentPackage(specifier, from, folders) === null) return;
  const error = new Error(`Cannot find module '${specifier}'\nRequire stack:\n- ${from}`);
  throw Object.assign(error, { code: "MODULE_NOT_FOUND", requireStack: [from] });
}

function absentPackage(specifier: string, from: string, folders: readonly string[]): string | null {
  const name = packageName.exec(specifier)?.[0];
  if (name === undefined || isBuiltin(specifier) || isPlugAndPlay) return null;
  // `require` takes files that lie there, too.
  const ends = ["", ...Object.keys(extensions)];
  if (folders.some((folder) => ends.some((end) => exists(join(folder, name + end))))) return null;
  const above = foldersAbove(from);
  if (above.some((folder) => exists(join(folder, "node_modules", name)))) return null;
  return above.some((folder) => nameIn(folder) === name) ? null : name;
}

function foldersAbove(path: string): string[] {
  const above: string[] = [];
  for (let folder = dirname(path); folder !== above.at(-1); folder = dirname(folder)) above.push(folder);
  return above;
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A package may import itself by its name. */
function nameIn(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name?: unknown }).name;
  } catch {
    return null;
  }
}
