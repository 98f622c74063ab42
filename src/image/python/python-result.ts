/** What a Python program gives back, as its caller says: for the compiler, and checked when it comes. */
import { checkArgument, describe, ReticleError } from "../../errors.ts";
import type { Axes } from "../axes.ts";
import { type AnyImageView, ImageView } from "../image-view.ts";
import type { TypedArray } from "../typed-array.ts";
import { type PythonValue, withAxes } from "./python-values.ts";

/**
 * "image" (an array; its axes have names where it has the shape of an image that Python was given), a list of names for the
 * axes, "number", "text", "boolean", "value" (whatever comes), or an object of them by name: a dict's entries, or a
 * script's variables.
 */
export type PythonResult =
  | "image"
  | "number"
  | "text"
  | "boolean"
  | "value"
  | Axes
  | { readonly [name: string]: PythonResult };

/** The type of what comes back. */
export type ResultOf<R> = R extends "image"
  ? AnyImageView
  : R extends "number"
    ? number
    : R extends "text"
      ? string
      : R extends "boolean"
        ? boolean
        : R extends "value"
          ? PythonValue
          : R extends Axes
            ? ImageView<TypedArray, R>
            : { readonly [K in keyof R]: ResultOf<R[K]> };

const types = { number: "number", text: "string", boolean: "boolean" } as const;

/** Throws a PythonError `argument` for what says no result. */
export function checkResult(wanted: PythonResult): void {
  if (typeof wanted === "string" && (wanted === "image" || wanted === "value" || Object.hasOwn(types, wanted))) return;
  if (Array.isArray(wanted) && wanted.every((name) => typeof name === "string")) return;
  const isObject = typeof wanted === "object" && wanted !== null && !Array.isArray(wanted);
  checkArgument(
    isObject,
    wanted,
    "PythonError",
    '"image", "number", "text", "boolean", "value", names of axes or an object of them',
  );
  for (const one of Object.values(wanted)) checkResult(one);
}

/** Throws a PythonError `result` where something else came. */
export function checkedResult(value: PythonValue, wanted: PythonResult, name = "the result"): unknown {
  if (wanted === "value") return value;
  if (typeof wanted === "string" && wanted !== "image") {
    if (typeof value === types[wanted]) return value;
    throw wrong(value, name, `a ${wanted}`);
  }
  if (wanted === "image" || Array.isArray(wanted)) {
    if (!(value instanceof ImageView)) throw wrong(value, name, "an array");
    return wanted === "image" ? value : withAxes(value, wanted as Axes, name);
  }
  const isDict = typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ImageView);
  if (!isDict) throw wrong(value, name, `a dict of ${Object.keys(wanted).join(", ")}`);
  const entries = Object.entries(wanted as Record<string, PythonResult>);
  return Object.fromEntries(
    entries.map(([key, one]) => {
      if (!Object.hasOwn(value, key)) {
        const there = Object.keys(value).join(", ") || "nothing";
        throw new ReticleError("PythonError", "result", `${name} has no "${key}"; it has ${there}`);
      }
      return [key, checkedResult((value as Record<string, PythonValue>)[key], one, key)];
    }),
  );
}

function wrong(value: PythonValue, name: string, wanted: string): ReticleError {
  const seen = value instanceof ImageView ? `an array: ${value}` : describe(value);
  return new ReticleError(
    "PythonError",
    "result",
    `${name} should be ${wanted} and is ${seen}; \`returns\` says what comes back`,
  );
}
