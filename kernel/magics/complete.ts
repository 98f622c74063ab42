/** Completion of magics: their names after `%` at the start of a line, and paths behind those that take one. */
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CompletionAnswer } from "../ports.ts";
import { isMagic, magics, takenBy } from "./list.ts";
import { pathOf } from "./paths.ts";
import { readCell } from "./read.ts";

const mostPaths = 500;

/** Null where the cursor is in TypeScript. */
export function completeMagic(source: string, cursor: number): CompletionAnswer | null {
  return completeName(source, cursor) ?? completeArgument(source, cursor);
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
  return { matches: paths(typed, name === "%cd"), start: cursor - typed.length };
}

function paths(typed: string, onlyFolders: boolean): string[] {
  const shown = typed.slice(0, typed.lastIndexOf("/") + 1);
  const begin = typed.slice(shown.length).replace(/\\(.)/g, "$1");
  try {
    const folder = dirname(join(pathOf(shown.replace(/\\(.)/g, "$1") || "."), "x"));
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => name.startsWith(begin) && (begin !== "" || !name.startsWith(".")))
      .slice(0, mostPaths)
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() || isFolder(join(folder, entry.name)) }))
      .filter(({ isFolder }) => isFolder || !onlyFolders)
      .map(({ name, isFolder }) => `${shown}${name.replace(/[\s"'\\]/g, "\\$&")}${isFolder ? "/" : ""}`)
      .sort();
  } catch {
    return [];
  }
}

/** A link may lead to one. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
