/** What the compiler says of a program: errors and warnings, each with its place, and the ways that led there. */
import type { Span } from "./source-file.ts";

/** A second place that explains the first: where a SHAPE was called, where a name was defined before. */
export interface DiagnosticNote {
  readonly message: string;
  readonly span: Span;
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** kebab-case: "unknown-function". */
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly notes: readonly DiagnosticNote[];
  /** How the thing is called, or what to write. */
  readonly hint: string | null;
}

/** What ends the work on one section. `diagnostic` is null where the cause has been reported already. */
export class Failure extends Error {
  readonly diagnostic: Diagnostic | null;

  constructor(diagnostic: Diagnostic | null) {
    super(diagnostic?.message ?? "reported before");
    this.diagnostic = diagnostic;
  }
}

export interface FailureOptions {
  readonly notes?: readonly DiagnosticNote[];
  readonly hint?: string | null;
}

export function failure(code: string, message: string, span: Span, options: FailureOptions = {}): Failure {
  return new Failure(errorAt(code, message, span, options));
}

export function errorAt(code: string, message: string, span: Span, options: FailureOptions = {}): Diagnostic {
  return { severity: "error", code, message, span, notes: options.notes ?? [], hint: options.hint ?? null };
}
