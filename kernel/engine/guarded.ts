/** Where the user's code catches errors: blocks of `try` statements that have a `catch`. For the debugger. */
import type { Position, ScriptRecord } from "../ports.ts";
import { parseProgram, type SyntaxNode } from "./transpile.ts";

/** Empty where the source cannot be parsed. */
export function guardedBlocks(source: string): ScriptRecord["guarded"] {
  if (!/\btry\b/.test(source)) return [];
  try {
    const at = positions(source);
    const found: ScriptRecord["guarded"][number][] = [];
    visit(parseProgram(source), (node) => {
      if (node.type !== "TryStatement" || node.handler == null) return;
      const { span } = node.block as { span: { start: number; end: number } };
      found.push({ start: at(span.start), end: at(span.end) });
    });
    return found;
  } catch {
    return [];
  }
}

function visit(value: unknown, seen: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const entry of value) visit(entry, seen);
  else if (typeof value === "object" && value !== null) {
    if (typeof (value as { type?: unknown }).type === "string") seen(value as SyntaxNode);
    for (const entry of Object.values(value)) visit(entry, seen);
  }
}

/** From swc's byte offsets, which start at 1. */
function positions(source: string): (byte: number) => Position {
  const bytes = Buffer.from(source);
  return (byte) => {
    const before = bytes.toString("utf8", 0, byte - 1).split("\n");
    return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  };
}
