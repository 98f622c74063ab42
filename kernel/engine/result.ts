/**
 * Finds what a cell shows: its last expression. A semicolon behind it means that nothing is to be shown. Where a
 * transpiler may put statements elsewhere or make expressions of declarations it is looked for in the TypeScript source
 * and marked there (`markResult`); else in the JavaScript, and the source is parsed only where the end of both differs.
 */
import type { Node, Program } from "acorn";
import { isExpression, parseCell, type Statement, TypeScriptSyntaxError } from "./transpile.ts";

export interface MarkedSource {
  /** The source with its last expression assigned to `$reticle$cell.value`. */
  readonly text: string;
  /** Where text was put in, so that positions can be taken back. */
  readonly inserted: { readonly line: number; readonly column: number; readonly length: number } | null;
  /** Enums and namespaces, which must not merge with those of an earlier cell. */
  readonly fresh: readonly string[];
}

export const resultName = "$reticle$cell.value";
const prefix = `${resultName}=(`;

/** Whether the last statement of the JavaScript is the source's, if that is no declaration of a type. */
export function keepsItsEnd(source: string): boolean {
  return !/\b(?:enum|namespace|module|export|using|declare)\b|@/.test(source) && openingBracket(source) === null;
}

/** The result in the JavaScript of such a source; undefined where the source has to be marked. */
export function shownIn(source: string, code: string, program: Program): Node | null | undefined {
  const last = program.body.findLast((statement) => !isMark(statement));
  if (last?.type === "BlockStatement") return undefined;
  if (last?.type !== "ExpressionStatement" || endsWithSemicolon(source)) return null;
  const { expression } = last;
  if (endsWith(source, code.slice(expression.start, expression.end))) return expression;
  const statement = parseCell(source).at(-1);
  return statement === undefined || shownPart(source, statement) === null ? null : expression;
}

/** `export {}`, with which the transpiler marks what has lost its imports. */
function isMark(statement: Program["body"][number]): boolean {
  if (statement.type !== "ExportNamedDeclaration") return false;
  return statement.declaration == null && statement.source == null && statement.specifiers.length === 0;
}

/** And surely no comment does. */
function endsWithSemicolon(source: string): boolean {
  const end = source.trimEnd();
  return end.endsWith(";") && !/\/[/*]|\*\//.test(end.slice(end.lastIndexOf("\n") + 1));
}

/** Whether this expression, blanks aside, is the source's last statement; false where that is not sure. */
function endsWith(source: string, expression: string): boolean {
  let at = source.length;
  for (let i = expression.length - 1; i >= 0; i--) {
    if (isBlank(expression.charCodeAt(i))) continue;
    do at--;
    while (isBlank(source.charCodeAt(at)));
    if (source[at] !== expression[i]) return false;
  }
  const line = source.lastIndexOf("\n", at - 1) + 1;
  if (source.slice(line, at).trim() !== "") return false;
  const before = source.slice(0, line).trimEnd();
  // The rest of a type would look like an expression, too.
  return before === "" || (/\b(?:type|interface)\b/.test(source) ? /[;}]$/ : /[\w;})\]"'`]$/).test(before);
}

function isBlank(code: number): boolean {
  return code === 32 || (code > 8 && code < 14);
}

export function markResult(given: string): MarkedSource {
  // `{ a: 1 }` as a whole cell is an object, as in every REPL.
  const opening = openingBracket(given);
  if (opening !== null && isExpression(given)) return mark(given, opening, given.trimEnd().length, []);
  const statements = parseCell(given);
  refuseExportAssignment(given, statements);
  const source = withoutExports(given, statements);
  const fresh = statements.flatMap((statement) => statement.declares ?? []);
  const last = statements.at(-1);
  const shown = last === undefined ? null : shownPart(source, last);
  return shown === null ? { text: source, inserted: null, fresh } : mark(source, shown.start, shown.end, fresh);
}

/** Where a bracket opens the cell, whatever comments stand before it; null where a semicolon ends the cell. */
export function openingBracket(source: string): number | null {
  let at = 0;
  for (let found = blank(source, at); found > at; found = blank(source, at)) at = found;
  return source[at] === "{" && !source.trimEnd().endsWith(";") ? at : null;
}

const blanks = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;

function blank(source: string, at: number): number {
  blanks.lastIndex = at;
  return at + (blanks.exec(source)?.[0].length ?? 0);
}

/** `export = value` is for files in CommonJS: in a cell it would fail at a name that nobody has written. */
function refuseExportAssignment(source: string, statements: readonly Statement[]): void {
  const found = statements.find(({ type }) => type === "TsExportAssignment");
  if (found === undefined) return;
  const before = source.slice(0, found.start).split("\n");
  const message = "export = is for files (.cts); what a cell declares other cells see without it";
  throw new TypeScriptSyntaxError(message, before.length, before[before.length - 1].length + 1);
}

/** `export import x = require(…)` is CommonJS, too; blanks keep every place. */
function withoutExports(source: string, statements: readonly Statement[]): string {
  return statements
    .filter(({ type, start }) => type === "TsImportEqualsDeclaration" && source.startsWith("export", start))
    .reduce((text, { start }) => `${text.slice(0, start)}      ${text.slice(start + "export".length)}`, source);
}

function shownPart(source: string, last: Statement): { start: number; end: number } | null {
  if (last.isLabelBlock && isExpression(source.slice(last.start, last.end))) return last;
  if (last.expression === undefined || source.slice(last.start, last.end).endsWith(";")) return null;
  return last.expression;
}

/** The part of the source is the cell's result. */
export function mark(source: string, start: number, end: number, fresh: readonly string[]): MarkedSource {
  const before = source.slice(0, start);
  // A comment may follow the object of a whole cell: the bracket goes on a line of its own where there could be one.
  const closing = source.slice(start, end).includes("//") ? "\n)" : ")";
  const text = `${before}${prefix}${source.slice(start, end)}${closing}${source.slice(end)}`;
  const line = before.split("\n").length;
  const column = start - (before.lastIndexOf("\n") + 1) + 1;
  return { text, inserted: { line, column, length: prefix.length }, fresh };
}
