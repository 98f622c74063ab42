/** Which Python runs. */
import { ReticleError } from "../../errors.ts";
import { environmentPython, environmentVariable, findProgram, foldersUpwards } from "../../platform/index.ts";

/**
 * The Python that is given, else that of RETICLE_PYTHON, of the active environment (VIRTUAL_ENV, CONDA_PREFIX), of a .venv in
 * this folder or above, or python3 or python on the PATH. Throws a PythonError `not-found` that says how to get one.
 */
export function findPython(given?: string): string {
  const named = given ?? environmentVariable("RETICLE_PYTHON");
  if (named !== undefined) {
    const found = findProgram(named);
    if (found !== null) return found;
    const source = given === undefined ? "RETICLE_PYTHON says" : "was given";
    throw new ReticleError("PythonError", "not-found", `there is no Python at ${named}, which ${source}`);
  }
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const folder = environmentVariable(name);
    const found = folder === undefined ? null : environmentPython(folder);
    if (found !== null) return found;
  }
  for (const folder of foldersUpwards()) {
    const found = environmentPython(`${folder}/.venv`);
    if (found !== null) return found;
  }
  const found = findProgram("python3") ?? findProgram("python");
  if (found !== null) return found;
  throw new ReticleError(
    "PythonError",
    "not-found",
    'no Python is on the PATH, in VIRTUAL_ENV, or in a .venv of this folder or above; install Python 3 (Debian: apt install python3-venv), then `python3 -m venv .venv && .venv/bin/pip install numpy`, or name one: { executable: "/path/to/python" }',
  );
}
