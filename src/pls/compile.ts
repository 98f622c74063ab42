/** Compiles a program: read it and its imports, check all of it, run it into a layout. */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import { Layout } from "../layout/index.ts";
import { readFileBytes, siblingPath } from "../platform/index.ts";
import { checkDbu, defaultDbu } from "../units.ts";
import { checkProgram, type GlobalDefinition, type ImportReader, LayerTable, loadModules } from "./check/index.ts";
import { CompiledPls } from "./compiled.ts";
import { Failure, Reporter, SourceFile } from "./diagnostics/index.ts";
import { LayoutBuilder } from "./evaluate/build-layout.ts";
import { addLegend } from "./evaluate/legend.ts";
import { Budget, defaultLimits, type Limits } from "./evaluate/limits.ts";
import { SourceMap } from "./evaluate/source-map.ts";
import type { Value } from "./evaluate/values.ts";
import { parameterValues } from "./parameters.ts";

export interface CompilePlsOptions {
  /** Where the program is: imports are looked for beside it, and messages name it. */
  readonly file?: string;
  /** As messages name it, where that is not the path. */
  readonly name?: string;
  /** Database unit, µm: 0.001. */
  readonly dbu?: number;
  /** Values of GLOBALS in the place of the program's own. */
  readonly parameters?: Readonly<Record<string, number | string>>;
  /** Adds a cell `legend` with the names of the layers as texts on layer 255. */
  readonly legend?: boolean;
  /** Warns of names of cells that strict GDSII does not know. */
  readonly strict?: boolean;
  /** What a program may use up: 10 million steps, 30 million vertices, 200 calls deep, 100,000 cells. */
  readonly limits?: Partial<Limits>;
  /** Lines above the program in the text that messages count in. */
  readonly lineShift?: number;
  /** How imports are read, where not from files. */
  readonly reader?: ImportReader;
  /** Values that the program knows by name. */
  readonly given?: ReadonlyMap<string, Value>;
}

/** A program longer than this is none that a person wrote. */
const longestProgram = 64 * 2 ** 20;

/** Imports as they are on the disk. */
export const fileReader: ImportReader = {
  resolve: (from, path) => siblingPath(from, path),
  read: (path) => decodePls(readFileBytes(path)),
};

/**
 * Compiles a program of the language of .pls files. It never throws for what a program says: `diagnostics` has its errors
 * and warnings, and `layout` is null where there are errors.
 * @example compilePls("SYMBOL main\n  LAYER 1\n    rect(10) - rect(4)").layout
 */
export function compilePls(text: string, options: CompilePlsOptions = {}): CompiledPls {
  checkArgument(typeof text === "string", text, "PlsError", "the text of a program");
  const {
    file = "program.pls",
    name = file,
    lineShift = 0,
    reader = fileReader,
    given = new Map(),
  } = optionsOf(options, "PlsError", [
    "file",
    "name",
    "dbu",
    "parameters",
    "legend",
    "strict",
    "limits",
    "lineShift",
    "reader",
    "given",
  ]);
  const dbu = checkDbu(options.dbu ?? defaultDbu);
  if (text.length > longestProgram) {
    throw new ReticleError("PlsError", "too-long", `the program has more than ${longestProgram} characters`);
  }
  const source = new SourceFile(name, text, { lineShift });
  const reporter = new Reporter();
  const sourceMap = new SourceMap();
  const program = guarded(source, reporter, () => {
    const loaded = loadModules(source, file, reader, reporter, given);
    checkProgram(loaded, reporter);
    return loaded;
  });
  if (program === null) return new CompiledPls(source, reporter, sourceMap, null);
  const layers = new LayerTable(program.modules, reporter);
  const parameters: ReadonlyMap<GlobalDefinition, Value> = parameterValues(options.parameters ?? {}, program.main);
  const context = { dbu, budget: new Budget({ ...defaultLimits, ...options.limits }) };
  const builder = new LayoutBuilder(program, { context, layers, given: parameters, reporter, sourceMap });
  const layout = guarded(source, reporter, () => builder.build());
  const evaluateGlobal = (global: GlobalDefinition) =>
    builder.evaluator.global(global, { source, start: global.entry.start, end: global.entry.end });
  guarded(source, reporter, () => {
    for (const global of program.main.globals.values()) reporter.attempt(() => evaluateGlobal(global));
  });
  if (layout !== null && !reporter.hasErrors) {
    const span = { source, start: 0, end: Math.min(1, text.length) };
    if (options.legend) addLegend(layout, layers, { dbu, reporter, span });
    if (program.main.symbols.length === 0) {
      reporter.warning("no-symbol", "the program has no SYMBOL, so that its layout is empty", span);
    }
    if (options.strict) warnOfNames(layout, source, reporter);
  }
  return new CompiledPls(source, reporter, sourceMap, {
    program,
    layout: reporter.hasErrors ? null : (layout ?? new Layout({ dbu })),
    layers: layers.named,
    evaluator: builder.evaluator,
    context,
  });
}

/** The text of a file, UTF-8; a byte order mark is left out. */
export function decodePls(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: false }).decode(bytes);
}

/** What is nested so deep that JavaScript's stack ends is an error of the program. */
function guarded<T>(source: SourceFile, reporter: Reporter, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) {
      if (error.diagnostic !== null) reporter.add(error.diagnostic);
      return null;
    }
    const isDeep = error instanceof RangeError && /call stack/i.test(error.message);
    if (!isDeep) throw error;
    reporter.error("limit", "the program is nested too deeply", { source, start: 0, end: 1 });
    return null;
  }
}

/** The GDSII standard knows A-Z a-z 0-9 _ ? $, and 32 characters. */
function warnOfNames(layout: Layout, source: SourceFile, reporter: Reporter): void {
  const strange = layout.cells.map(({ name }) => name).filter((name) => !/^[A-Za-z0-9_?$]{1,32}$/.test(name));
  if (strange.length === 0) return;
  const shown = strange.slice(0, 10).map((name) => `"${name}"`);
  if (strange.length > shown.length) shown.push(`${strange.length - shown.length} more`);
  const message = `strict GDSII has 32 characters of A-Z a-z 0-9 _ ? $ for the name of a cell, which ${shown.join(", ")} leave${strange.length === 1 ? "s" : ""}`;
  const at = Math.max(0, source.text.search(/^[ \t]*SYMBOL/m));
  reporter.warning("cell-name", message, { source, start: at, end: at + "SYMBOL".length });
}
