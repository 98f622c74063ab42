/**
 * The working folder may be deleted at any time, also before the kernel starts. swc and the loader's thread of Node 20
 * end or hang then: another folder is taken.
 */
import { existsSync } from "node:fs";
import { dirname, parse } from "node:path";
import { fileURLToPath } from "node:url";

/** Node remembers the folder's name, which one that was gone before has lost. Gives the folder that was left, or null. */
export function enterStartFolder(): string | null {
  try {
    return leaveDeletedFolder();
  } catch {
    process.chdir(parse(process.execPath).root);
    return "in which the kernel was started";
  }
}

/** The folder that was left, or null. */
export function leaveDeletedFolder(): string | null {
  const folder = process.cwd();
  if (existsSync(folder)) return null;
  enter(folder);
  return folder;
}

/** Does the work in a folder that stays. */
export function inLastingFolder(work: () => void): void {
  const folder = process.cwd();
  process.chdir(fileURLToPath(new URL(".", import.meta.url)));
  work();
  enter(folder);
}

/** Enters the folder, or the next one above it that is there. */
function enter(folder: string): void {
  try {
    process.chdir(folder);
  } catch (error) {
    if (folder === dirname(folder)) throw error;
    enter(dirname(folder));
  }
}
