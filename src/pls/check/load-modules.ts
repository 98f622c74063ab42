/** Reads a program and what it imports, and gathers what they define. */
import { didYouMean, isReticleError } from "../../errors.ts";
import { type Failure, failure, type Reporter, SourceFile, type Span } from "../diagnostics/index.ts";
import { looseName, parsePattern } from "../names/index.ts";
import {
  type Identifier,
  type ImportSection,
  isNameText,
  parseProgram,
  type ShapeSection,
  type SymbolSection,
} from "../syntax/index.ts";
import { functions, type Signature } from "./catalog.ts";
import type { Module, SymbolDefinition } from "./definitions.ts";

/** How imports are found: paths are relative to the file that imports. */
export interface ImportReader {
  resolve(from: string, path: string): string;
  read(path: string): string;
}

export interface LoadedProgram {
  readonly main: Module;
  /** All files, imports before those that import them. */
  readonly modules: readonly Module[];
  /** Of all files. */
  readonly symbols: readonly SymbolDefinition[];
  /** True where an import could not be read: what is unknown may be in it. */
  readonly isIncomplete: boolean;
}

const mostModules = 1000;
const deepestImport = 100;

export function loadModules(
  source: SourceFile,
  path: string,
  reader: ImportReader,
  reporter: Reporter,
  given: ReadonlyMap<string, unknown>,
): LoadedProgram {
  return new Loader(reader, reporter).load(source, path, given);
}

class Loader {
  readonly #reader: ImportReader;
  readonly #reporter: Reporter;
  readonly #modules: Module[] = [];
  readonly #byPath = new Map<string, Module | null>();
  /** Files that are being read, for cycles. */
  readonly #open: string[] = [];
  readonly #symbolsByName = new Map<Module, Map<string, SymbolDefinition>>();
  #isIncomplete = false;

  constructor(reader: ImportReader, reporter: Reporter) {
    this.#reader = reader;
    this.#reporter = reporter;
  }

  load(source: SourceFile, path: string, given: ReadonlyMap<string, unknown>): LoadedProgram {
    const main = this.#module(source, path, given);
    const symbols = this.#modules.flatMap((module) => module.symbols);
    this.#checkNames(symbols);
    return { main, modules: this.#modules, symbols, isIncomplete: this.#isIncomplete };
  }

  #module(source: SourceFile, path: string, given: ReadonlyMap<string, unknown>): Module {
    this.#open.push(path);
    const program = parseProgram(source, this.#reporter);
    const module: Module = {
      source,
      program,
      shapes: new Map(),
      globals: new Map(),
      symbols: [],
      namespaces: new Map(),
      given,
    };
    if (program.hasBrokenImport) this.#isIncomplete = true;
    for (const section of program.sections) {
      if (section.kind !== "import") continue;
      const imported = this.#reporter.attempt(() => this.#import(section, source, path));
      if (imported === null) this.#isIncomplete = true;
      this.#reporter.attempt(() => this.#nameImport(module, section, imported));
    }
    this.#define(module);
    this.#open.pop();
    this.#modules.push(module);
    return module;
  }

  #import({ path: written }: ImportSection, source: SourceFile, from: string): Module | null {
    const span = { source, start: written.start, end: written.end };
    if (!/\.pls$/i.test(written.name)) {
      throw failure("import", `"${written.name}" is no .pls file, and others cannot be imported`, span);
    }
    const path = this.#reader.resolve(from, written.name);
    if (this.#open.includes(path)) {
      const cycle = [...this.#open.slice(this.#open.indexOf(path)), path].map((one) => one.split(/[\\/]/).at(-1));
      throw failure("import-cycle", `the import goes round in a circle: ${cycle.join(" → ")}`, span);
    }
    const known = this.#byPath.get(path);
    if (known !== undefined) return known;
    if (this.#open.length > deepestImport || this.#byPath.size > mostModules)
      throw failure("import", `more than ${mostModules} files, or ${deepestImport} in a row, are imported`, span);
    this.#byPath.set(path, null);
    const module = this.#module(
      new SourceFile(this.#shownPath(path, from, source), this.#read(path, span)),
      path,
      new Map(),
    );
    this.#byPath.set(path, module);
    return module;
  }

  /** As the importing file is shown: beside it. */
  #shownPath(path: string, from: string, source: SourceFile): string {
    const folder = /^.*[\\/]/.exec(from)?.[0] ?? "";
    const shownFolder = /^.*[\\/]/.exec(source.name)?.[0] ?? "";
    return folder !== "" && path.startsWith(folder) ? shownFolder + path.slice(folder.length) : path;
  }

  #read(path: string, span: Span): string {
    try {
      return this.#reader.read(path);
    } catch (error) {
      if (!isReticleError(error)) throw error;
      throw failure("import", error.message, span);
    }
  }

  #nameImport(module: Module, section: ImportSection, imported: Module | null): void {
    const name = importName(section);
    const { start, end } = section.alias ?? section.path;
    const span = { source: module.source, start, end };
    if (!isNameText(name)) {
      throw failure("import", `"${name}" is no name; give the import one with AS`, span);
    }
    if (module.namespaces.has(name)) {
      throw failure("duplicate-name", `two imports are called "${name}"; give one another name with AS`, span);
    }
    module.namespaces.set(name, imported);
  }

  #define(module: Module): void {
    let current: SymbolDefinition | null = null;
    for (const section of module.program.sections) {
      if (section.kind === "globals") {
        for (const entry of section.entries)
          this.#reporter.attempt(() => {
            this.#checkNew(module.globals.get(entry.name.name)?.entry.name, entry.name, "the global", module);
            module.globals.set(entry.name.name, { entry, module, isBroken: entry.value === null });
          });
      } else if (section.kind === "shape") this.#reporter.attempt(() => this.#shape(section, module));
      else if (section.kind === "symbol") current = this.#reporter.attempt(() => this.#symbol(section, module));
      else if (section.kind === "layer") {
        if (current !== null) current.parts.push({ section, isBroken: section.body === null });
        else if (!module.program.sections.some((one) => one.kind === "symbol" && one.start < section.start)) {
          const span = { source: module.source, start: section.start, end: section.start + "LAYER".length };
          const message = "this LAYER belongs to no SYMBOL; a line SYMBOL name must come before it";
          this.#reporter.error("layer-outside", message, span);
        }
      }
    }
  }

  #shape(section: ShapeSection, module: Module): void {
    const { name, parameters } = section;
    if (functions.has(name.name)) {
      const message = `SHAPE ${name.name} would hide the function ${name.name}; choose another name`;
      throw failure("reserved-name", message, { source: module.source, start: name.start, end: name.end });
    }
    this.#checkNew(module.shapes.get(name.name)?.section.name, name, "SHAPE", module);
    const signature = signatureOf(name.name, parameters);
    module.shapes.set(name.name, { section, module, signature, isBroken: section.isBroken || section.body === null });
  }

  #checkNew(before: Identifier | undefined, name: Identifier, what: string, { source }: Module): void {
    if (before === undefined) return;
    throw failure(
      "duplicate-name",
      `${what} ${name.name} is defined twice`,
      { source, start: name.start, end: name.end },
      {
        notes: [{ message: "it is defined here first", span: { source, start: before.start, end: before.end } }],
      },
    );
  }

  /** The symbol that a section opens, or opens again. */
  #symbol(section: SymbolSection, module: Module): SymbolDefinition {
    const { name, parameters } = section;
    const part = { section, isBroken: section.body === null };
    const span = { source: module.source, start: name.start, end: name.end };
    const known = this.#symbolsByName.get(module) ?? new Map<string, SymbolDefinition>();
    this.#symbolsByName.set(module, known);
    const before = known.get(name.name);
    if (before !== undefined) {
      const wanted = parameters.map((one) => one.name).join(", ");
      if (wanted !== before.signature.parameters.join(", ") && !section.isBroken) {
        const message = `SYMBOL ${name.name} is opened again with other parameters: (${wanted}) and not (${before.signature.parameters.join(", ")})`;
        throw failure("symbol-parameters", message, span);
      }
      before.parts.push(part);
      return before;
    }
    const names = parameters.map((one) => one.name);
    const pattern =
      section.isBroken || names.length === 0
        ? null
        : this.#reporter.attempt(() => parsePattern(name.name, names, span));
    const isBroken = section.isBroken || (names.length > 0 && pattern === null);
    const signature = signatureOf(name.name, parameters);
    const definition: SymbolDefinition = {
      name: name.name,
      signature,
      pattern,
      module,
      section,
      parts: [part],
      isBroken,
    };
    known.set(name.name, definition);
    module.symbols.push(definition);
    return definition;
  }

  /** A name stands for one symbol, over all files. */
  #checkNames(symbols: readonly SymbolDefinition[]): void {
    const seen = new Map<string, SymbolDefinition>();
    for (const symbol of symbols) {
      const before = seen.get(symbol.name);
      if (before === undefined) seen.set(symbol.name, symbol);
      else
        this.#reporter.attempt(() => {
          throw this.#twice(symbol, before);
        });
    }
  }

  #twice({ name, module, section }: SymbolDefinition, before: SymbolDefinition): Failure {
    const message = `SYMBOL ${name} is defined in ${module.source.name} and in ${before.module.source.name}`;
    const { start, end } = section.name;
    const other = before.section.name;
    return failure(
      "duplicate-symbol",
      message,
      { source: module.source, start, end },
      {
        notes: [
          { message: "the other one", span: { source: before.module.source, start: other.start, end: other.end } },
        ],
      },
    );
  }
}

/** What a program calls an import: its name behind AS, else that of the file with `_` for dots and hyphens. */
export function importName({ path, alias }: ImportSection): string {
  if (alias !== null) return alias.name;
  const file = path.name.split(/[\\/]/).at(-1)!;
  return file.replace(/\.pls$/i, "").replace(/[.-]/g, "_");
}

function signatureOf(name: string, parameters: readonly Identifier[]): Signature {
  const names = parameters.map((one) => one.name);
  return { name, parameters: names, required: names, isOpen: false, named: [] };
}

/** The symbol that `ref(name)` means: by its name, by its pattern without placeholders, or loosely. */
export function findSymbol(
  name: string,
  symbols: readonly SymbolDefinition[],
): { readonly symbol: SymbolDefinition; readonly isLoose: boolean } | null {
  const index = indexOf(symbols);
  const exact = index.exact.get(name) ?? index.plain.get(name);
  if (exact !== undefined) return { symbol: exact, isLoose: false };
  const loose = index.loose.get(looseName(name));
  return loose === undefined ? null : { symbol: loose, isLoose: true };
}

interface SymbolIndex {
  readonly exact: ReadonlyMap<string, SymbolDefinition>;
  readonly plain: ReadonlyMap<string, SymbolDefinition>;
  readonly loose: ReadonlyMap<string, SymbolDefinition>;
}

const indices = new WeakMap<readonly SymbolDefinition[], SymbolIndex>();

function indexOf(symbols: readonly SymbolDefinition[]): SymbolIndex {
  const known = indices.get(symbols);
  if (known !== undefined) return known;
  // The first of two wins, as it is written first.
  const by = (key: (symbol: SymbolDefinition) => string | undefined) => {
    const map = new Map<string, SymbolDefinition>();
    for (const symbol of symbols) {
      const found = key(symbol);
      if (found !== undefined && !map.has(found)) map.set(found, symbol);
    }
    return map;
  };
  const index = {
    exact: by(({ name }) => name),
    plain: by(({ pattern }) => pattern?.plain),
    loose: by(({ pattern }) => pattern?.loose),
  };
  indices.set(symbols, index);
  return index;
}

/** Throws a Failure for a name that no symbol has. */
export function unknownSymbol(name: string, symbols: readonly SymbolDefinition[], span: Span): Failure {
  const known = symbols.map((one) => one.pattern?.plain ?? one.name);
  const message = `there is no SYMBOL "${name}"${didYouMean(name, known)}`;
  const list = known.slice(0, 20).join(", ");
  return failure("unknown-symbol", message, span, { hint: known.length === 0 ? null : `the symbols are ${list}` });
}
