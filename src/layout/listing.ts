/** Which cells a layout holds, by name, and which place which: worked out anew after a change. */
import { ReticleError } from "../errors.ts";
import type { Cell } from "./cell.ts";
import { childrenFirst } from "./hierarchy.ts";

export interface Listing {
  readonly cells: readonly Cell[];
  readonly byName: ReadonlyMap<string, Cell>;
  readonly tops: readonly Cell[];
  /** Of every cell that is placed: those that place it. */
  readonly parents: ReadonlyMap<Cell, readonly Cell[]>;
  /** clock.ts's number at which this was worked out. */
  readonly madeAt: number;
}

/** Throws a LayoutError `duplicate-cell` or `recursive-cells`. */
export function listCells(added: ReadonlySet<Cell>, madeAt: number): Listing {
  const cells = [...new Set([...added, ...childrenFirst(added)])];
  const byName = new Map<string, Cell>();
  const parents = new Map<Cell, Cell[]>();
  for (const cell of cells) {
    if (byName.has(cell.name))
      throw new ReticleError("LayoutError", "duplicate-cell", `two cells are named "${cell.name}"`);
    byName.set(cell.name, cell);
    for (const child of cell.children) {
      const known = parents.get(child);
      if (known === undefined) parents.set(child, [cell]);
      else known.push(cell);
    }
  }
  const tops = cells.filter((cell) => !parents.has(cell));
  return { cells, byName, tops, parents, madeAt };
}
