/** Type errors of a cell: which of the compiler's findings are worth a word in a notebook, and how they read. */
import type { CodeModule } from "./code-modules.ts";
import { offsetAt, type Range } from "./positions.ts";

export interface Diagnostic {
  readonly range: Range;
  readonly severity?: number;
  readonly code?: number | string;
  readonly message: string;
}

/** A type error; line and column start at 1. */
export interface TypeProblem {
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
  /** The name that is declared nowhere, where that is the error. */
  readonly unknownName?: string;
}

const errorSeverity = 1;

/** What is an error in modules but none in cells. */
const allowed = new Set([
  // `import x = require(…)` in a module.
  1202,
]);

/** A name is used before its declaration, or by its own initializer: it may mean the earlier cell's. */
const beforeDeclaration = new Set([2448, 2449, 2454]);

export function problemsOf(module: CodeModule, diagnostics: readonly Diagnostic[]): TypeProblem[] {
  return diagnostics.filter((diagnostic) => counts(module, diagnostic)).map(problemOf);
}

/** "… implicitly has an 'any' type": no mistake in a notebook. The setting stays on, because without it `[]` is `never[]`. */
const isImplicitAny = (code: number): boolean => code >= 7005 && code <= 7061;

function counts(module: CodeModule, { range, severity, code }: Diagnostic): boolean {
  if (severity !== errorSeverity || allowed.has(Number(code)) || isImplicitAny(Number(code))) return false;
  const start = offsetAt(module.text, range.start);
  // What is appended to the cell is ours.
  if (start > module.code.length) return false;
  const name = module.text.slice(start, offsetAt(module.text, range.end));
  return !(beforeDeclaration.has(Number(code)) && module.redeclared.has(name));
}

/** "Cannot find name 'size'.", perhaps with "Did you mean …". */
const unknownNames = new Set([2304, 2552]);

function problemOf({ range, code, message }: Diagnostic): TypeProblem {
  const unknown = unknownNames.has(Number(code)) ? /'([^']+)'/.exec(message)?.[1] : undefined;
  return {
    ...(unknown !== undefined && { unknownName: unknown }),
    line: range.start.line + 1,
    column: range.start.character + 1,
    code: `TS${code}`,
    message: message
      // Types of earlier cells are named with their module's path.
      .replace(/import\("[^"]*\.reticle-cell-\d+"\)\./g, "")
      .replace(/because it is an import\.$/, "because an earlier cell did not declare it with let or var."),
  };
}

const mostShown = 20;
const mostMessageLines = 8;
const widest = 160;

/**
 * ```
 * In[3]:1:5 type error TS2322: Type 'string' is not assignable to type 'number'.
 *     1 | let n: number = "bad"
 *       |     ^
 * ```
 */
export function problemsText(label: string, code: string, problems: readonly TypeProblem[]): string {
  const lines = code.split(/\r\n|\r|\n/);
  const texts = problems.slice(0, mostShown).map(({ line, column, code: number, message }) => {
    const said = message.split("\n").slice(0, mostMessageLines).join("\n");
    return `${label}:${line}:${column} type error ${number}: ${said}\n${quote(lines[line - 1] ?? "", line, column)}`;
  });
  if (problems.length > mostShown) texts.push(`… and ${problems.length - mostShown} more`);
  return texts.join("\n");
}

function quote(text: string, line: number, column: number): string {
  // Long lines (data) are cut around the caret.
  const from = Math.max(0, column - widest / 2);
  const before = text.slice(from, column - 1).replace(/[^\t]/gu, " ");
  return `${String(line).padStart(5)} | ${text.slice(from, from + widest)}\n      | ${before}^`;
}

export function problemsHtml(text: string): string {
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const bold = escaped.replace(/^(In\[\d+\]:\d+:\d+ )(type error TS\d+)/gm, "$1<b>$2</b>");
  return `<pre style="border-left: 3px solid #d08700; padding-left: 8px">${bold}</pre>`;
}
