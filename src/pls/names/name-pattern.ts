/** Names of parametric symbols: text with placeholders, `wire_{}_{:.2f}`, as Python's `format` reads them. */
import { failure, type Span } from "../diagnostics/index.ts";
import { type FormatSpec, formatValue, parseFormat } from "./python-format.ts";

export interface Placeholder {
  /** Index of the parameter. */
  readonly index: number;
  readonly spec: FormatSpec;
  readonly text: string;
}

export interface NamePattern {
  readonly parts: readonly (string | Placeholder)[];
  /** Without placeholders: what `ref` calls it. */
  readonly plain: string;
  /** The same without `_`, `-` and case. */
  readonly loose: string;
}

export function looseName(name: string): string {
  return name.replace(/[_-]/g, "").toLowerCase();
}

/** A name without its placeholders, however they are meant. */
export function plainName(name: string): string {
  return name.replace(/\{[^}]*\}?/g, "");
}

/** Throws a Failure for a pattern that does not fit its parameters. */
export function parsePattern(text: string, parameters: readonly string[], span: Span): NamePattern {
  const parts: (string | Placeholder)[] = [];
  let isNumbered: boolean | null = null;
  let next = 0;
  let at = 0;
  for (const { index: from, 0: whole, 1: field, 2: format = "" } of text.matchAll(/\{([^}:]*)(?::([^}]*))?\}/g)) {
    parts.push(text.slice(at, from));
    at = from + whole.length;
    const isOwn = field !== "";
    if (isNumbered !== null && isNumbered !== isOwn) {
      throw failure("placeholder", `"${text}" has placeholders with and without an index`, span);
    }
    isNumbered = isOwn;
    const index = isOwn ? (/^\d+$/.test(field) ? Number(field) : parameters.indexOf(field)) : next++;
    if (!(index >= 0 && index < parameters.length)) {
      const has = parameters.length === 1 ? "there is one parameter" : `there are ${parameters.length} parameters`;
      const message = `${whole} in "${text}" stands for no parameter; ${has} (${parameters.join(", ")})`;
      throw failure("placeholder", message, span);
    }
    const spec = parseFormat(format);
    if (spec === null) {
      const hint = "{} {0} {:d} {:.2f} {:03.0f} {:e} {:g} {:s} {:>5} are formats";
      throw failure("placeholder", `"${format}" is no format of a number or a text`, span, { hint });
    }
    parts.push({ index, spec, text: whole });
  }
  parts.push(text.slice(at));
  const literal = parts.filter((part) => typeof part === "string").join("");
  if (/[{}]/.test(literal)) throw failure("placeholder", `"${text}" has a brace without its partner`, span);
  if (!/^[A-Za-z0-9_.-]*$/.test(literal)) {
    const message = `"${text}" is no name of a SYMBOL; it has letters, digits, _ and placeholders`;
    throw failure("symbol-name", message, span);
  }
  if (isNumbered === null) {
    const message = `SYMBOL ${text} has parameters but no placeholder in its name: different cells need different names`;
    throw failure("placeholder", message, span, { hint: `SYMBOL ${text}_{}(${parameters.join(", ")})` });
  }
  return { parts, plain: literal, loose: looseName(literal) };
}

/** The name of the cell with these values. Throws a Failure for a value that a placeholder cannot show. */
export function cellName(
  pattern: NamePattern,
  values: readonly unknown[],
  parameters: readonly string[],
  span: Span,
): string {
  const text = pattern.parts
    .map((part) => {
      if (typeof part === "string") return part;
      const value = values[part.index];
      const shown = typeof value === "number" || typeof value === "string" ? formatValue(value, part.spec) : null;
      if (shown !== null) return shown;
      const what =
        typeof value === "number"
          ? String(value)
          : typeof value === "string"
            ? `"${value}"`
            : "what is neither number nor text";
      const message = `${part.text} cannot show ${what}, the value of "${parameters[part.index]}", in the name of a cell`;
      throw failure("placeholder", message, span);
    })
    .join("");
  const name = text.replace(/^[^A-Za-z0-9._]+|[^A-Za-z0-9._]+$/g, "").replace(/[^A-Za-z0-9._]+/g, "_");
  if (name === "") throw failure("symbol-name", `the name of the cell, made of "${text}", is empty`, span);
  return name;
}
