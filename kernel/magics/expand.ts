/** Magics as calls in the TypeScript that the engine compiles. What they call is `$reticle$cell` (engine/compile.ts). */
import { isExpression, parseCell, TypeScriptSyntaxError } from "../engine/transpile.ts";
import { applyEdits, beforeEdits, type Edit, type Position, positionOf } from "./edits.ts";
import { isMagic, magics, nearestMagic, takenBy } from "./list.ts";
import { isName, readCell } from "./read.ts";
import type { FoundLine } from "./scan.ts";

/** One that runs when its line is reached; `text` is what stands below `%%html` and its like. */
export interface MagicCall {
  readonly name: string;
  readonly argument: string;
  readonly text: string;
}

export interface ExpandedCell {
  readonly text: string;
  /** In the order of `$reticle$cell.magic(index)`. */
  readonly calls: readonly MagicCall[];
  /** `%%time`: the whole cell is timed. */
  readonly isTimed: boolean;
  /** Something in it is timed. */
  readonly hasClock: boolean;
  /** Takes a position in `text` back to the cell. */
  original(position: Position): Position;
}

/** @param label what errors of a `%%pls` call the cell: `In[3]` */
export function expandCell(source: string, label = "cell"): ExpandedCell {
  const { code, lines, heads, text } = readCell(source);
  if (lines.length === 0)
    return { text: source, calls: [], isTimed: false, hasClock: false, original: (position) => position };
  for (const [index, line] of lines.entries()) check(source, line, index < heads);
  const calls: MagicCall[] = [];
  const edits: Edit[] = [];
  const timed: FoundLine[] = [];
  for (const line of lines) {
    if (line.name === "%time") timed.push(line);
    if (line.name === "%time" || line.name === "%%time" || line.name === "%%check") continue;
    edits.push(
      line.name === "%%pls"
        ? plsCall(line, calls.length, source, label)
        : callOf(line, calls.length, source, text !== null),
    );
    calls.push({ name: line.name, argument: line.argument, text: text ?? "" });
  }
  const back = (all: readonly Edit[]) => (position: Position) => beforeEdits(code, all, position);
  const all = timed.length === 0 ? edits : [...edits, ...timings(source, code, timed)].sort(byPlace);
  const isTimed = lines.some(({ name }) => name === "%%time");
  const hasClock = isTimed || timed.length > 0;
  return { text: applyEdits(code, all), calls, isTimed, hasClock, original: back(all) };
}

function check(source: string, { name, argument, start }: FoundLine, isHead: boolean): void {
  const refuse = (message: string) => magicError(message, source, start);
  if (!isMagic(name)) {
    const nearest = nearestMagic(name);
    throw refuse(
      `${name} is not known; ${nearest === null ? `there are ${Object.keys(magics).join(" ")}` : `did you mean ${nearest}?`}`,
    );
  }
  if (!name.startsWith("%%")) return;
  if (!isHead) throw refuse(`${name} must be the first line of its cell`);
  if (takenBy(name) === "code" && argument !== "")
    throw refuse(`${name} stands alone on its line; "${argument}" follows`);
}

/** A text's magic is the cell's last expression, so that its value is the result. */
function callOf({ start, end }: FoundLine, index: number, source: string, isLast: boolean): Edit {
  const lines = source.slice(start, end).replace(/[^\n]/g, "");
  return {
    at: start,
    removed: end - start,
    inserted: `await $reticle$cell.magic(${index})${isLast ? "" : ";"}${lines}`,
  };
}

/** The layout of a `%%pls` is the cell's value, and a variable where a name follows. */
function plsCall({ start, end, argument }: FoundLine, index: number, source: string, label: string): Edit {
  if (!isName(argument) && argument !== "") {
    throw magicError(`%%pls takes the name of a variable, and "${argument}" is none`, source, start);
  }
  const options = `{ file: "cell.pls", name: "${label}", lineShift: ${source.slice(0, end).split("\n").length} }`;
  // With the cell's own quotes: what the kernel itself imports is written otherwise by the build.
  const layout = `(await import('reticle')).compilePls(await $reticle$cell.magic(${index}), ${options}).result`;
  const inserted = argument === "" ? layout : `var ${argument} = ${layout}; ${argument}`;
  return { at: start, removed: end - start, inserted };
}

/** The statement that follows a `%time`, wherever it ends, between two looks at the clock. */
function timings(source: string, code: string, timed: readonly FoundLine[]): Edit[] {
  const statements = parseCell(code);
  return timed.flatMap((line) => {
    const statement = statements.find(({ start }) => start >= line.end);
    const isOnItsLine = statement !== undefined && !source.slice(line.end, statement.start).includes("\n");
    if (!isOnItsLine) throw magicError("%time needs an expression or a statement behind it", source, line.start);
    // `{ a: 1 }` is an object, as it is in a cell of its own.
    const isObject = statement.isLabelBlock && isExpression(code.slice(statement.start, statement.end));
    const expression = isObject ? statement : statement.expression;
    if (expression === undefined) {
      return [insertion(statement.start, "$reticle$cell.start();"), insertion(statement.end, ";$reticle$cell.stop();")];
    }
    return [
      insertion(expression.start, "$reticle$cell.timed($reticle$cell.start(),("),
      insertion(expression.end, "))"),
    ];
  });
}

function insertion(at: number, inserted: string): Edit {
  return { at, removed: 0, inserted };
}

function byPlace(a: Edit, b: Edit): number {
  return a.at - b.at;
}

function magicError(message: string, source: string, at: number): TypeScriptSyntaxError {
  const { line, column } = positionOf(source, at);
  const error = new TypeScriptSyntaxError(message, line, column);
  error.name = "MagicError";
  return error;
}
