/**
 * Where else a name is used: over all programs that a file takes part in, as the main file or as an import. What a name
 * means depends on the program (a symbol of one file may be placed by another, names of layers are shared), so each
 * program is read as a whole.
 */
import { findSymbol, type ImportReader, type LoadedProgram, loadModules, type Module } from "../check/index.ts";
import { Reporter, SourceFile, type Span } from "../diagnostics/index.ts";
import { type Occurrence, type Owner, occurrenceAt, occurrencesOf } from "./occurrences.ts";

export interface FoundName extends Span {
  readonly occurrence: Occurrence;
}

interface File {
  readonly module: Module;
  readonly occurrences: readonly Occurrence[];
}

interface ReadProgram {
  readonly loaded: LoadedProgram;
  /** By path. */
  readonly files: ReadonlyMap<string, File>;
}

export class NameSearch {
  readonly #programs: readonly ReadProgram[];
  readonly #path: string;

  /**
   * @param path the file that is asked about
   * @param others files that may import it, or that one of its imports is imported by
   */
  constructor(path: string, others: Iterable<string>, reader: ImportReader) {
    this.#path = path;
    const programs: ReadProgram[] = [];
    for (const root of new Set([path, ...others])) {
      const text = textOf(root, reader);
      // What imports nothing knows of no other file.
      if (text !== null && (root === path || text.includes("IMPORT"))) programs.push(readProgram(root, text, reader));
    }
    this.#programs = programs;
  }

  /** All names of what the one at an offset stands for, by file and place; empty where there is no name. */
  at(offset: number): readonly FoundName[] {
    return this.#allAt(offset).filter(({ occurrence }) => occurrence.kind !== "unpacking");
  }

  /** The `*object`s whose fields may be values of the parameter at an offset. */
  unpackedAt(offset: number): readonly FoundName[] {
    return this.#allAt(offset).filter(({ occurrence }) => occurrence.kind === "unpacking");
  }

  #allAt(offset: number): readonly FoundName[] {
    const things = new Set<string>();
    for (const program of this.#programs) {
      const file = program.files.get(this.#path);
      const here = file && occurrenceAt(file.occurrences, offset);
      if (here)
        for (const one of here.kind === "parameter" ? [here, { ...here, kind: "unpacking" as const }] : [here]) {
          const thing = thingOf(one, file.module, program.loaded);
          if (thing !== null) things.add(thing);
        }
    }
    const found = new Map<string, FoundName>();
    for (const program of this.#connected(things))
      for (const [path, { module, occurrences }] of program.files)
        for (const occurrence of occurrences) {
          const thing = thingOf(occurrence, module, program.loaded);
          if (thing === null || !things.has(thing)) continue;
          const { start, end } = occurrence;
          found.set(`${path}\0${start}`, { source: module.source, start, end, occurrence });
        }
    return [...found.values()].sort(
      (a, b) => Number(b.source.name === this.#path) - Number(a.source.name === this.#path) || order(a, b),
    );
  }

  /** Those that share a file in which one of the names stands: a symbol or a layer of another one has its name by chance. */
  #connected(things: ReadonlySet<string>): readonly ReadProgram[] {
    const places = this.#programs.map(({ loaded, files }) =>
      [...files]
        .filter(([, { module, occurrences }]) =>
          occurrences.some((one) => things.has(thingOf(one, module, loaded) ?? "")),
        )
        .map(([path]) => path),
    );
    const reached = new Set([this.#path]);
    const programs = new Set<ReadProgram>();
    for (let before = -1; before < programs.size; ) {
      before = programs.size;
      this.#programs.forEach((program, i) => {
        if (programs.has(program) || !places[i].some((path) => reached.has(path))) return;
        programs.add(program);
        for (const path of places[i]) reached.add(path);
      });
    }
    return [...programs];
  }
}

function order(a: FoundName, b: FoundName): number {
  return a.source.name < b.source.name ? -1 : a.source.name > b.source.name ? 1 : a.start - b.start;
}

function textOf(path: string, reader: ImportReader): string | null {
  try {
    return reader.read(path);
  } catch {
    // It is gone, or may not be read.
    return null;
  }
}

function readProgram(path: string, text: string, reader: ImportReader): ReadProgram {
  const loaded = loadModules(new SourceFile(path, text), path, reader, new Reporter(), new Map());
  const files = new Map<string, File>();
  for (const module of loaded.modules)
    files.set(module.source.name, { module, occurrences: occurrencesOf(module.program) });
  return { loaded, files };
}

/** The same for all names of one thing; null for what stands for nothing. */
export function thingOf(one: Occurrence, module: Module, program: LoadedProgram): string | null {
  const path = module.source.name;
  switch (one.kind) {
    case "layer":
      return `layer ${one.name}`;
    case "function":
    case "method":
    case "namespace":
    case "global":
      return `${one.kind} ${one.name} ${path}`;
    case "parameter":
    case "unpacking": {
      const owner = one.owner && ownerThing(one.owner, module, program);
      if (!owner) return null;
      return one.kind === "unpacking" ? `unpacking ${owner}` : `parameter ${one.name} ${owner}`;
    }
    default:
      return ownerThing(one as Owner, module, program);
  }
}

function ownerThing({ kind, name, namespace }: Owner, module: Module, { symbols }: LoadedProgram): string | null {
  if (kind === "symbol") {
    // A name stands for one symbol over all files of a program.
    const own = module.symbols.find((one) => one.name === name);
    const symbol = own ?? findSymbol(name, symbols)?.symbol;
    return symbol === undefined ? null : `symbol ${symbol.name}`;
  }
  const owner = kind === "external" ? module.namespaces.get(namespace!) : module;
  return owner?.shapes.has(name) ? `shape ${name} ${owner.source.name}` : null;
}
