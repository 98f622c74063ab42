/** Where generated code came from: cells and the user's own modules, by the name under which V8 knows them. */
import { SourceMap as NodeSourceMap, type SourceMapPayload } from "node:module";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { ScriptRecord } from "../ports.ts";

export interface Place {
  /** `In[3]`, or a path. */
  readonly label: string;
  /** Both start at 1. */
  readonly line: number;
  readonly column: number;
  readonly source: string;
}

const mostPlainFiles = 1000;

/** One kind of generated code: takes a generated position (from 1) back to the user's. */
export interface GeneratedSource {
  readonly label: string;
  readonly source: string;
  original(line: number, column: number): { line: number; column: number } | null;
  /** The same for the debugger, which follows the maps itself. */
  readonly maps: () => Pick<ScriptRecord, "maps" | "inserted">;
  /** Names that a cell declares. */
  readonly names: readonly string[];
}

export class Sources {
  readonly #known = new Map<string, GeneratedSource>();
  readonly #syntaxErrors = new Map<string, Place>();
  #plainFiles: string[] = [];
  /** All names that cells have declared so far. */
  readonly names = new Set<string>();
  /** Somebody may look at each step of a cell, and change what it finds: names stay where they are. */
  isDebugged = false;
  /** Brings in what another thread has registered meanwhile. */
  refresh: () => void = () => {};

  add(url: string, source: GeneratedSource): void {
    this.#known.set(url, source);
    // Frames of a module that was required name it without what our hooks add.
    const plain = url.replace(/\?.*$/, "");
    if (plain !== url) this.#known.set(plain, source);
    for (const name of source.names) this.names.add(name);
  }

  get(url: string): GeneratedSource | null {
    this.refresh();
    return this.#known.get(url) ?? null;
  }

  /** Syntax errors of imported files cross threads as text: the message tells which one it was. */
  addSyntaxError(message: string, place: Place): void {
    this.#syntaxErrors.set(message, place);
  }

  /** A file that Node loads as it is. */
  addPlainFile(url: string): void {
    this.#plainFiles = [...this.#plainFiles.slice(-mostPlainFiles), url];
  }

  /** Those that were loaded since this was asked last, the last one first. */
  takePlainFiles(): string[] {
    this.refresh();
    const taken = this.#plainFiles.reverse();
    this.#plainFiles = [];
    return taken;
  }

  syntaxPlace(error: SyntaxError): Place | null {
    this.refresh();
    return this.#syntaxErrors.get(error.message) ?? null;
  }

  place(url: string, line: number, column: number): Place | null {
    this.refresh();
    const known = this.#known.get(url);
    const original = known?.original(line, column);
    return known === undefined || original == null ? null : { label: known.label, source: known.source, ...original };
  }
}

/** Follows a chain of source maps, the last one made first; each is read when it is first needed. */
export function follow(...maps: (() => string | object)[]): GeneratedSource["original"] {
  let parsed: NodeSourceMap[] | null = null;
  return (line, column) => {
    parsed ??= maps.map((map) => new NodeSourceMap(payload(map())));
    let at = { line: line - 1, column: column - 1 };
    for (const map of parsed) {
      const entry = map.findEntry(at.line, at.column);
      if (!("originalLine" in entry)) return null;
      at = { line: entry.originalLine, column: entry.originalColumn };
    }
    return { line: at.line + 1, column: at.column + 1 };
  };
}

function payload(map: string | object): SourceMapPayload {
  return (typeof map === "string" ? JSON.parse(map) : map) as SourceMapPayload;
}

/** A path as the user would write it: from the notebook's folder where it lies below it. */
export function shownPath(url: string, folder: string): string {
  const path = fileURLToPath(url.replace(/[?#].*$/, ""));
  const fromFolder = relative(folder, path);
  return fromFolder.startsWith(`..${sep}`) || fromFolder === "" ? path : fromFolder;
}
