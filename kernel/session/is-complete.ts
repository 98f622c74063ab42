/** is_complete_request, answered in the worker: also while a cell runs. */
import { isLarge } from "../engine/length.ts";
import { asCell, parseCell, TypeScriptSyntaxError, transpileCell } from "../engine/transpile.ts";
import type { JsonObject } from "../wire/index.ts";
import { readDirectives } from "./directives.ts";

export function isComplete(code: string): JsonObject {
  try {
    const source = asCell(readDirectives(code).code);
    if (isLarge(source)) transpileCell(source);
    else parseCell(source);
    return { status: "complete" };
  } catch (error) {
    if (!(error instanceof TypeScriptSyntaxError) || !error.atEnd) return { status: "invalid" };
    return { status: "incomplete", indent: indentAfter(code) };
  }
}

/** The last line's own indent, one step deeper where it opens a bracket. */
function indentAfter(code: string): string {
  const line = code.split("\n").findLast((text) => text.trim() !== "") ?? "";
  const own = /^\s*/.exec(line)?.[0] ?? "";
  return /[{([]\s*(\/\/.*)?$/.test(line) ? `${own}  ` : own;
}
