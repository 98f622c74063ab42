/** Where cells are placed, level by level, of those only that hold what is looked for. */
import { type Affine, affineOf, type Box, Transform } from "../geometry/index.ts";
import type { Cell } from "./cell.ts";
import { localWindow, placed } from "./local-window.ts";
import { allMembers, membersIn, thinned } from "./members.ts";
import type { Reference } from "./reference.ts";

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
  const { depth = Infinity, window = null } = options;
  const first = { cell: top, transform: Transform.identity, level: 0 };
  yield first;
  // A stack of its own: a chain of cells may be longer than the call stack.
  const open = depth > 0 ? [new PlacedMembers(first, window, options)] : [];
  while (open.length > 0) {
    const holder = open[open.length - 1];
    const next = holder.next();
    if (next === null) open.pop();
    else {
      yield next;
      if (next.level < depth && next.cell.references.length > 0)
        open.push(new PlacedMembers(next, holder.window, options));
    }
  }
}

/** What a placed cell holds, member by member. */
class PlacedMembers {
  /** Of the top; null where all of the cell lies in it. */
  readonly window: Box | null;
  readonly #holder: PlacedCell;
  readonly #options: PlacedCellsOptions;
  readonly #local: Box | null;
  readonly #scale: number;
  readonly #references: Iterator<Reference>;
  /** Of an array, and what is left of it. */
  #array: Reference | null = null;
  #first: Affine = Transform.identity;
  #places: Iterator<[column: number, row: number]> | null = null;

  constructor(holder: PlacedCell, window: Box | null, options: PlacedCellsOptions) {
    const { cell, transform } = holder;
    this.#holder = holder;
    this.#options = options;
    const local = window === null ? null : localWindow(transform, window);
    const box = local === null ? null : options.boxOf(cell);
    const isInside = box !== null && local!.contains(box);
    this.window = isInside ? null : window;
    this.#local = isInside ? null : local;
    this.#scale = Math.hypot(transform.a, transform.c);
    const references = this.#local === null ? cell.references : cell.referencesIn(this.#local);
    this.#references = references[Symbol.iterator]();
  }

  next(): PlacedCell | null {
    const { transform, level } = this.#holder;
    const { boxOf, detail = 0 } = this.#options;
    for (;;) {
      const place = this.#places?.next();
      if (place !== undefined && !place.done) {
        const [x, y] = this.#array!.displacement(place.value[0], place.value[1]);
        return { cell: this.#array!.cell, transform: placed(this.#first, transform, x, y), level: level + 1 };
      }
      const { done, value: reference } = this.#references.next();
      if (done) return null;
      this.#places = null;
      const box = boxOf(reference.cell);
      if (box === null) continue;
      const first = transform.times(affineOf(reference));
      if (!reference.isArray && reference.offsets === null && this.#local === null)
        return { cell: reference.cell, transform: first, level: level + 1 };
      const side = Math.max(box.width, box.height) * reference.magnification * this.#scale;
      const shown = detail > 0 && side <= detail ? thinned(reference, detail / this.#scale / 2) : reference;
      this.#array = shown;
      this.#first = first;
      this.#places = this.#local === null ? allMembers(shown) : membersIn(shown, box, this.#local);
    }
  }
}
