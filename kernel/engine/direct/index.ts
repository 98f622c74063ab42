/**
 * Cells that need no transpiler: JavaScript, and JavaScript with types. Types become blanks, so that every place stays
 * where it is and no name is changed. It takes a fraction of the time, most of which a transpiler spends on getting its own
 * code into the processor's caches.
 */
import type { Program } from "acorn";
import type { Edit } from "../namespaces.ts";
import { tooDeep } from "../nesting.ts";
import { DirectParser } from "./parser.ts";
import { type Erasure, notDirect } from "./tokenizer.ts";

export interface DirectCell {
  /** JavaScript, as long as the source. */
  readonly code: string;
  readonly program: Program;
  /** What has to be put into it, which the program does not show. */
  readonly insertions: readonly Edit[];
}

/** Null where the source has to be transpiled, or is wrong. */
export function readDirectly(source: string): DirectCell | null {
  // They would rule where V8 looks for the cell's own source.
  if (/source(?:Mapping)?URL/.test(source) || tooDeep(source) !== null) return null;
  try {
    const { program, erasures, insertions } = DirectParser.read(source);
    return { code: withBlanks(source, erasures), program, insertions };
  } catch (error) {
    if (error === notDirect || error instanceof RangeError) return null;
    throw error;
  }
}

function withBlanks(source: string, erasures: readonly Erasure[]): string {
  if (erasures.length === 0) return source;
  let code = "";
  let at = 0;
  for (const { start, end, isStatement } of [...erasures].sort((a, b) => a.start - b.start)) {
    const blank = source.slice(start, end).replace(/[^\n\r\u2028\u2029]/g, " ");
    code += source.slice(at, start) + (isStatement ? `;${blank.slice(1)}` : blank);
    at = end;
  }
  return code + source.slice(at);
}
