/** swc and the loader's thread of Node 20 end or hang where the working folder has been deleted: another one is taken. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";

/** The folder that was left, or null. */
export function leaveDeletedFolder(): string | null {
  // Node's own copy, which stays when the folder goes.
  const folder = process.cwd();
  if (existsSync(folder)) return null;
  let parent = dirname(folder);
  while (!existsSync(parent) && parent !== dirname(parent)) parent = dirname(parent);
  process.chdir(parent);
  return folder;
}
