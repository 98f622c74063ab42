/**
 * swc takes an `await` outside of functions for a name where its line ends behind it. So it is put before what it awaits,
 * on that one's line:
 *
 *     const x = await          const x =
 *       f();              →      await f();
 */
import { applyEdits, beforeEdits, type Edit, type Position } from "../magics/edits.ts";
import { parseProgram, TypeScriptSyntaxError } from "./transpile.ts";

export interface Joined {
  readonly text: string;
  /** Takes a position in `text` back. */
  original(position: Position): Position;
}

const space = String.raw`(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)`;
const untilOperand = new RegExp(`await${space}+(?=\\S)`, "y");
const await_ = "await";

/** Transpiles the source, once more where it has such an `await`; columns of its lines are then a few too large. */
export function withAwaitsJoined<T>(source: string, transpile: (source: string) => T): T {
  try {
    return transpile(source);
  } catch (error) {
    const joined = error instanceof TypeScriptSyntaxError && error.isAwait ? joinAwaits(source) : null;
    if (joined === null) throw error;
    return transpile(joined.text);
  }
}

/** Null where no such `await` is what is wrong with the source. */
export function joinAwaits(source: string): Joined | null {
  let joined: Joined = { text: source, original: (position) => position };
  for (;;) {
    const { text, original } = joined;
    const at = misread(text);
    if (at === null) return text === source ? null : joined;
    untilOperand.lastIndex = at;
    const found = untilOperand.exec(text);
    if (found === null || !found[0].includes("\n")) return null;
    const edits: Edit[] = [
      { at, removed: await_.length, inserted: "" },
      { at: at + found[0].length, removed: 0, inserted: `${await_} ` },
    ];
    joined = {
      text: applyEdits(text, edits),
      original: (position) => original(beforeEdits(text, edits, position)),
    };
  }
}

/** Where swc finds an `await` that it takes for a name. */
function misread(text: string): number | null {
  try {
    parseProgram(text);
  } catch (error) {
    if (!(error instanceof TypeScriptSyntaxError) || !error.isAwait) return null;
    const lines = text.split("\n").slice(0, error.line - 1);
    const at = lines.reduce((sum, line) => sum + line.length + 1, error.column - 1);
    return text.startsWith(await_, at) ? at : null;
  }
  return null;
}
