/** What the arguments of a parametric cell are: one text that tells them apart, and a short one for people to read. */
import { ReticleError } from "../../errors.ts";
import { Box } from "../../geometry/index.ts";
import { formatLength } from "../../units.ts";
import { Cell } from "../cell.ts";
import { Layer } from "../layer.ts";

const cellNumbers = new WeakMap<Cell, number>();
let cells = 0;
/** Deeper values are taken for such as contain themselves. */
const deepest = 50;

/**
 * The same text for the same arguments: the order of an object's keys does not count, nor do those that are undefined;
 * cells are told apart by what they are, not by their names.
 * Throws a LayoutError `parametric-argument` for what cannot be told apart.
 */
export function argumentKey(args: readonly unknown[], name: string): string {
  return args.map((value, i) => keyOf(value, `argument ${i + 1} of "${name}"`, 0)).join(";");
}

function keyOf(value: unknown, what: string, depth: number): string {
  if (depth > deepest)
    throw new ReticleError("LayoutError", "parametric-argument", `${what} is nested too deeply, or contains itself`);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return String(value + 0); // −0 is 0
  if (typeof value === "boolean" || value === undefined || value === null) return String(value);
  if (value instanceof Layer) return `layer ${value} ${JSON.stringify(value.name)}`;
  if (value instanceof Box) return `box ${value.toArray()}`;
  if (value instanceof Cell) return `cell ${numberOf(value)}`;
  if (Array.isArray(value)) return `[${value.map((one, i) => keyOf(one, `${what}[${i}]`, depth + 1)).join(",")}]`;
  if (isPlain(value)) {
    const entries = sortedEntries(value).map(
      ([key, one]) => `${JSON.stringify(key)}:${keyOf(one, `${key} in ${what}`, depth + 1)}`,
    );
    return `{${entries.join(",")}}`;
  }
  throw new ReticleError("LayoutError", "parametric-argument", `${what} is ${kindOf(value)}; ${allowed}`);
}

const allowed =
  "a parametric cell takes numbers, strings, booleans, arrays and plain objects of them, layers, boxes and cells";

function kindOf(value: unknown): string {
  if (typeof value !== "object") return `a ${typeof value}`;
  const maker: unknown = value?.constructor;
  return typeof maker === "function" && maker.name !== "" ? `a ${maker.name}` : "an object";
}

function numberOf(cell: Cell): number {
  const known = cellNumbers.get(cell);
  if (known !== undefined) return known;
  cellNumbers.set(cell, ++cells);
  return cells;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm have another Object.prototype, whose own prototype is null as well.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function sortedEntries(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** "radius=5_width=0.5"; empty for no arguments. Different arguments may read the same. */
export function argumentText(args: readonly unknown[]): string {
  const parts = args.flatMap((value) =>
    isPlain(value) ? sortedEntries(value).map(([key, one]) => `${plain(key)}=${textOf(one)}`) : [textOf(value)],
  );
  return parts.filter((part) => part !== "").join("_");
}

function textOf(value: unknown): string {
  if (typeof value === "number") return Number.isFinite(value) ? formatLength(value) : String(value);
  if (value instanceof Layer) return value.name === "" ? `${value.layer}-${value.datatype}` : plain(value.name);
  if (value instanceof Box) return value.toArray().map(formatLength).join(",");
  if (value instanceof Cell) return plain(value.name);
  if (Array.isArray(value)) return value.map(textOf).join(",");
  if (isPlain(value))
    return sortedEntries(value)
      .map(([key, one]) => `${plain(key)}=${textOf(one)}`)
      .join(",");
  return value === undefined ? "" : plain(String(value));
}

/** What every format and tool takes in a name. */
function plain(text: string): string {
  return text.replace(/[^\w.+$-]/g, "_");
}
