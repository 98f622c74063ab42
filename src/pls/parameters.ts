/** Values from outside for GLOBALS: `--param width=3`. */
import { didYouMean, ReticleError } from "../errors.ts";
import type { GlobalDefinition, Module } from "./check/index.ts";
import type { Value } from "./evaluate/values.ts";

/** Throws a PlsError `unknown-parameter` for a name that is no global. */
export function parameterValues(
  parameters: Readonly<Record<string, number | string>>,
  { globals, source }: Module,
): ReadonlyMap<GlobalDefinition, Value> {
  const values = new Map<GlobalDefinition, Value>();
  for (const [name, value] of Object.entries(parameters)) {
    const global = globals.get(name);
    if (global === undefined) {
      const known = [...globals.keys()];
      const list = known.length === 0 ? "it has no GLOBALS" : `its GLOBALS are ${known.join(", ")}`;
      const message = `${source.name} has no global "${name}"${didYouMean(name, known)}; ${list}`;
      throw new ReticleError("PlsError", "unknown-parameter", message);
    }
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new ReticleError("PlsError", "parameter", `the parameter "${name}" is ${value}, which is no finite number`);
    }
    values.set(global, value);
  }
  return values;
}
