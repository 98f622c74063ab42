/** A folder with those above it. Node's own way never returns where the system has no room for folders, as in `/proc`. */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

export function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const above = dirname(path);
    if (code === "EEXIST" && statSync(path).isDirectory()) return;
    if (code !== "ENOENT" || above === path) throw error;
    makeFolder(above, mode);
    mkdirSync(path, { mode });
  }
}
