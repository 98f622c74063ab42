/** Parametric cells: plain functions whose cells are kept by their arguments. */
import { ReticleError } from "../../errors.ts";
import { Cell } from "../cell.ts";
import { latestChange } from "../clock.ts";
import { uniqueName } from "../edits/unique-name.ts";
import { argumentKey, argumentText } from "./argument-key.ts";
import { isGenerated, markGenerated } from "./generated.ts";

/** Longer names are cut and end in a number that the whole of them gives. */
const longest = 64;

/**
 * A function that makes cells from arguments, each once: for the same arguments it gives the same cell. The cell is named
 * by the function and its arguments, "bend_radius=5_width=0.5" (shortened where that is long); where a layout gets two of
 * one name, as of two functions that are called alike, the later one becomes "…$1". Arguments are numbers, strings,
 * booleans, arrays and plain objects of them, layers, boxes and cells. Flatten or fill copies of such cells, not the cells
 * themselves: they are what the next call gives.
 * Throws a LayoutError `parametric-argument`, `parametric-result` where no cell is made, or `parametric-recursion`.
 * @example
 * const ring = parametric("ring", ({ radius, width }: { radius: number; width: number }) =>
 *   cell("ring").add(layer(1, 0), circle(radius + width / 2).not(circle(radius - width / 2))));
 * top.add(ring({ radius: 5, width: 0.5 }).at(0, 0), ring({ width: 0.5, radius: 5 }).at(20, 0)); // one cell, twice
 */
export function parametric<Arguments extends readonly unknown[]>(
  name: string,
  build: (...args: Arguments) => Cell,
): (...args: Arguments) => Cell {
  if (typeof name !== "string" || name === "")
    throw new ReticleError("LayoutError", "cell-name", "a parametric cell needs a name that is not empty");
  const made = new Map<string, Cell>();
  const names = new Set<string>();
  const open = new Set<string>();
  return (...args) => {
    const key = argumentKey(args, name);
    const known = made.get(key);
    if (known !== undefined) return known;
    if (open.has(key)) throw recursion(name, args);
    open.add(key);
    try {
      const free = uniqueName(nameOf(name, args, key, names), (other) => names.has(other));
      const result = named(build, args, name, free);
      names.add(free);
      made.set(key, result);
      return result;
    } finally {
      open.delete(key);
    }
  };
}

/** Calls the function; what it returns gets the name, or a copy of it does where it was there before. */
function named<Arguments extends readonly unknown[]>(
  build: (...args: Arguments) => Cell,
  args: Arguments,
  name: string,
  cellName: string,
): Cell {
  const before = latestChange();
  const result: unknown = build(...args);
  if (!(result instanceof Cell)) throw noCell(name, result);
  const isNew = result.madeAt > before && !isGenerated(result);
  const own = isNew ? result.rename(cellName) : result.copy(cellName);
  markGenerated(own);
  return own;
}

function nameOf(name: string, args: readonly unknown[], key: string, taken: ReadonlySet<string>): string {
  const text = argumentText(args);
  const full = text === "" ? name : `${name}_${text}`;
  // Arguments that read the same need not be the same.
  if (full.length <= longest && !taken.has(full)) return full;
  const end = `_${hash(`${name}(${key})`)}`;
  return full.slice(0, longest - end.length) + end;
}

/** FNV-1a, 32 bits, over UTF-16 units: the same in every run. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}

function recursion(name: string, args: readonly unknown[]): ReticleError {
  const message = `parametric cell "${name}" asks for itself with the same arguments (${argumentText(args)})`;
  return new ReticleError("LayoutError", "parametric-recursion", message);
}

function noCell(name: string, result: unknown): ReticleError {
  const isPromise = typeof (result as { then?: unknown } | null)?.then === "function";
  const what = isPromise ? "a promise; it cannot be async" : "no cell";
  return new ReticleError("LayoutError", "parametric-result", `the function of parametric cell "${name}" gave ${what}`);
}
