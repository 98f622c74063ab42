/**
 * Loads a bundle of ours with the bytecode that V8 has made of it at an earlier start, which is kept in the user's cache
 * folder: `$RETICLE_CACHE` (a folder, or `off`), else `reticle` where the system keeps caches. A sixth of a start.
 *
 * Traps: V8 takes bytecode for code of the same length, so a file's name carries the bundle's digest, which the build
 * has put here; stacks name the path that the bytecode was made at, so the path is in the name, too; bytecode is code, so a
 * folder that others can write to is not used; what is no bytecode of this V8 with these flags V8 refuses, and it is made
 * anew; in such a script `import()` never ends in a worker of Node 20, so the build writes `$import` for it.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { makeFolder } from "./make-folder.ts";

const { enableCompileCache } = nodeModule as Partial<Pick<typeof nodeModule, "enableCompileCache">>;

/** By the name of the bundle; the build replaces it. */
declare const $digests: Readonly<Record<string, string>>;

/** Of all versions of Node and all places of this package together. */
const mostFiles = 24;

export interface Loaded<Exports> {
  readonly exports: Exports;
  /** Keeps the bytecode of what has run so far, where none is there. */
  keep(): void;
}

export function loadCached<Exports>(path: string, name: string): Loaded<Exports> {
  const file = cacheFile(path, name);
  const cachedData = file === null ? undefined : readIfThere(file);
  const code = `(function (exports, require, module, __filename, $import) {${readFileSync(path, "utf8")}\n})`;
  const script = new Script(code, { filename: path, cachedData });
  const module = { exports: {} as Exports };
  const here = pathToFileURL(path);
  const load = (specifier: string) => import(new URL(specifier, here).href);
  script.runInThisContext()(module.exports, nodeModule.createRequire(path), module, path, load);
  const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  return { exports: module.exports, keep: () => file !== null && !isKept && write(file, script.createCachedData()) };
}

/** Node's own keeping of the bytecode of modules (22.1 and later), of those that cells import: half of the time of a large one. */
export function keepModulesBytecode(): void {
  const folder = cacheFolder(process.env);
  if (folder === null) return;
  try {
    makeFolder(folder, 0o700);
    if (isOurs(folder)) enableCompileCache?.(join(folder, "modules"));
  } catch {
    // As for ours: cells work as well without.
  }
}

function cacheFile(path: string, name: string): string | null {
  const folder = cacheFolder(process.env);
  if (folder === null) return null;
  return join(folder, `${name}-${$digests[name]}-${hashOf(path)}-${process.version}-${process.arch}.v8`);
}

/** FNV-1a, twice with different starts: loading Node's `crypto` would take longer than is won. */
function hashOf(text: string): string {
  const from = (start: number): string => {
    let hash = start;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, "0");
  };
  return from(0x811c9dc5) + from(0x01000193);
}

function cacheFolder(env: NodeJS.ProcessEnv): string | null {
  const { RETICLE_CACHE: given } = env;
  if (given) return given === "off" ? null : given;
  if (process.platform === "win32") return env.LOCALAPPDATA ? join(env.LOCALAPPDATA, "reticle", "cache") : null;
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "reticle");
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "reticle");
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return isOurs(dirname(file)) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

function isOurs(folder: string): boolean {
  const { uid, mode } = statSync(folder);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** A kernel works as well without: nothing is said where it cannot be kept. */
function write(file: string, data: Buffer): void {
  const folder = dirname(file);
  try {
    makeFolder(folder, 0o700);
    if (!isOurs(folder)) return;
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, data, { mode: 0o600 });
    renameSync(draft, file);
    const kept = readdirSync(folder).filter((entry) => entry.includes(".v8"));
    const age = (entry: string) => statSync(join(folder, entry)).mtimeMs;
    const newestFirst = kept.sort((a, b) => age(b) - age(a));
    for (const entry of newestFirst.slice(mostFiles)) rmSync(join(folder, entry), { force: true });
  } catch {
    // A full disk, a folder of others.
  }
}
