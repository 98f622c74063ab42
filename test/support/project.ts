/** Where things lie, and what this machine has for the tests. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
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
