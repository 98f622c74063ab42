/**
 * Which exports never change, told from the source: `export const`, enums, what a default export evaluates to, all of
 * CommonJS and of Node's own modules. What cannot be told so counts as changing. For speed only: what never changes needs
 * no getter (`imported-names.ts`).
 */
import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ownCode, probe } from "./local.ts";

const word = String.raw`[\w$\u0080-\uffff]+`;
const reexport = /\bexport\s*\{([^}]*)\}(?:\s*from\s*["']([^"'\n]+)["'])?/g;
const reexportAll = /\bexport\s*\*\s*from\s*["']([^"'\n]+)["']/g;
const listed = new RegExp(`(${word})(?:\\s+as\\s+(${word}))?`, "g");

/** For the imports of one cell. */
export class ConstantExports {
  readonly #folder: string;
  readonly #sources = new Map<string, string>();
  #isOurs: boolean | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  has(specifier: string, name: string): boolean {
    if (isBuiltin(specifier)) return true;
    try {
      // Nothing that our own package exports ever changes; a test holds that.
      if (specifier === "reticle") return (this.#isOurs ??= !hasPackage(join(this.#folder, "cell.js")));
      if (!/^\.{0,2}\//.test(specifier)) return false;
      const path = probe(specifier, pathToFileURL(join(this.#folder, "cell.js")).href);
      return path !== null && this.#isConstant(path, name, new Set());
    } catch {
      return false;
    }
  }

  #isConstant(path: string, name: string, seen: Set<string>): boolean {
    if (seen.has(path)) return false;
    seen.add(path);
    if ([".cts", ".cjs", ".json"].includes(extname(path))) return true;
    const source = this.#source(path);
    if (isDeclaredConstant(source, name)) return true;
    for (const [, list, from] of source.matchAll(reexport)) {
      for (const [, local, exported = local] of list.matchAll(listed)) {
        if (exported !== name) continue;
        return from === undefined ? isConst(source, local, "") : this.#follow(path, from, local, seen);
      }
    }
    return [...source.matchAll(reexportAll)].some(([, from]) => this.#follow(path, from, name, seen));
  }

  #follow(path: string, specifier: string, name: string, seen: Set<string>): boolean {
    const next = /^\.{1,2}\//.test(specifier) ? probe(specifier, pathToFileURL(path).href) : null;
    return next !== null && this.#isConstant(next, name, seen);
  }

  #source(path: string): string {
    const known = this.#sources.get(path) ?? readFileSync(path, "utf8");
    this.#sources.set(path, known);
    return known;
  }
}

function isDeclaredConstant(source: string, name: string): boolean {
  if (name === "default") return /^\s*export\s+default\b/m.test(source);
  return isConst(source, name, String.raw`export\s+`);
}

/** At the start of a line, so in no comment; and no variable of that name is anywhere. */
function isConst(source: string, name: string, before: string): boolean {
  const escaped = name.replace(/\$/g, "\\$&");
  const constant = new RegExp(String.raw`^\s*${before}(?:const|(?:const\s+)?enum)\s+${escaped}(?![\w$])`, "m");
  const variable = new RegExp(String.raw`\b(?:let|var)\s[^;=]*(?<![\w$])${escaped}(?![\w$])`);
  return constant.test(source) && !variable.test(source);
}

/** The notebook's own package of our name comes first. */
function hasPackage(cell: string): boolean {
  try {
    return !pathToFileURL(createRequire(cell).resolve("reticle/package.json")).href.startsWith(
      new URL("..", ownCode).href,
    );
  } catch {
    return false;
  }
}
