/** A cell's source to a function that can be run: result marked, transpiled, rewritten, compiled. */
import { constants, Script } from "node:vm";
import { markResult } from "./result.ts";
import { type ParseError, rewrite } from "./rewrite.ts";
import { follow, type Sources } from "./sources.ts";
import { TypeScriptSyntaxError, transpileCell } from "./transpile.ts";

/** What a cell's code finds under the name `$reticle`. */
export interface CellContext {
  value: unknown;
  readonly meta: ImportMeta;
  imported(index: number, module: Promise<object>): Promise<object>;
  take(module: object, name: string, index: number, must: boolean): unknown;
}

export interface CompiledCell {
  readonly names: readonly string[];
  readonly fresh: readonly string[];
  /** Returns a promise where the cell awaits. */
  readonly run: (context: CellContext) => unknown;
  /** Line and column (from 1) of an import statement, in the source. */
  importPlace(index: number): { line: number; column: number } | null;
}

export interface CellName {
  /** Under this URL V8 knows the cell; it lies in the notebook's folder, so imports resolve from there. */
  readonly url: string;
  /** `In[3]` */
  readonly label: string;
}

export function compileCell(source: string, name: CellName, sources: Sources): CompiledCell {
  const marked = markResult(source);
  const transpiled = transpileCell(marked.text);
  const unmark = (at: { line: number; column: number } | null) =>
    at === null ? null : withoutMark(at, marked.inserted);
  const fromTranspiled = follow(() => transpiled.map);
  try {
    const rewritten = rewrite(transpiled.code, source);
    const toOriginal = follow(rewritten.map, () => transpiled.map);
    sources.add(name.url, {
      label: name.label,
      source,
      original: (line, column) => unmark(toOriginal(line, column)),
    });
    const run = runnable(rewritten.code, name.url);
    const importPlace = (index: number) => {
      const before = transpiled.code.slice(0, rewritten.imports[index]).split("\n");
      return unmark(fromTranspiled(before.length, before[before.length - 1].length + 1));
    };
    return { names: rewritten.names, fresh: marked.fresh, run, importPlace };
  } catch (error) {
    const { loc, message } = error as ParseError;
    if (loc === undefined) throw error;
    const at = unmark(fromTranspiled(loc.line, loc.column + 1)) ?? { line: 1, column: 1 };
    throw new TypeScriptSyntaxError(message.replace(/ \(\d+:\d+\)$/, ""), at.line, at.column);
  }
}

function runnable(code: string, filename: string): (context: CellContext) => unknown {
  const script = new Script(code, {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return script.runInThisContext({ displayErrors: false }) as (context: CellContext) => unknown;
}

function withoutMark(
  at: { line: number; column: number },
  inserted: { line: number; column: number; length: number } | null,
): { line: number; column: number } {
  if (inserted === null || at.line !== inserted.line || at.column <= inserted.column) return at;
  return { line: at.line, column: Math.max(inserted.column, at.column - inserted.length) };
}
