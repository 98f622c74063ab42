/**
 * The language inside of TypeScript: a tagged template whose values are numbers, texts, points and regions. In headers
 * and in strings a value is put in as text; elsewhere it is known by a name that no program has, so that no value can be
 * read as code.
 */
import { ReticleError } from "../errors.ts";
import type { Layout } from "../layout/index.ts";
import { Region } from "../region/index.ts";
import { defaultDbu } from "../units.ts";
import { compilePls } from "./compile.ts";
import { ShapeValue } from "./evaluate/shape-value.ts";
import { PointValue, type Value } from "./evaluate/values.ts";
import { numberText } from "./number-text.ts";
import { endsIn, isKeyword } from "./syntax/index.ts";

export type PlsTemplateValue = number | string | boolean | readonly [number, number] | Region;

/**
 * A layout from a program of the .pls language.
 * Throws a PlsError whose message has all errors of the program, with their lines in the template.
 * @example pls`SYMBOL main
 *   LAYER 1
 *     rect(${10}) - ${circle(3)}`
 */
export function pls(strings: TemplateStringsArray, ...values: readonly PlsTemplateValue[]): Layout {
  const given = new Map<string, Value>();
  let text = strings.raw[0];
  values.forEach((value, i) => {
    text += putIn(value, text, i, given) + strings.raw[i + 1];
  });
  return compilePls(text, { name: "pls", file: "pls", given }).result;
}

function putIn(value: PlsTemplateValue, before: string, index: number, given: Map<string, Value>): string {
  const line = before.slice(Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1);
  const isText = isKeyword(/^\s*(\w*)/.exec(line)![1]) || endsIn(line) !== "code";
  if (isText && (typeof value === "number" || typeof value === "string")) {
    const shown = typeof value === "number" ? numberText(value) : value;
    if (/[\r\n"']/.test(shown)) {
      throw new ReticleError(
        "PlsError",
        "template",
        `the value ${index + 1} of the template, ${JSON.stringify(shown)}, has a quote or a line end`,
      );
    }
    return shown;
  }
  const name = `__value_${index}__`;
  given.set(name, givenValue(value, index));
  return name;
}

function givenValue(value: PlsTemplateValue, index: number): Value {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (Array.isArray(value) && value.length === 2 && value.every(Number.isFinite))
    return new PointValue(value[0], value[1]);
  if (value instanceof Region) {
    if (Math.abs(value.dbu - defaultDbu) < 1e-12) return ShapeValue.of(value);
    const message = `the value ${index + 1} of the template is a region on a grid of ${value.dbu} µm; its grid must be ${defaultDbu} µm`;
    throw new ReticleError("PlsError", "template", message);
  }
  const message = `the value ${index + 1} of the template is no finite number, text, point [x, y] or region`;
  throw new ReticleError("PlsError", "template", message);
}
