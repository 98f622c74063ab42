/** Where an expression is evaluated: its file, the values of its parameters, and the calls that led there. */
import type { Module, ShapeDefinition, SymbolDefinition } from "../check/index.ts";
import type { DiagnosticNote, Span } from "../diagnostics/index.ts";
import type { Value } from "./values.ts";

export interface Frame {
  readonly definition: ShapeDefinition | SymbolDefinition;
  /** Of the call. */
  readonly span: Span;
  readonly outer: Frame | null;
  readonly depth: number;
}

export interface Scope {
  readonly module: Module;
  readonly values: ReadonlyMap<string, Value>;
  readonly frame: Frame | null;
}

/** The calls from the innermost to the outermost. */
export function callNotes(frame: Frame | null): DiagnosticNote[] {
  const notes: DiagnosticNote[] = [];
  for (let one = frame; one !== null; one = one.outer) {
    const isShape = "isBroken" in one.definition && !("parts" in one.definition);
    const message = `in ${isShape ? "SHAPE" : "SYMBOL"} ${one.definition.signature.name}, which is ${isShape ? "called" : "placed"} here`;
    notes.push({ message, span: one.span });
  }
  return notes;
}
