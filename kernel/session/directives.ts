/** What a cell asks of the session: `%%check`. Its TypeScript is what everybody but the engine reads. */
import { asksForCheck, declarationOf, readCell } from "../magics/read.ts";

export interface Directives {
  /** As long as the cell, blanks in the place of magics; behind it what they declare. */
  readonly code: string;
  /** Type errors stop the cell from being run. */
  readonly mustCheck: boolean;
}

export function readDirectives(source: string): Directives {
  const cell = readCell(source);
  return { code: cell.code + declarationOf(cell), mustCheck: asksForCheck(cell) };
}
