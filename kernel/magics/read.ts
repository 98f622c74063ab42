/** A cell taken apart: its TypeScript, with blanks where magics stand, and the magics. */
import { takenBy } from "./list.ts";
import { type FoundLine, findLines } from "./scan.ts";

export interface ReadCell {
  /** As long as the cell, with the same lines; all that is not TypeScript is blank, but for a semicolon a line. */
  readonly code: string;
  readonly lines: readonly FoundLine[];
  /** So many of them are at the head of the cell, where alone those with `%%` may be. */
  readonly heads: number;
  /** The text below a `%%html` or its like, which is then the last of `lines`; null for a cell of TypeScript. */
  readonly text: string | null;
}

const cellMagic = /\s*?(%%[A-Za-z_]\w*)(?![\w$])([^\n]*)/y;

export function readCell(source: string): ReadCell {
  const heads: FoundLine[] = [];
  let from = 0;
  for (;;) {
    cellMagic.lastIndex = from;
    const found = cellMagic.exec(source);
    if (found === null) break;
    const [whole, name, argument] = found;
    const end = from + whole.length;
    heads.push({ name, argument: argument.trim(), start: end - name.length - argument.length, end });
    if (takenBy(name) === "text") {
      return { code: blank(source), lines: heads, heads: heads.length, text: source.slice(end).replace(/^\r?\n/, "") };
    }
    from = end;
  }
  const lines = [...heads, ...findLines(source, from)];
  return { code: withBlanks(source, lines), lines, heads: heads.length, text: null };
}

/** Whether a cell asks for its types to be checked before it runs. */
export function asksForCheck({ lines }: ReadCell): boolean {
  return lines.some(({ name }) => name === "%%check");
}

export function isName(text: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text);
}

/** What a cell declares that is no TypeScript, for those who look at types; "" for nothing. */
export function declarationOf({ lines, text }: ReadCell): string {
  const last = lines.at(-1);
  if (text === null || last?.name !== "%%pls" || !isName(last.argument)) return "";
  // With single quotes: what the kernel itself imports is written otherwise by the build.
  return `\ndeclare let ${last.argument}: import('reticle').Layout;`;
}

function withBlanks(source: string, lines: readonly FoundLine[]): string {
  if (lines.length === 0) return source;
  const pieces: string[] = [];
  let at = 0;
  for (const { name, start, end } of lines) {
    // What stands above and below must not become one statement: `a` and `%time (b)` would be a call.
    const blanks = name.startsWith("%%") ? blank(source.slice(start, end)) : `;${blank(source.slice(start + 1, end))}`;
    pieces.push(source.slice(at, start), blanks);
    at = end;
  }
  return pieces.join("") + source.slice(at);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
