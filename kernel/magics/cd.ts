/** `%cd`: the working folder of the process. Imports still start from the notebook's folder. */
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { pathOf } from "./paths.ts";

let previous: string | null = null;

/** Returns the new folder. */
export function changeFolder(argument: string): string {
  const folder = argument === "" ? homedir() : argument === "-" ? previous : pathOf(argument);
  if (folder === null) throw new Error("%cd - goes back to the folder before, and there was none yet");
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`%cd: there is no folder ${folder}`);
  if (!found.isDirectory()) throw new Error(`%cd: ${folder} is a file, not a folder`);
  const left = currentFolder();
  process.chdir(folder);
  previous = left ?? previous;
  return process.cwd();
}

/** Null where it has been deleted. */
function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}
