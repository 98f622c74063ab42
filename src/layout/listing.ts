/** Which cells a layout holds, by name, and which place which: worked out anew after a change. */
import { ReticleError } from "../errors.ts";
import type { Cell } from "./cell.ts";
import { latestChange } from "./clock.ts";
import { uniqueName } from "./edits/unique-name.ts";
import { childrenFirst } from "./hierarchy.ts";
import { isGenerated } from "./parametric/generated.ts";

export interface Listing {
  readonly cells: readonly Cell[];
  readonly byName: ReadonlyMap<string, Cell>;
  readonly tops: readonly Cell[];
  /** Of every cell that is placed: those that place it. */
  readonly parents: ReadonlyMap<Cell, readonly Cell[]>;
  /** clock.ts's number at which this was worked out. */
  readonly madeAt: number;
}

/**
 * Cells whose names were generated give way to others of their name, and the later to the earlier.
 * Throws a LayoutError `duplicate-cell` or `recursive-cells`.
 */
export function listCells(added: ReadonlySet<Cell>): Listing {
  const cells = [...new Set([...added, ...childrenFirst(added)])];
  const byName = nameCells(cells);
  const parents = new Map<Cell, Cell[]>();
  for (const cell of cells) {
    for (const child of cell.children) {
      const known = parents.get(child);
      if (known === undefined) parents.set(child, [cell]);
      else known.push(cell);
    }
  }
  const tops = cells.filter((cell) => !parents.has(cell));
  return { cells, byName, tops, parents, madeAt: latestChange() };
}

function nameCells(cells: readonly Cell[]): Map<string, Cell> {
  const byName = new Map<string, Cell>();
  const twice: Cell[] = [];
  for (const cell of cells) {
    const other = byName.get(cell.name);
    if (other === undefined) byName.set(cell.name, cell);
    else if (isGenerated(cell)) twice.push(cell);
    else if (isGenerated(other)) {
      byName.set(cell.name, cell);
      twice.push(other);
    } else throw new ReticleError("LayoutError", "duplicate-cell", `two cells are named "${cell.name}"`);
  }
  for (const cell of twice) {
    cell.rename(uniqueName(cell.name, (name) => byName.has(name)));
    byName.set(cell.name, cell);
  }
  return byName;
}
