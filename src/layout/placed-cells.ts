/** Where cells are placed, level by level, of those only that hold what is looked for. */
import { type Affine, type Box, Transform } from "../geometry/index.ts";
import type { Cell } from "./cell.ts";
import { localWindow, placed } from "./local-window.ts";
import { allMembers, membersIn, thinned } from "./members.ts";

export interface PlacedCell {
  readonly cell: Cell;
  readonly transform: Affine;
  /** Below the top: 0 for itself. */
  readonly level: number;
}

export interface PlacedCellsOptions {
  /** Around what is looked for in and below a cell, in its own coordinates; null where there is nothing. */
  readonly boxOf: (cell: Cell) => Box | null;
  /** Database units of the top. */
  readonly window?: Box | null;
  readonly depth?: number;
  /** Of arrays of cells that are at most so large (database units of the top), some members stand for all. */
  readonly detail?: number;
}

/** The top and each placed cell below it, one by one: whoever wants only some of millions stops asking. */
export function* placedCells(top: Cell, options: PlacedCellsOptions): Generator<PlacedCell> {
  // A stack of its own: a chain of cells may be longer than the call stack.
  const open: Iterator<PlacedCell>[] = [];
  for (let next: PlacedCell | null = { cell: top, transform: Transform.identity, level: 0 }; next !== null; ) {
    yield next;
    if (next.level < (options.depth ?? Infinity)) open.push(membersOf(next, options));
    next = null;
    while (next === null && open.length > 0) {
      const { done, value } = open[open.length - 1].next();
      if (done) open.pop();
      else next = value;
    }
  }
}

function* membersOf(
  { cell, transform, level }: PlacedCell,
  { boxOf, window = null, detail = 0 }: PlacedCellsOptions,
): Generator<PlacedCell, undefined> {
  const local = window === null ? null : localWindow(transform, window);
  const scale = Math.hypot(transform.a, transform.c);
  for (const reference of local === null ? cell.references : cell.referencesIn(local)) {
    const box = boxOf(reference.cell);
    if (box === null) continue;
    const side = Math.max(box.width, box.height) * reference.magnification * scale;
    const shown = detail > 0 && side <= detail ? thinned(reference, detail / scale / 2) : reference;
    const first = transform.times(reference.transform);
    for (const [column, row] of local === null ? allMembers(shown) : membersIn(shown, box, local))
      yield {
        cell: reference.cell,
        transform: placed(first, transform, ...shown.displacement(column, row)),
        level: level + 1,
      };
  }
}
