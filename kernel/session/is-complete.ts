/** is_complete_request, answered in the worker: also while a cell runs. */
import { joinAwaits } from "../engine/await-lines.ts";
import { isLarge } from "../engine/length.ts";
import { asCell, parseProgram, type SyntaxNode, TypeScriptSyntaxError, transpileCell } from "../engine/transpile.ts";
import { readCell } from "../magics/read.ts";
import type { JsonObject } from "../wire/index.ts";

export function isComplete(code: string): JsonObject {
  const cell = readCell(code);
  // As in IPython: what stands below such a magic ends with an empty line.
  const wantsMore = cell.text === null ? cell.heads > 0 && cell.code.trim() === "" : !/\n[ \t]*$/.test(cell.text);
  if (wantsMore) return { status: "incomplete", indent: "" };
  try {
    const source = asCell(cell.code);
    if (isLarge(source)) transpileCell(source);
    else if (wantsBody(source, parseProgram(source).at(-1))) return { status: "incomplete", indent: indentAfter(code) };
    return { status: "complete" };
  } catch (error) {
    if (!(error instanceof TypeScriptSyntaxError)) return { status: "invalid" };
    const isOpen = error.isAwait && /\bawait\s*$/.test(code);
    if (error.isAwait && !isOpen && joinAwaits(asCell(cell.code)) !== null) return { status: "complete" };
    if (!error.atEnd && !isOpen) return { status: "invalid" };
    return { status: "incomplete", indent: indentAfter(code) };
  }
}

/** `function f()`, which may be one of several signatures, but for the semicolon. */
function wantsBody(source: string, last: SyntaxNode | undefined): boolean {
  const { type, declare, body } = (last?.declaration as SyntaxNode | undefined) ?? last ?? { type: "" };
  return type === "FunctionDeclaration" && declare !== true && body === null && !source.trimEnd().endsWith(";");
}

/** The last line's own indent, one step deeper where it opens a bracket. */
function indentAfter(code: string): string {
  const line = code.split("\n").findLast((text) => text.trim() !== "") ?? "";
  const own = /^\s*/.exec(line)?.[0] ?? "";
  return /[{([]\s*(\/\/.*)?$/.test(line) ? `${own}  ` : own;
}
