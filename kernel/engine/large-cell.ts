/**
 * Cells of many megabytes (data pasted as code): too long for a syntax tree of the TypeScript. Which expression is the
 * result is guessed from where the last statement begins, and tried.
 */
import { extent } from "../magics/scan.ts";
import { type MarkedSource, mark, openingBracket } from "./result.ts";
import { type Transpiled, TypeScriptSyntaxError, transpileCell } from "./transpile.ts";

/** So many take one and a half gigabytes. */
const mostWords = 2_000_000;
const declaration =
  /^[ \t]*(?:export\s+)?(?:const\s+)?(?:enum|namespace|module)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu;
/** What reads as an expression in brackets, but is none where it stands. */
const isDeclaration = /^\s*(?:async\s+function|function|class|abstract|[{@])/;

export function transpileLarge(source: string): { marked: MarkedSource; transpiled: Transpiled } {
  const { words, lastStatement } = extent(source);
  if (words > mostWords) {
    const message = `the cell is too long: ${words} words, where at most ${mostWords} can be read; put data into a file and read that`;
    throw new TypeScriptSyntaxError(message, 1, 1);
  }
  const fresh = [...source.matchAll(declaration)].map(([, name]) => name);
  const tried = (marked: MarkedSource) => ({ marked, transpiled: transpileCell(marked.text) });
  const end = source.trimEnd().length;
  const isTail = lastStatement !== null && !isDeclaration.test(source.slice(lastStatement, lastStatement + 200));
  for (const start of [openingBracket(source), isTail ? lastStatement : null]) {
    if (start === null) continue;
    try {
      return tried(mark(source, start, end, fresh));
    } catch (error) {
      if (!(error instanceof TypeScriptSyntaxError)) throw error;
    }
  }
  return tried({ text: source, inserted: null, fresh });
}
