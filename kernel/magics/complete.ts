/** Completion of magics: their names after `%` at the start of a line, and paths behind those that take one; their help. */
import type { CompletionAnswer } from "../ports.ts";
import { isMagic, magics, takenBy } from "./list.ts";
import { pathsLike } from "./paths.ts";
import { readCell } from "./read.ts";

/** Null where the cursor is in TypeScript. */
export function completeMagic(source: string, cursor: number): CompletionAnswer | null {
  return completeName(source, cursor) ?? completeArgument(source, cursor);
}

/** What a magic does whose name is at the cursor; null where none is. */
export function helpAt(source: string, cursor: number): string | null {
  const line = readCell(source).lines.find(({ name, start }) => start <= cursor && cursor <= start + name.length);
  if (line === undefined || !isMagic(line.name)) return null;
  const { usage, help } = magics[line.name];
  return `${usage}\n\n${help}`;
}

function completeName(source: string, cursor: number): CompletionAnswer | null {
  const word = /(?:^|\n)[ \t]*(%%?\w*)$/.exec(source.slice(0, cursor))?.[1];
  if (word === undefined) return null;
  const start = cursor - word.length;
  // Whether one may stand here is asked with one that is known.
  const { lines, heads, text } = readCell(`${source.slice(0, start)}%%check`);
  const here = lines.findIndex((line) => line.start === start);
  if (here < 0) return text === null ? null : { matches: [], start: cursor };
  const matches = Object.keys(magics).filter((name) => name.startsWith(word));
  return { matches: matches.filter((name) => here < heads || !name.startsWith("%%")), start };
}

function completeArgument(source: string, cursor: number): CompletionAnswer | null {
  const { lines, text } = readCell(source);
  const line = lines.find(({ start, end }) => start < cursor && cursor <= end);
  if (line === undefined) return text === null ? null : { matches: [], start: cursor };
  const { name, start } = line;
  if (!isMagic(name) || takenBy(name) !== "path") return { matches: [], start: cursor };
  const typed = /(?:[^\s"'|;&<>=()\\]|\\.)*$/.exec(source.slice(start + name.length, cursor))?.[0] ?? "";
  const found = pathsLike(typed.replace(/\\(.)/g, "$1"), name === "%cd");
  return { matches: found.map((path) => path.replace(/[\s"'\\]/g, "\\$&")), start: cursor - typed.length };
}
