/** The user's scripts as V8 knows them: cells, their own files, packages. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Position, ScriptRecord } from "../ports.ts";
import type { Inspector } from "./inspector.ts";
import { originalOf, type ToOriginal } from "./maps.ts";

/** A place where V8 can stop. */
export interface Place {
  /** In the generated code, from 0. */
  readonly line: number;
  readonly column: number;
  readonly original: Position | null;
  readonly type: "debuggerStatement" | "call" | "return" | undefined;
}

interface Known {
  readonly record: ScriptRecord | null;
  readonly toOriginal: ToOriginal;
}

export class Script {
  readonly id: string;
  readonly url: string;
  /** Under this path front ends know it; one path may have several scripts: a cell that was run twice, a file that was edited. */
  readonly path: string;
  readonly run: number | null;
  readonly #inspector: Inspector;
  #known: Promise<Known> | null = null;
  #places: Promise<readonly Place[]> | null = null;

  constructor(inspector: Inspector, id: string, url: string, path: string, run: number | null) {
    this.#inspector = inspector;
    this.id = id;
    this.url = url;
    this.path = path;
    this.run = run;
  }

  /** Null for what runs as it was written. */
  async record(): Promise<ScriptRecord | null> {
    return (await this.#load()).record;
  }

  /** Takes V8's line and column, from 0. */
  async original(line: number, column: number): Promise<Position | null> {
    return (await this.#load()).toOriginal(line, column);
  }

  async name(): Promise<string> {
    return (await this.record())?.label ?? basename(this.path);
  }

  async text(): Promise<string> {
    const record = await this.record();
    if (record !== null) return record.source;
    return (await this.#inspector.send("Debugger.getScriptSource", { scriptId: this.id })).scriptSource;
  }

  /** Where it can stop, in the order of the user's text; places of code that is not the user's come last. */
  places(): Promise<readonly Place[]> {
    this.#places ??= this.#load().then(({ toOriginal }) => placesOf(this.#inspector, this.id, toOriginal));
    return this.#places;
  }

  #load(): Promise<Known> {
    this.#known ??= this.#inspector.ask<ScriptRecord | null>("record", this.url).then((record) => {
      const asWritten: ToOriginal = (line, column) => ({ line: line + 1, column: column + 1 });
      return { record, toOriginal: record === null ? asWritten : originalOf(record) };
    });
    return this.#known;
  }
}

async function placesOf(inspector: Inspector, scriptId: string, toOriginal: ToOriginal): Promise<readonly Place[]> {
  const start = { scriptId, lineNumber: 0, columnNumber: 0 };
  const { locations } = await inspector.send("Debugger.getPossibleBreakpoints", { start });
  const places = locations.map(({ lineNumber: line, columnNumber: column = 0, type }) => ({
    line,
    column,
    original: toOriginal(line, column),
    type: type as Place["type"],
  }));
  return places.sort((a, b) => compare(a.original, b.original));
}

function compare(a: Position | null, b: Position | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.line - b.line || a.column - b.column;
}

/** The first place on this line or below it. A call within a statement counts only where the line begins none. */
export function placeAt(places: readonly Place[], line: number, column = 1): Place | null {
  const below = places.filter(({ original }) => original !== null && original.line >= line);
  const first = below[0]?.original?.line;
  const here = below.filter(({ original }) => original?.line === first);
  const statements = here.filter(({ type }) => type === undefined || type === "debuggerStatement");
  const candidates = statements.length > 0 ? statements : here;
  const later = first === line ? candidates.find(({ original }) => (original?.column ?? 0) >= column) : undefined;
  return later ?? candidates[0] ?? null;
}

export class Scripts {
  readonly #inspector: Inspector;
  readonly #own: string;
  readonly #pathOfRun: (run: number) => string | null;
  readonly #byId = new Map<string, Script>();
  readonly #byPath = new Map<string, Script[]>();
  /** Scripts that are compiled to look for places and not run: ids by URL. */
  readonly #drafts = new Map<string, string>();
  #draftCount = 0;

  /** `own` is the URL of the folder of our own code. */
  constructor(inspector: Inspector, own: string, pathOfRun: (run: number) => string | null) {
    this.#inspector = inspector;
    this.#own = own;
    this.#pathOfRun = pathOfRun;
  }

  parsed(scriptId: string, url: string): void {
    if (url.startsWith(draftUrl)) this.#drafts.set(url, scriptId);
    if (!url.startsWith("file:") || url.startsWith(this.#own) || ownPackages.test(url)) return;
    const run = /\/\.reticle-cell-(\d+)\.ts$/.exec(url);
    const path = run === null ? pathOf(url) : this.#pathOfRun(Number(run[1]));
    if (path === null) return;
    const script = new Script(this.#inspector, scriptId, url, path, run === null ? null : Number(run[1]));
    this.#byId.set(scriptId, script);
    this.#byPath.set(path, [...(this.#byPath.get(path) ?? []), script]);
  }

  /** Null where the script is not the user's. */
  get(scriptId: string): Script | null {
    return this.#byId.get(scriptId) ?? null;
  }

  at(path: string): readonly Script[] {
    return this.#byPath.get(path) ?? [];
  }

  paths(): readonly string[] {
    return [...this.#byPath.keys()];
  }

  /** Where a cell that has not run yet can stop. Throws where it cannot be compiled. */
  async draft(code: string): Promise<readonly Place[]> {
    const url = `${draftUrl}${++this.#draftCount}`;
    const record = await this.#inspector.ask<ScriptRecord>("draft", code, url);
    const id = this.#drafts.get(url);
    this.#drafts.delete(url);
    return id === undefined ? [] : placesOf(this.#inspector, id, originalOf(record));
  }
}

/** Packages that the kernel itself uses on the main thread; they may lie beside the user's. */
export const ownPackages = /\/node_modules\/(@swc|acorn|magic-string|@jridgewell\/sourcemap-codec)\//;

const draftUrl = "reticle:draft-";

function pathOf(url: string): string | null {
  try {
    return fileURLToPath(url.replace(/[?#].*$/, ""));
  } catch {
    return null;
  }
}
