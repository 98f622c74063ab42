/** Values from outside for GLOBALS: `--param width=3`. */
import { didYouMean, ReticleError } from "../errors.ts";
import type { GlobalDefinition, Module } from "./check/index.ts";
import type { Value } from "./evaluate/values.ts";
import { numberText } from "./number-text.ts";

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
    values.set(global, inPlaceOf(global, value));
  }
  return values;
}

/** Of the kind of the value that is written there, where that can be seen: a text for a text, a number for a number. */
function inPlaceOf({ entry }: GlobalDefinition, value: number | string): number | string {
  const kind = entry.value?.kind;
  const own = kind === "unary" ? entry.value.operand.kind : kind;
  if (own === "string") return typeof value === "number" ? numberText(value) : value;
  const isOther = own === "point" || own === "object" || (own === "number" && typeof value === "string");
  if (!isOther) return value;
  const what = { point: "a point", object: "an object", number: "a number" }[own];
  const wanted = own === "number" ? `"${value}" is none` : "only numbers and texts can be given";
  throw new ReticleError("PlsError", "parameter", `the global "${entry.name.name}" is ${what}; ${wanted}`);
}
