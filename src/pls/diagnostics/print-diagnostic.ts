/** Diagnostics as text for people (place, sentence, line, caret) and as plain objects for programs. */
import type { Diagnostic } from "./diagnostic.ts";
import type { SourcePosition, Span } from "./source-file.ts";

/** A line longer than this is cut around its caret. */
const widestLine = 160;
const mostNotes = 8;

/**
 * `file:line:column: error[code]: sentence`, the source line, a caret below what is meant, a hint, and for each note its
 * place.
 */
export function printDiagnostic(diagnostic: Diagnostic): string {
  const { severity, code, message, span, hint, notes } = diagnostic;
  const lines = [`${placeText(span)}: ${severity}[${code}]: ${visible(message)}`, ...excerpt(span)];
  if (hint !== null) lines.push(`  = ${visible(hint)}`);
  for (const note of notes.slice(0, mostNotes))
    lines.push(`${placeText(note.span)}: note: ${visible(note.message)}`, ...excerpt(note.span));
  if (notes.length > mostNotes) lines.push(`  … and ${notes.length - mostNotes} calls more`);
  return lines.join("\n");
}

/** What a terminal would take for an order is shown as a replacement character. */
function visible(text: string): string {
  return text.replace(/[^\P{C}\t\n]/gu, "\uFFFD");
}

function placeText({ source, start }: Span): string {
  const { line, column } = source.position(start);
  return `${source.name}:${line}:${column}`;
}

function excerpt({ source, start, end }: Span): string[] {
  const { text, start: lineStart } = source.lineAt(start);
  const at = start - lineStart;
  const from = at > widestLine - 40 ? at - 40 : 0;
  const shown = text.slice(from, from + widestLine);
  // Tabs stay tabs, so that the caret is below its place however wide they are.
  const before = text.slice(from, at).replace(/[^\t]/g, " ");
  const length = Math.max(1, Math.min(end - start, text.length - at, from + widestLine - at));
  return [`  ${visible(shown)}`, `  ${before}${"^".repeat(length)}`];
}

export interface DiagnosticJson {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly start: SourcePosition;
  readonly end: SourcePosition;
  readonly hint: string | null;
  readonly notes: readonly { readonly message: string; readonly file: string; readonly start: SourcePosition }[];
}

export function diagnosticJson({ severity, code, message, span, hint, notes }: Diagnostic): DiagnosticJson {
  return {
    severity,
    code,
    message,
    file: span.source.name,
    start: span.source.position(span.start),
    end: span.source.position(span.end),
    hint,
    notes: notes.map((note) => ({
      message: note.message,
      file: note.span.source.name,
      start: note.span.source.position(note.span.start),
    })),
  };
}
