/**
 * Cells that need no transpiler: JavaScript, and JavaScript with types. Types become blanks, so that every place stays
 * where it is and no name is changed. Between other work swc takes six to ten times as long as in a loop, presumably
 * because its code is in no cache of the processor's then, and the code that it gives has to be read once more.
 */
import type { Program } from "acorn";
import type { Edit } from "../namespaces.ts";
import { tooDeep } from "../nesting.ts";
import { DirectParser } from "./parser.ts";
import { type Erasure, notDirect } from "./tokenizer.ts";

/**
 * Where V8 is told of another source, where it finds comments that modules do not have, and lines that end otherwise than
 * the places in errors are counted.
 */
const elsewhere = /source(?:Mapping)?URL|<!--|-->|\r(?!\n)|[\u2028\u2029]/;

export interface DirectCell {
  /** JavaScript, as long as the source. */
  readonly code: string;
  readonly program: Program;
  /** What has to be put into it, which the program does not show. */
  readonly insertions: readonly Edit[];
  /** Where statements end without a semicolon: what is made of the next one must not go on from there. */
  readonly semicolons: readonly number[];
}

/** Null where the source has to be transpiled, or is wrong. */
export function readDirectly(source: string): DirectCell | null {
  if (elsewhere.test(source) || tooDeep(source) !== null) return null;
  try {
    const { program, erasures, insertions, semicolons } = DirectParser.read(source);
    return { code: withBlanks(source, erasures), program, insertions, semicolons };
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
