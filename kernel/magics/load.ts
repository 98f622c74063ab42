/** `%load`: a file's text in the place of the cell, with the magic as a comment above it. */
import { readFileSync, statSync } from "node:fs";
import { pathOf } from "./paths.ts";

const mostBytes = 4 * 1024 * 1024;

export function loadFile(argument: string): string {
  if (argument === "") throw new Error("%load needs the name of a file");
  const path = pathOf(argument);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`%load: there is no file ${path}`);
  if (!found.isFile()) throw new Error(`%load: ${path} is not a file`);
  if (found.size > mostBytes)
    throw new Error(`%load: ${path} has ${found.size} bytes; at most ${mostBytes} fit a cell`);
  const text = readFileSync(path, "utf8");
  if (text.includes("\0")) throw new Error(`%load: ${path} is not a text`);
  return `// %load ${argument}\n${text}`;
}
