/** Paths as they are written behind a magic: quotes go, `~` is the home folder. */
import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

const mostPaths = 500;

export function pathOf(argument: string): string {
  const bare = /^(["'])(.*)\1$/.exec(argument)?.[2] ?? unescaped(argument);
  return resolve(bare.replace(/^~(?=$|[\\/])/, homedir()));
}

/** `my\ folder`; on Windows a backslash is part of the path. */
function unescaped(text: string): string {
  return process.platform === "win32" ? text : text.replace(/\\(.)/g, "$1");
}

/** What `typed`, the beginning of a path, may become; folders end with a slash. */
export function pathsLike(typed: string, onlyFolders = false): string[] {
  const shown = typed.slice(0, typed.lastIndexOf("/") + 1);
  const begin = typed.slice(shown.length);
  try {
    const folder = dirname(join(pathOf(shown || "."), "x"));
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => name.startsWith(begin) && (begin !== "" || !name.startsWith(".")))
      .slice(0, mostPaths)
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() || isFolder(join(folder, entry.name)) }))
      .filter(({ isFolder }) => isFolder || !onlyFolders)
      .map(({ name, isFolder }) => `${shown}${name}${isFolder ? "/" : ""}`)
      .sort();
  } catch {
    return [];
  }
}

/** A link may lead to one. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
