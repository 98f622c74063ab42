/** Programs on this machine. */
import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

const isWindows = process.platform === "win32";

/** Whether there is such a file; a bare name is looked for on the PATH. */
export function findProgram(name: string): string | null {
  if (/[\\/]/.test(name)) return existsSync(name) ? name : null;
  const file = isWindows && !/\.\w+$/.test(name) ? `${name}.exe` : name;
  const places = (process.env.PATH ?? "").split(delimiter).filter((place) => place !== "");
  return places.map((place) => join(place, file)).find((path) => existsSync(path)) ?? null;
}

/** The Python of a virtual environment, or null. */
export function environmentPython(folder: string): string | null {
  const path = isWindows ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  // Conda has it elsewhere on Windows.
  return [path, ...(isWindows ? [join(folder, "python.exe")] : [])].find((one) => existsSync(one)) ?? null;
}

/** This folder and those that it lies in, innermost first. */
export function foldersUpwards(from = "."): string[] {
  const folders = [resolve(from)];
  for (let last = folders[0]; dirname(last) !== last; last = dirname(last)) folders.push(dirname(last));
  return folders;
}
