/** What is inside the result, by the winding numbers of both operands. */
import type { BooleanOperation } from "./engine.ts";

export const insideOf: Record<BooleanOperation, (a: number, b: number) => boolean> = {
  or: (a, b) => a !== 0 || b !== 0,
  and: (a, b) => a !== 0 && b !== 0,
  not: (a, b) => a !== 0 && b === 0,
  xor: (a, b) => (a !== 0) !== (b !== 0),
};
