/** A folder as a whole: who reads it finds the old one or the new one. */
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "./make-folder.ts";

/** `fill` writes the files into the folder that it is given, which then takes the place of what was there. */
export function putFolder(folder: string, fill: (draft: string) => void): void {
  makeFolder(dirname(folder));
  const draft = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    fill(draft);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
