/** Cells whose names were made by a program: a layout with two of one name may give one of them another. */
import type { Cell } from "../cell.ts";

const generated = new WeakSet<Cell>();

export function markGenerated(cell: Cell): void {
  generated.add(cell);
}

export function isGenerated(cell: Cell): boolean {
  return generated.has(cell);
}
