/** Where things lie, and what this machine has for the tests. */
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// This file runs from dist/test/support.
export const projectRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export const fixtures = join(projectRoot, "test", "fixtures");

/** A path in the folder of shared material beside the project, or null where that is not there. */
export function shared(...parts: string[]): string | null {
  const path = join(projectRoot, "..", "shared", ...parts);
  return existsSync(path) ? path : null;
}

/** The Python with the reference programs: RETICLE_PYTHON, else the project's .venv; null without one. */
export function referencePython(): string | null {
  const venv = join(projectRoot, ".venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  return process.env.RETICLE_PYTHON ?? (existsSync(venv) ? venv : null);
}

/** For `test(name, { skip })`: a reason where there is no reference Python. */
export const withoutPython = referencePython() === null ? "no reference Python (RETICLE_PYTHON or .venv)" : false;

/** For `test(name, { skip })`: a reason where the shared material is not there. */
export const withoutShared = shared() === null ? "no ../shared beside the project" : false;

/** A Chromium for tests that open pages: RETICLE_CHROMIUM, else one on the PATH; null without one. */
export function chromiumPath(): string | null {
  if (process.env.RETICLE_CHROMIUM !== undefined) return process.env.RETICLE_CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync) ?? null;
}

/** For `test(name, { skip })`: a reason where there is no browser. */
export const withoutChromium = chromiumPath() === null ? "no Chromium (RETICLE_CHROMIUM or PATH)" : false;
