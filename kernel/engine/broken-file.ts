/**
 * Where a JavaScript file is broken that Node loads itself. V8 tells it in the head of the error's stack (CommonJS, names
 * that a module does not export) or not at all: then the files that were loaded last are parsed once more.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { RecentMap } from "./recent-map.ts";
import { type Place, type Sources, shownPath } from "./sources.ts";
import { asCell, parseCell, TypeScriptSyntaxError } from "./transpile.ts";

/** By message: Node does not load a file again that is the same, so that its next error has nothing else. */
const known = new RecentMap<string, Place>(100);
/** A file and its line, the text of it, carets. */
const stackHead = /^(\S[^\n]*):(\d+)\n[^\n]*\n([ \t]*)\^/;

export function brokenFile(error: SyntaxError, isImport: boolean, sources: Sources, folder: string): Place | null {
  const stack = String(error.stack);
  const told = stackHead.exec(stack);
  if (told !== null) {
    const [, file, line, before] = told;
    return placeIn(file, { line: Number(line), column: before.length + 1 }, folder);
  }
  // Code that ran has thrown it: JSON.parse.
  if (/JSON/.test(error.message) || /^ +at (?!(?:async )?In\[)/m.test(stack)) return null;
  for (const url of sources.takePlainFiles()) {
    const place = firstError(url, folder);
    if (place === null) continue;
    known.set(error.message, place);
    return place;
  }
  // A cell's own `eval` may say the same.
  return isImport || !/^ +at /m.test(stack) ? (known.get(error.message) ?? null) : null;
}

function firstError(url: string, folder: string): Place | null {
  try {
    parseCell(asCell(readFileSync(pathOf(url), "utf8")));
  } catch (error) {
    if (error instanceof TypeScriptSyntaxError) return placeIn(url, error, folder);
  }
  return null;
}

function placeIn(file: string, { line, column }: { line: number; column: number }, folder: string): Place {
  const path = pathOf(file);
  const label = shownPath(pathToFileURL(path).href, folder);
  return { label, line, column, source: readFileSync(path, "utf8") };
}

/** Of a URL without what our hooks add, or of a path. */
function pathOf(file: string): string {
  return file.startsWith("file:") ? fileURLToPath(file.replace(/[?#].*$/, "")) : file;
}
