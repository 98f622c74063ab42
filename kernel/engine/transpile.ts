/**
 * TypeScript to JavaScript. The one file that imports `@swc/core`.
 *
 * Traps: swc's spans are byte offsets that start at 1; its error text is a drawing that has to be read; every import
 * that is not marked `type` must stay in a cell, for the next cell may use it; what it adds for decorators does not know
 * one of its own variables; and it takes 20 ms and 30 MB to load, so that is left until it is needed.
 */

import { createRequire } from "node:module";
import type { Module, Options } from "@swc/core";
import { firstElement, jsxMessage, mayBeJsx } from "./jsx.ts";
import { isLarge } from "./length.ts";
import { tooDeep } from "./nesting.ts";

/** A syntax error in the user's TypeScript. Line and column start at 1. */
export class TypeScriptSyntaxError extends SyntaxError {
  readonly line: number;
  readonly column: number;
  /** The source could go on from here and be right. */
  readonly atEnd: boolean;
  file: string | undefined;

  /** An `await` is taken for a name (await-lines.ts). */
  get isAwait(): boolean {
    return this.message === awaitMessage;
  }

  constructor(message: string, line: number, column: number, atEnd = false) {
    super(message);
    this.name = "SyntaxError";
    this.line = line;
    this.column = column;
    this.atEnd = atEnd;
  }
}

const awaitMessage = "`await` is no name here";

/** A statement of a cell, in UTF-16 offsets of its source. */
export interface Statement {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The expression of an expression statement, without the semicolon. */
  readonly expression?: { readonly start: number; readonly end: number };
  /** Enums and namespaces: what they declare. */
  readonly declares?: string;
  /** A block that holds nothing but a label: `{ a: 1 }`, which the user means as an object. */
  readonly isLabelBlock: boolean;
}

export interface Transpiled {
  readonly code: string;
  /** Source map, JSON. */
  readonly map: string;
}

let loaded: typeof import("@swc/core") | null = null;

/** Outside of what takes errors for the user's: a package that cannot be loaded is none. */
function swc(): typeof import("@swc/core") {
  loaded ??= createRequire(import.meta.url)("@swc/core") as typeof import("@swc/core");
  return loaded;
}

const parser = { syntax: "typescript", decorators: true } as const;

export function parseCell(source: string): Statement[] {
  const at = offsets(source);
  return parseProgram(source).map((item) => statement(item as unknown as SwcNode, at));
}

/** A node of swc's syntax tree. */
export interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Files begin with what no cell can hold: a byte order mark, a line for the shell. Every place stays where it is. */
export function asCell(source: string): string {
  return source.replace(/^\uFEFF/, " ").replace(/^( ?)#!/, "$1//");
}

/** The statements as swc has them. */
export function parseProgram(source: string): readonly SyntaxNode[] {
  if (isLarge(source)) throw new TypeScriptSyntaxError("it is too long to be taken apart; divide it", 1, 1);
  const { parseSync } = swc();
  const program = guarded(source, (text) => parseSync(text, { ...parser, target: "es2022" }));
  return (program as Module).body as unknown as SyntaxNode[];
}

/** Whether the text is one expression, as it stands. */
export function isExpression(source: string): boolean {
  try {
    const items = parseCell(`(${source}\n)`);
    return items.length === 1 && items[0].expression !== undefined;
  } catch {
    return false;
  }
}

/** A cell: every import stays. Its map, a fifth of the work, is made when somebody asks for it. */
export function transpileCell(source: string): Transpiled {
  const transform = { verbatimModuleSyntax: true };
  const { code } = transpile(source, transform, false, { sourceMaps: false });
  return {
    code,
    get map() {
      return transpile(source, transform).map;
    },
  };
}

/** A file of the user's: imports of nothing but types go, as `tsc` does it. */
export function transpileModule(source: string, isTsx: boolean): Transpiled {
  return transpile(source, {}, isTsx);
}

/** The same in CommonJS; names of exports are put where Node looks for them. */
export function transpileCommonJs(source: string, isTsx: boolean): Transpiled {
  return transpile(source, {}, isTsx, { module: { type: "commonjs", exportInteropAnnotation: true } });
}

function transpile(source: string, transform: object, tsx = false, more: Options = {}): Transpiled {
  const options: Options = {
    swcrc: false,
    configFile: false,
    isModule: true,
    sourceMaps: true,
    ...more,
    jsc: {
      parser: { ...parser, tsx },
      target: "es2022",
      experimental: { keepImportAttributes: true },
      transform: { ...transform, decoratorVersion: "2023-11" },
    },
  };
  const { transformSync } = swc();
  const { code, map } = guarded(source, (text) => transformSync(text, options));
  return { code: mended(code), map: map ?? "" };
}

/**
 * In two of swc's helpers (1.16.22) one use of a variable was not renamed with the others. For decorators: private
 * accessors, and what a decorator finds at `context.access` of private members, would be reference errors. For `using`:
 * so would an error of the disposal that follows another one. No place moves: the lines are the helpers'.
 */
function mended(code: string): string {
  const suppressed = /^var (_SuppressedError\d+) = typeof SuppressedError === "function"/m.exec(code);
  const disposing =
    suppressed === null
      ? code
      : code.replace("new _SuppressedError(e, env.error,", `new ${suppressed[1]}(e, env.error,`);
  if (!disposing.includes("var desc1 = {};")) return disposing;
  return disposing.replace("return desc[name].call(_this, value);", "return desc1[name].call(_this, value);");
}

interface SwcNode {
  readonly type: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly expression?: SwcNode;
  readonly declaration?: SwcNode;
  readonly id?: { readonly value?: string };
  readonly stmts?: readonly SwcNode[];
}

function statement(node: SwcNode, at: (byte: number) => number): Statement {
  const inner = node.declaration ?? node;
  const named = inner.type === "TsEnumDeclaration" || inner.type === "TsModuleDeclaration";
  const { expression } = node;
  const isExpressionStatement = node.type === "ExpressionStatement" && expression !== undefined;
  return {
    type: node.type,
    start: at(node.span.start),
    end: at(node.span.end),
    ...(isExpressionStatement && { expression: { start: at(expression.span.start), end: at(expression.span.end) } }),
    ...(named && inner.id?.value !== undefined && { declares: inner.id.value }),
    isLabelBlock: node.type === "BlockStatement" && node.stmts?.[0]?.type === "LabeledStatement",
  };
}

/** From swc's byte offsets, which start at 1, to UTF-16 offsets. */
function offsets(source: string): (byte: number) => number {
  const bytes = Buffer.from(source);
  if (bytes.length === source.length) return (byte) => byte - 1;
  return (byte) => bytes.toString("utf8", 0, byte - 1).length;
}

function guarded<T>(source: string, work: (source: string) => T): T {
  const refused = tooDeep(source);
  if (refused !== null) throw new TypeScriptSyntaxError(refused, 1, 1);
  try {
    // swc (1.16.22) wants to read on behind a last word `module`, which may be a name.
    const endsWithName = source.lastIndexOf("module") > source.lastIndexOf("\n");
    return work(endsWithName ? `${source}\n` : source);
  } catch (error) {
    throw jsxError(source) ?? inItsColumn(source, readError(source, String((error as Error).message)), work);
  }
}

/**
 * swc draws in columns of a terminal: tabs are up to four wide, some signs two, others none. Where there are such the error
 * is drawn once more, in a source that has plain letters and blanks in their places.
 */
function inItsColumn(
  source: string,
  error: TypeScriptSyntaxError,
  work: (source: string) => unknown,
): TypeScriptSyntaxError {
  const narrow = narrowed(source);
  if (narrow === source) return error;
  try {
    work(narrow);
  } catch (again) {
    const { message, line, column } = readError(narrow, String((again as Error).message));
    const isSame = line === error.line && message === narrowed(error.message);
    if (isSame) return new TypeScriptSyntaxError(error.message, line, column, error.atEnd);
  }
  return error;
}

/** Of the same length, each code unit one column wide. Different letters stay different names mostly. */
function narrowed(text: string): string {
  return text
    .replace(/[^\S\n\r\u2028\u2029]/g, " ")
    .replace(/[^\x20-\x7e\n\r\u2028\u2029]/g, (unit) => String.fromCharCode(97 + (unit.charCodeAt(0) % 26)));
}

/** Where the source is one in a `.tsx` file, JSX is what is wrong with it. */
function jsxError(source: string): TypeScriptSyntaxError | null {
  if (!mayBeJsx(source)) return null;
  try {
    const start = firstElement(swc().parseSync(source, { ...parser, tsx: true, target: "es2022" }));
    if (start === null) return null;
    const before = source.slice(0, offsets(source)(start)).split("\n");
    return new TypeScriptSyntaxError(jsxMessage, before.length, before[before.length - 1].length + 1);
  } catch {
    return null;
  }
}

/**
 * swc's report looks like this; where the error is at the end of the source there is no line of carets:
 * ```
 *   x Expected a semicolon
 *    ,-[2:5]
 *  1 | let x = 1
 *  2 | let y y
 *    :       ^
 * ```
 * One character that has a note below it is marked with `|`.
 */
function readError(source: string, report: string): TypeScriptSyntaxError {
  const lines = report.split("\n");
  const message = (lines[0] ?? "").replace(/^\s*[x×]\s*/, "").replace(/`<eof>`|'<eof>'/g, "the end of the cell");
  const carets = lines.findIndex((line) => /^\s*[:·]\s*[\^─┬|-]/.test(line));
  const end = lines.findIndex((line) => /^\s*[`╰]/.test(line));
  const caretsHere = carets >= 0 && (end < 0 || carets < end);
  const opensMore = /Unterminated (template|block comment)/.test(message);
  if (!caretsHere) {
    const sourceLines = source.trimEnd().split("\n");
    const last = sourceLines[sourceLines.length - 1];
    return new TypeScriptSyntaxError(polish(message), sourceLines.length, last.length + 1, true);
  }
  const numbered = /^\s*(\d+)\s*[|│] ?/.exec(lines[carets - 1] ?? "");
  const line = Number(numbered?.[1] ?? 1);
  const bar = lines[carets - 1]?.search(/[|│]/) ?? 0;
  const column = lines[carets].search(/[\^─┬|-]/) - (bar + 2) + 1;
  return new TypeScriptSyntaxError(polish(message), line, Math.max(column, 1), opensMore);
}

function polish(message: string): string {
  if (/^`await` cannot be used as an identifier/.test(message)) return awaitMessage;
  return message === "Unexpected eof"
    ? "Unexpected end of the cell"
    : message.replace(/, got the end/, ", found the end");
}
