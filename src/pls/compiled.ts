/** What compiling a program gives: its layout or its errors, its layers and globals, and where each shape comes from. */
import { ReticleError, warn } from "../errors.ts";
import type { Layout } from "../layout/index.ts";
import type { LoadedProgram } from "./check/index.ts";
import {
  type Diagnostic,
  type DiagnosticJson,
  diagnosticJson,
  printDiagnostic,
  type Reporter,
  type SourceFile,
  type Span,
} from "./diagnostics/index.ts";
import type { Context } from "./evaluate/context.ts";
import type { Evaluator } from "./evaluate/evaluator.ts";
import { spanOf } from "./evaluate/refusals.ts";
import type { Frame } from "./evaluate/scope.ts";
import type { SourceMap } from "./evaluate/source-map.ts";
import { Tracer } from "./evaluate/trace.ts";
import type { ParameterRange } from "./syntax/index.ts";

/** A global of the program, for a host that offers to change it. */
export interface PlsGlobal {
  readonly name: string;
  /** Null for what is neither number nor text. */
  readonly value: number | string | null;
  /** From a comment behind it: `width = 2  # 0.5..5`. */
  readonly range: ParameterRange | null;
  readonly comment: string | null;
  /** One-based. */
  readonly line: number;
}

export interface PlsLayer {
  readonly name: string;
  readonly number: number;
}

/** A place in a program, and the calls that led there, the innermost first. */
export interface PlsSource {
  readonly file: string;
  /** One-based. */
  readonly line: number;
  readonly column: number;
  /** The piece of the program. */
  readonly text: string;
  readonly calls: readonly {
    readonly name: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
  }[];
}

/** More than a person reads at once; `diagnostics` has more. */
const mostPrinted = 40;

interface CompiledParts {
  readonly program: LoadedProgram;
  readonly layout: Layout | null;
  readonly layers: readonly PlsLayer[];
  readonly evaluator: Evaluator;
  readonly context: Context;
}

export class CompiledPls {
  /** Null where there are errors. */
  readonly layout: Layout | null;
  /** Errors and warnings, by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Also of those that `diagnostics` has no room for. */
  readonly errorCount: number;
  /** Layers that have names. */
  readonly layers: readonly PlsLayer[];
  readonly #source: SourceFile;
  readonly #leftOut: number;
  readonly #parts: CompiledParts | null;
  readonly #sourceMap: SourceMap;

  constructor(source: SourceFile, reporter: Reporter, sourceMap: SourceMap, parts: CompiledParts | null) {
    this.#source = source;
    this.#parts = parts;
    this.#sourceMap = sourceMap;
    this.#leftOut = reporter.leftOut;
    this.errorCount = reporter.errorCount;
    this.layout = parts?.layout ?? null;
    this.diagnostics = reporter.diagnostics;
    this.layers = parts?.layers ?? [];
  }

  get errors(): readonly Diagnostic[] {
    return this.diagnostics.filter(({ severity }) => severity === "error");
  }
  get warnings(): readonly Diagnostic[] {
    return this.diagnostics.filter(({ severity }) => severity === "warning");
  }

  /** All diagnostics as text: place, sentence, line and caret. */
  get report(): string {
    const shown = this.diagnostics.slice(0, mostPrinted).map(printDiagnostic);
    const left = this.diagnostics.length - shown.length + this.#leftOut;
    if (left > 0) shown.push(`… and ${left} more`);
    return shown.join("\n");
  }

  /** The same for programs. */
  toJSON(): {
    readonly diagnostics: readonly DiagnosticJson[];
    readonly globals: readonly PlsGlobal[];
    readonly layers: readonly PlsLayer[];
  } {
    return { diagnostics: this.diagnostics.map(diagnosticJson), globals: this.globals, layers: this.layers };
  }

  /** The layout; its warnings are given on. Throws a PlsError whose message has all errors, and its place the first. */
  get result(): Layout {
    if (this.layout !== null) {
      for (const warning of this.warnings) warn("PlsError", warning.code, printDiagnostic(warning));
      return this.layout;
    }
    const first = this.errors[0];
    const { line, column } = first.span.source.position(first.span.start);
    const error = new ReticleError("PlsError", first.code, this.errors.map(printDiagnostic).join("\n"));
    Object.assign(error, { place: { file: first.span.source.name, line, column } });
    throw error;
  }

  /** The program's GLOBALS with their values. */
  get globals(): readonly PlsGlobal[] {
    if (this.#parts === null) return [];
    const { program, evaluator } = this.#parts;
    return [...program.main.globals.values()].map((global) => {
      const { entry } = global;
      let value: unknown = null;
      try {
        value = evaluator.global(global, { source: this.#source, start: entry.start, end: entry.end });
      } catch {
        // It was reported.
      }
      return {
        name: entry.name.name,
        value: typeof value === "number" || typeof value === "string" ? value : null,
        range: entry.range,
        comment: entry.comment,
        line: this.#source.position(entry.start).line,
      };
    });
  }

  /**
   * Where the shape at a point (µm) of a layer of a cell comes from; null where there is none.
   * @example compiled.sourceAt("main", 1, 0, 0)?.line
   */
  sourceAt(cell: string, layerNumber: number, x: number, y: number): PlsSource | null {
    if (this.#parts === null) return null;
    const { evaluator, context } = this.#parts;
    const origins = this.#sourceMap.shapesOf(cell, layerNumber);
    const traced = new Tracer(evaluator).trace(origins, x / context.dbu, y / context.dbu);
    return traced === null ? null : sourceOf(traced.span, traced.frame);
  }

  /** Where each of a cell's references comes from, in the order of `cell.references`. */
  referenceSources(cell: string): readonly PlsSource[] {
    return this.#sourceMap.referencesOf(cell).map(({ body, scope }) => sourceOf(spanOf(body, scope), scope.frame));
  }

  /** The files that the program was made of: itself and its imports. */
  get files(): readonly string[] {
    return this.#parts?.program.modules.map(({ source }) => source.name) ?? [this.#source.name];
  }

  toString(): string {
    return this.layout === null
      ? `${this.#source.name}: ${this.errorCount} error${this.errorCount === 1 ? "" : "s"}`
      : `${this.#source.name}: ${this.layout}`;
  }
}

function sourceOf(span: Span, innermost: Frame | null): PlsSource {
  const calls: PlsSource["calls"][number][] = [];
  for (let frame = innermost; frame !== null; frame = frame.outer) {
    const { source, start } = frame.span;
    calls.push({ name: frame.definition.signature.name, file: source.name, ...source.position(start) });
  }
  const { source, start, end } = span;
  return { file: source.name, ...source.position(start), text: source.text.slice(start, end), calls };
}
