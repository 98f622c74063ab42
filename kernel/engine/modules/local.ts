/**
 * The user's own files as modules: found without an extension, TypeScript transpiled, and loaded again when they, or
 * anything that they import, have been edited. An edited file has another URL: `?v=` tells the state of its graph, which
 * is no time, for a file that is put in the place of another, or goes, may leave an older one behind.
 */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { mappedMark } from "../../ports.ts";
import { withAwaitsJoined } from "../await-lines.ts";
import { type Transpiled, TypeScriptSyntaxError, transpileCommonJs, transpileModule } from "../transpile.ts";

export interface LoadedModule {
  readonly format: "module" | "commonjs";
  readonly source: string;
}

/** What a load leaves for tracebacks. */
export interface ModuleRecord {
  readonly url: string;
  readonly source: string;
  readonly map: string;
  readonly error?: { readonly message: string; readonly line: number; readonly column: number };
  /** Node loads it as it is. */
  readonly isPlain?: true;
}

const found = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".json"];
const versioned = new Set([".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".json"]);
/** TypeScript's convention: an import may name the file that the compiler would write. */
const writtenFor: Record<string, string[]> = {
  ".js": [".ts", ".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
  ".jsx": [".tsx"],
};

/** Where our own code lies. */
export const ownCode = new URL("../../..", import.meta.url).href;

export class LocalModules {
  readonly #own: string;
  readonly #record: (record: ModuleRecord) => void;
  readonly #files = new Map<string, LocalFile>();
  /** How often an import of a file was not found. */
  readonly #missed = new Map<string, number>();

  /** `own` is the URL of our own code's folder, whose files are none of the user's. */
  constructor(own: string, record: (record: ModuleRecord) => void) {
    this.#own = own;
    this.#record = record;
  }

  /** The URL of the file that is meant, or null where it is none of the user's. */
  resolve(specifier: string, parent: string | undefined): string | null {
    if (parent === undefined || !this.#isLocal(parent) || !/^(\.{0,2}\/|file:|[A-Za-z]:[\\/])/.test(specifier))
      return null;
    const path = probe(specifier, parent);
    if (path === null || path.includes("node_modules")) return null;
    return this.#withVersion(pathToFileURL(path).href, path);
  }

  /**
   * What Node has resolved, by a package.json's `imports` or `exports` or by a link in node_modules, may be the user's, too:
   * its URL with the version, or null where it is not.
   */
  versioned(url: string): string | null {
    if (!this.#isLocal(url) || /[?#]/.test(url)) return null;
    const path = pathOf(url);
    return isFile(path) ? this.#withVersion(url, path) : null;
  }

  /**
   * Node keeps a module that could not be linked, so one that lacks a file or a package would lack it for ever: it has
   * another URL when it is imported again.
   */
  notFound(parent: string | undefined): void {
    if (parent === undefined || !this.#isLocal(parent)) return;
    const path = pathOf(parent);
    this.#missed.set(path, (this.#missed.get(path) ?? 0) + 1);
    this.#files.delete(path);
  }

  #withVersion(url: string, path: string): string {
    return versioned.has(extname(path)) ? `${url}?v=${this.#version(path)}` : url;
  }

  /** The module's JavaScript, or null where Node shall load it itself. */
  load(url: string): LoadedModule | null {
    if (!this.#isLocal(url)) return null;
    const path = pathOf(url);
    const extension = extname(path);
    if (extension === ".json") {
      const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
      checkJson(url, path, text, this.#record);
      return { format: "module", source: `export default JSON.parse(${JSON.stringify(text)});` };
    }
    if (extension === ".cts")
      return { format: "commonjs", source: transpileFile(url, path, transpileCommonJs, this.#record) };
    if (![".ts", ".mts", ".tsx"].includes(extension)) {
      this.#record({ url, source: "", map: "", isPlain: true });
      return null;
    }
    return { format: "module", source: transpileFile(url, path, transpileModule, this.#record) };
  }

  #isLocal(url: string): boolean {
    return url.startsWith("file:") && !url.includes("/node_modules/") && !url.startsWith(this.#own);
  }

  /**
   * The changes of a file and of all that it imports. The imports are read from the source and not noted as they
   * are resolved: a module that two others import would else have another URL, and so be loaded twice, as soon as its
   * own imports are known.
   */
  #version(path: string): string {
    const hash = createHash("sha256");
    for (const file of this.#reach(path)) {
      hash.update(`${file}\n${this.#file(file).changed}\n${this.#missed.get(file) ?? 0}\n`);
    }
    return hash.digest("hex").slice(0, 16);
  }

  /** A file and all that it imports. */
  #reach(path: string): ReadonlySet<string> {
    const seen = new Set<string>();
    const visit = (file: string): boolean => {
      if (seen.has(file)) return true;
      const { changed, imports } = this.#file(file);
      if (changed === 0) return false;
      seen.add(file);
      if (imports.map(visit).includes(false)) {
        // A file is gone: the import may mean another one now.
        this.#files.delete(file);
        this.#file(file).imports.forEach(visit);
      }
      return true;
    };
    visit(path);
    return seen;
  }

  /** Of a file and all that it imports: path and version. */
  versions(path: string): (readonly [string, string])[] {
    return [...this.#reach(path)].map((file) => [file, this.#version(file)] as const);
  }

  #file(path: string): LocalFile {
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const known = this.#files.get(path);
    if (known !== undefined && known.changed === changed) return known;
    const file = { changed, imports: changed === 0 ? [] : localImports(path) };
    this.#files.set(path, file);
    return file;
  }
}

/** The file's JavaScript; what tracebacks need is recorded. */
export function transpileFile(
  url: string,
  path: string,
  transpile: (source: string, isTsx: boolean) => Transpiled,
  record: (record: ModuleRecord) => void,
): string {
  const source = readFileSync(path, "utf8");
  try {
    const { code, map } = withAwaitsJoined(source, (text) => transpile(text, extname(path) === ".tsx"));
    record({ url, source, map });
    return code + mappedMark;
  } catch (error) {
    if (!(error instanceof TypeScriptSyntaxError)) throw error;
    const { line, column } = error;
    const message = `${error.message} (${path}:${line}:${column})`;
    record({ url, source, map: "", error: { message, line, column } });
    throw new SyntaxError(message);
  }
}

/** V8 names neither the file nor, without a count of characters, the place. */
function checkJson(url: string, path: string, text: string, record: (record: ModuleRecord) => void): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = (error as SyntaxError).message;
    const told = /at position (\d+)/.exec(reason)?.[1] ?? (/end of JSON input$/.test(reason) ? text.length : null);
    if (told === null) throw new SyntaxError(`${reason} (${path})`);
    const lines = text.slice(0, Number(told)).split("\n");
    const at = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
    const message = `${reason} (${path}:${at.line}:${at.column})`;
    record({ url, source: text, map: "", error: { message, ...at } });
    throw new SyntaxError(message);
  }
}

interface LocalFile {
  /** ms since 1970; 0 where the file is gone. */
  readonly changed: number;
  /** Paths of the local files that it imports. */
  readonly imports: readonly string[];
}

/** What looks like an import in a comment or a string costs one more look at a file's date and nothing else. */
const importPattern = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'](\.{0,2}\/[^"'\n]+|(?:file:|#)[^"'\n]+)["']/g;

function localImports(path: string): string[] {
  if (extname(path) === ".json") return [];
  const parent = pathToFileURL(path).href;
  const specifiers = [...readFileSync(path, "utf8").matchAll(importPattern)].map((match) => match[1]);
  const find = (specifier: string) =>
    specifier.startsWith("#") ? inPackage(specifier, path) : probe(specifier, parent);
  return specifiers.map(find).filter((found) => found !== null);
}

/** The file that an `imports` of the package.json means, for CommonJS at least. */
function inPackage(specifier: string, from: string): string | null {
  try {
    const path = createRequire(from).resolve(specifier);
    return path.includes("node_modules") || !isFile(path) ? null : path;
  } catch {
    return null;
  }
}

function pathOf(url: string): string {
  return fileURLToPath(url.replace(/[?#].*$/, ""));
}

/** The file that a specifier means. */
export function probe(specifier: string, parent: string): string | null {
  const wanted = pathOf(new URL(specifier.replace(/^([A-Za-z]:[\\/])/, "file:///$1"), parent).href);
  if (isFile(wanted)) return wanted;
  for (const extension of found) if (isFile(wanted + extension)) return wanted + extension;
  const written = extname(wanted);
  for (const extension of writtenFor[written] ?? []) {
    const source = wanted.slice(0, -written.length) + extension;
    if (isFile(source)) return source;
  }
  for (const extension of found) if (isFile(`${wanted}/index${extension}`)) return `${wanted}/index${extension}`;
  return null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
