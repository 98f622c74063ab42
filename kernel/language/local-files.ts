/**
 * Files of the user's that may have been edited since the server read them: it sees no disk by itself. Looked through
 * are the folders that cells import from, and those that files there import from.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { FileChange } from "./server.ts";

const anyImport = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"'\n]+)["']/g;
const source = /\.(?:[cm]?[jt]sx?|json)$/;
const mostFiles = 2000;

export class LocalFiles {
  readonly #folder: string;
  readonly #folders = new Set<string>();
  readonly #known = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A cell that is about to be typed. */
  note(code: string): void {
    this.#noteImports(code, this.#folder);
    // A package may have been installed; the list that npm keeps tells.
    if (/\bfrom\s*["'][^."']|\bimport\s*\(?\s*["'][^."']/.test(code))
      this.#folders.add(join(this.#folder, "node_modules"));
  }

  /** What is new since the last look; a folder's first look finds nothing new. */
  changes(): FileChange[] {
    const changes: FileChange[] = [];
    // Folders that are found on the way are visited, too.
    for (const folder of this.#folders) changes.push(...this.#look(folder));
    for (const [path] of this.#known) {
      if (statSync(path, { throwIfNoEntry: false }) !== undefined) continue;
      this.#known.delete(path);
      changes.push({ path, type: "deleted" });
    }
    return changes;
  }

  readonly #visited = new Set<string>();

  #look(folder: string): FileChange[] {
    const isFirst = !this.#visited.has(folder);
    this.#visited.add(folder);
    const changes: FileChange[] = [];
    for (const name of namesIn(folder)) {
      const path = join(folder, name);
      const time = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      const before = this.#known.get(path);
      if (before === time || (before === undefined && this.#known.size >= mostFiles)) continue;
      this.#known.set(path, time);
      if (source.test(name)) this.#noteImports(textOf(path), folder);
      if (!isFirst) changes.push({ path, type: before === undefined ? "created" : "changed" });
    }
    return changes;
  }

  #noteImports(code: string, from: string): void {
    for (const [, specifier] of code.matchAll(anyImport)) {
      if (/^\.{1,2}\//.test(specifier)) this.#folders.add(dirname(resolve(from, specifier)));
      else if (!specifier.startsWith("node:")) this.#noteOwn(specifier, from);
    }
  }

  /** What a package.json's `imports` names, or a link in node_modules leads to, may be the user's, too. */
  #noteOwn(specifier: string, from: string): void {
    try {
      const path = createRequire(join(from, "index.js")).resolve(specifier);
      if (isAbsolute(path) && !path.includes("node_modules")) this.#folders.add(dirname(path));
    } catch {
      // Not there, or for ES modules alone.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder);
    return folder.endsWith("node_modules") ? names : names.filter((name) => source.test(name));
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
