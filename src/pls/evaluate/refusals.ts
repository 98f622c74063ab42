/** How what goes wrong becomes a failure at its place, with the calls that led there. */
import { isReticleError, type ReticleError } from "../../errors.ts";
import { Failure, failure, type Span } from "../diagnostics/index.ts";
import type { Identifier } from "../syntax/index.ts";
import { callNotes, type Frame, type Scope } from "./scope.ts";
import { describe, ObjectValue, PointValue, type Value } from "./values.ts";

/** What the rooms above refuse is refused at the call. */
export function refused(error: unknown, name: Identifier, scope: Scope): unknown {
  return isReticleError(error) ? roomFailure(error, spanOf(name, scope)) : error;
}

/** What the rooms above refuse, at a place of the program. */
export function roomFailure({ code, message }: ReticleError, span: Span, frame: Frame | null = null): Failure {
  const hint = code === "coordinate-range" ? "32 bits of 1 nm are ±2.1 m; --dbu sets a larger database unit" : null;
  return failure(code, message, span, { notes: callNotes(frame), hint });
}

export function field(value: Value, name: string, span: Span): Value {
  if (value instanceof ObjectValue) {
    const found = value.entries.get(name);
    if (found !== undefined) return found;
    const known = [...value.entries.keys()].join(", ");
    throw failure("unknown-field", `the object has no "${name}"; it has ${known === "" ? "nothing" : known}`, span);
  }
  if (value instanceof PointValue && (name === "x" || name === "y")) return value[name];
  throw failure("unknown-field", `${describe(value)} has no "${name}"; methods need brackets`, span);
}

export function spanOf({ start, end }: { readonly start: number; readonly end: number }, { module }: Scope): Span {
  return { source: module.source, start, end };
}

/**
 * The failure with the calls that led to it. Errors of the rooms above (a coordinate out of range, a character without a
 * glyph) become failures at the innermost expression that was evaluated.
 */
export function withPlace(error: unknown, span: Span, frame: Frame | null): unknown {
  if (error instanceof Failure) {
    const { diagnostic } = error;
    if (diagnostic === null || frame === null || diagnostic.notes.length > 0) return error;
    return new Failure({ ...diagnostic, notes: callNotes(frame) });
  }
  if (isReticleError(error)) return roomFailure(error, span, frame);
  return error;
}
