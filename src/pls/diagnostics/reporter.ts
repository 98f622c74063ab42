/** Gathers diagnostics, each place and code once: a SHAPE that is called often fails often. */
import { type Diagnostic, errorAt, Failure, type FailureOptions } from "./diagnostic.ts";
import type { Span } from "./source-file.ts";

/** More than a person reads; the rest is counted. */
const mostKept = 200;

export class Reporter {
  readonly #seen = new Set<string>();
  readonly #kept: Diagnostic[] = [];
  #errors = 0;
  #left = 0;

  add(diagnostic: Diagnostic): void {
    const { source, start } = diagnostic.span;
    const key = `${diagnostic.code} ${start} ${source.name}`;
    if (this.#seen.has(key)) return;
    if (diagnostic.severity === "error") this.#errors++;
    if (this.#kept.length >= mostKept) {
      this.#left++;
      return;
    }
    this.#seen.add(key);
    this.#kept.push(diagnostic);
  }

  error(code: string, message: string, span: Span, options: FailureOptions = {}): void {
    this.add(errorAt(code, message, span, options));
  }

  warning(code: string, message: string, span: Span, options: FailureOptions = {}): void {
    this.add({ ...errorAt(code, message, span, options), severity: "warning" });
  }

  /** Runs a piece of work whose failure is reported and leaves `null`; other exceptions go on. */
  attempt<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.diagnostic !== null) this.add(error.diagnostic);
      return null;
    }
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }
  get errorCount(): number {
    return this.#errors;
  }
  /** How many were not kept. */
  get leftOut(): number {
    return this.#left;
  }
  /** By file and place. */
  get diagnostics(): readonly Diagnostic[] {
    const order = new Map<string, number>();
    for (const { span } of this.#kept) if (!order.has(span.source.name)) order.set(span.source.name, order.size);
    const rank = ({ span }: Diagnostic) => order.get(span.source.name)!;
    return [...this.#kept].sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start);
  }
}
