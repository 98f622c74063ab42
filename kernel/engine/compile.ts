/** A cell's source to a function that can be run: result marked, transpiled, rewritten, compiled. */
import { types } from "node:util";
import { constants, Script } from "node:vm";
import { type ExpandedCell, expandCell, type MagicCall, type Start } from "../magics/index.ts";
import { mappedMark } from "../ports.ts";
import { type ParseError, parseModule } from "./acorn.ts";
import { joinAwaits } from "./await-lines.ts";
import { type DirectCell, readDirectly } from "./direct/index.ts";
import { transpileLarge } from "./large-cell.ts";
import { isLarge } from "./length.ts";
import { withOwnGlobals } from "./own-globals.ts";
import { keepsItsEnd, type MarkedSource, markResult, shownIn } from "./result.ts";
import { namesIn, type Rewritten, rewrite } from "./rewrite.ts";
import { follow, type GeneratedSource, type Sources } from "./sources.ts";
import { asCell, TypeScriptSyntaxError, transpileCell } from "./transpile.ts";

/** What a cell's code finds under the name `$reticle$cell`. */
export interface CellContext {
  value: unknown;
  readonly meta: ImportMeta;
  imported(index: number, module: Promise<object>): Promise<object>;
  /** A name of the cell for what a module exports, or for the module itself. */
  bind(local: string, module: object, name: string, specifier: string, index: number, must: boolean): void;
  bindModule(local: string, module: object): void;
  /** The magic with that number in the cell. */
  magic(index: number): Promise<unknown>;
  /** `%time`: around an expression `timed(start(), value)`, around a statement `start()` and `stop()`. */
  start(): Start;
  timed(start: Start, value: unknown): unknown;
  stop(): void;
  /** Of all that is timed still. */
  stopAll(): void;
  /** Around loops of the top level (loops.ts). */
  borrow(held: Record<string, unknown>): Record<string, unknown>;
  giveBack(held: Record<string, unknown>): void;
  /** Around the operand of an `await` outside of functions; which one is `awaiting` until the cell goes on. */
  at<T>(index: number, awaited: T): T;
  readonly awaiting: number | null;
  /** The cell's own code goes on after an `await`. */
  resumed<T>(value?: T): T | undefined;
}

export interface CompiledCell {
  readonly names: readonly string[];
  /** Those that its imports declare. */
  readonly imported: ReadonlySet<string>;
  readonly fresh: readonly string[];
  readonly magics: readonly MagicCall[];
  /** Returns a promise where the cell awaits. */
  readonly run: (context: CellContext) => unknown;
  /** Line and column (from 1) of an import statement, in the source. */
  importPlace(index: number): Position | null;
  /** The same of an `await`. */
  awaitPlace(index: number): Position | null;
}

/** Both from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

export interface CellName {
  /** Under this URL V8 knows the cell; it lies in the notebook's folder, so imports resolve from there. */
  readonly url: string;
  /** `In[3]` */
  readonly label: string;
}

export function compileCell(source: string, name: CellName, sources: Sources): CompiledCell {
  const known = knownNames(source, sources);
  // No function here may hold on to more than the source: what `sources` keeps has the same scope.
  const { expanded, marked, rewritten, trace, places } = translate(source, name.label, known);
  const kept = traces.keep(trace, () => translate(source, name.label, known).trace);
  sources.add(name.url, {
    label: name.label,
    source,
    original: (line, column) => kept().original(line, column),
    maps: () => kept().maps(),
    names: rewritten.names,
  });
  const code = runnable(rewritten.code + mappedMark, name.url);
  const run = expanded.hasClock ? timed(code, expanded.isTimed) : code;
  const { names, imported } = rewritten;
  return { names, imported, fresh: marked.fresh, magics: expanded.calls, run, ...places };
}

/** Compiles what is not to be run. */
export function rehearse(source: string): void {
  const known = new Set<string>();
  runnable(translate(source, "In[0]", known).rewritten.code, "reticle-rehearsal");
}

/** Those of earlier cells that stand in one with loops; null where loops are to be left as they are. */
function knownNames(source: string, sources: Sources): ReadonlySet<string> | null {
  if (sources.isDebugged || !/\b(?:for|while)\b/.test(source)) return null;
  return new Set([...namesIn(source)].filter((name) => sources.names.has(name)));
}

/** The way back from a cell's generated code. */
type Trace = Pick<GeneratedSource, "original" | "maps">;

/**
 * Source maps are many times larger than their cell, and few are ever asked for: those of the newest cells are kept, the
 * others are made again.
 */
class Traces {
  readonly #newest: { forget(): void }[] = [];

  keep(trace: Trace, again: () => Trace): () => Trace {
    let kept: Trace | null = trace;
    const hold = () => {
      this.#newest.push({ forget: () => void (kept = null) });
      if (this.#newest.length > mostTraces) this.#newest.shift()?.forget();
    };
    hold();
    return () => {
      if (kept !== null) return kept;
      kept = withOwnGlobals(again);
      hold();
      return kept;
    };
  }
}

const mostTraces = 16;
const traces = new Traces();

interface Translated {
  readonly expanded: ExpandedCell;
  readonly marked: MarkedSource;
  readonly rewritten: Rewritten;
  readonly trace: Trace;
  readonly places: Pick<CompiledCell, "importPlace" | "awaitPlace">;
}

function translate(source: string, label: string, known: ReadonlySet<string> | null): Translated {
  const expanded = expandCell(asCell(source), label);
  try {
    return translateExpanded(expanded, source, known);
  } catch (error) {
    if (!(error instanceof TypeScriptSyntaxError) || !error.isAwait) throw error;
    const joined = joinAwaits(expanded.text);
    if (joined === null) throw error;
    const original = (at: Position) => expanded.original(joined.original(at));
    return translateExpanded({ ...expanded, text: joined.text, original }, source, known);
  }
}

/** `isMarked`: the result is marked in the TypeScript, not in the JavaScript. */
function translateExpanded(
  expanded: ExpandedCell,
  source: string,
  known: ReadonlySet<string> | null,
  isMarked = isLarge(expanded.text) || !keepsItsEnd(expanded.text),
): Translated {
  const { text } = expanded;
  const direct = isMarked ? null : readDirectly(text);
  // A block at the end may be meant as an object.
  if (direct !== null && direct.program.body.at(-1)?.type !== "BlockStatement")
    return translateDirectly(expanded, direct, source, known);
  const { marked, transpiled } = atItsPlace(expanded.original, () => {
    if (isLarge(text)) return transpileLarge(text);
    const marked = isMarked ? markResult(text) : { text, inserted: null, fresh: [] };
    return { marked, transpiled: transpileCell(marked.text) };
  });
  const unmark = (at: Position | null) => (at === null ? null : expanded.original(withoutMark(at, marked.inserted)));
  const fromTranspiled = follow(() => transpiled.map);
  try {
    const { code } = transpiled;
    const program = parseModule(code);
    const shown = isMarked ? null : shownIn(text, code, program);
    if (shown === undefined) return translateExpanded(expanded, source, known, true);
    const rewritten = rewrite({ code, program, shown, insertions: [], semicolons: [] }, source, known);
    const toOriginal = follow(rewritten.map, () => transpiled.map);
    const trace: Trace = {
      original: (line, column) => unmark(toOriginal(line, column)),
      maps: () => ({ maps: [JSON.stringify(rewritten.map()), transpiled.map], inserted: marked.inserted }),
    };
    const placeOf = (offset: number) => {
      const { line, column } = lineAndColumn(transpiled.code, offset);
      return unmark(fromTranspiled(line, column));
    };
    const places = {
      importPlace: (index: number) => placeOf(rewritten.imports[index]),
      awaitPlace: (index: number) => placeOf(rewritten.awaits[index]),
    };
    return { expanded, marked, rewritten, trace, places };
  } catch (error) {
    // Of acorn's and of our own walk over its tree.
    if (error instanceof RangeError) throw tooDeepToRead();
    const { loc, message } = error as ParseError;
    if (loc === undefined) throw error;
    const at = unmark(fromTranspiled(loc.line, loc.column + 1)) ?? { line: 1, column: 1 };
    throw new TypeScriptSyntaxError(message.replace(/ \(\d+:\d+\)$/, ""), at.line, at.column);
  }
}

/** What was read without a transpiler: every place is the source's. */
function translateDirectly(
  expanded: ExpandedCell,
  { code, program, insertions, semicolons }: DirectCell,
  source: string,
  known: ReadonlySet<string> | null,
): Translated {
  const last = program.body.at(-1);
  const isShown = last?.type === "ExpressionStatement" && code[last.end - 1] !== ";";
  const rewritten = rewrite(
    { code, program, shown: isShown ? last.expression : null, insertions, semicolons },
    source,
    known,
  );
  const toText = follow(rewritten.map);
  const original = (at: Position | null) => (at === null ? null : expanded.original(at));
  const placeOf = (offset: number) => original(lineAndColumn(code, offset));
  return {
    expanded,
    marked: { text: expanded.text, inserted: null, fresh: [] },
    rewritten,
    trace: {
      original: (line, column) => original(toText(line, column)),
      maps: () => ({ maps: [JSON.stringify(rewritten.map())], inserted: null }),
    },
    places: {
      importPlace: (index) => placeOf(rewritten.imports[index]),
      awaitPlace: (index) => placeOf(rewritten.awaits[index]),
    },
  };
}

function lineAndColumn(text: string, offset: number): Position {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: before[before.length - 1].length + 1 };
}

/** Syntax errors are thrown again with their place in the cell. */
function atItsPlace<T>(original: (at: Position) => Position, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TypeScriptSyntaxError)) throw error;
    const { line, column } = original(error);
    throw new TypeScriptSyntaxError(error.message, line, column, error.atEnd);
  }
}

function tooDeepToRead(): TypeScriptSyntaxError {
  return new TypeScriptSyntaxError("an expression is nested too deeply to be read", 1, 1);
}

function runnable(code: string, filename: string): (context: CellContext) => unknown {
  let script: Script;
  try {
    script = new Script(code, { filename, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
  } catch (error) {
    throw error instanceof RangeError ? tooDeepToRead() : error;
  }
  return script.runInThisContext({ displayErrors: false }) as (context: CellContext) => unknown;
}

/** `%%time` and `%time`, which tell the time also where the cell throws. */
function timed(code: CompiledCell["run"], isWhole: boolean): CompiledCell["run"] {
  const failed = (context: CellContext, error: unknown): never => {
    context.stopAll();
    throw error;
  };
  return (context) => {
    if (isWhole) context.start();
    try {
      const returned = code(context);
      if (!types.isPromise(returned)) return context.stopAll();
      return returned.then(
        () => context.stopAll(),
        (error: unknown) => failed(context, error),
      );
    } catch (error) {
      return failed(context, error);
    }
  };
}

function withoutMark(at: Position, inserted: { line: number; column: number; length: number } | null): Position {
  if (inserted === null || at.line !== inserted.line || at.column <= inserted.column) return at;
  return { line: at.line, column: Math.max(inserted.column, at.column - inserted.length) };
}
