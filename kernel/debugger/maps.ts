/** From a place in generated code to the user's line and column: the maps of a script, followed strictly. */
import { SourceMap, type SourceMapPayload } from "node:module";
import type { Position, ScriptRecord } from "../ports.ts";

/** Takes V8's line and column (from 0); null for code that is not the user's. */
export type ToOriginal = (line: number, column: number) => Position | null;

export function originalOf({ maps, inserted }: ScriptRecord): ToOriginal {
  const parsed = maps.map((map) => new SourceMap(JSON.parse(map) as SourceMapPayload));
  return (line, column) => {
    let at = { line, column };
    for (const map of parsed) {
      const found = onSameLine(map, at.line, at.column);
      if (found === null) return null;
      at = found;
    }
    return withoutInserted({ line: at.line + 1, column: at.column + 1 }, inserted);
  };
}

/**
 * What precedes the first mapped place of its line was put there by us, and belongs to nobody: the nearest place before
 * it, on another line, would be wrong. But a bracket may have been put before a statement (`({ a } = b)`).
 */
function onSameLine(map: SourceMap, line: number, column: number): { line: number; column: number } | null {
  for (const wanted of [column, column + 1]) {
    const found = map.findEntry(line, wanted);
    if ("originalLine" in found && found.generatedLine === line)
      return { line: found.originalLine, column: found.originalColumn };
  }
  return null;
}

function withoutInserted(at: Position, inserted: ScriptRecord["inserted"]): Position {
  if (inserted === null || at.line !== inserted.line || at.column <= inserted.column) return at;
  return { line: at.line, column: Math.max(inserted.column, at.column - inserted.length) };
}
