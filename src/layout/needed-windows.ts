/** Which part of each cell a window of the top cells needs, from boxes and references alone: no shape is looked at. */
import { Box } from "../geometry/index.ts";
import type { Cell } from "./cell.ts";
import { childrenFirst, referenceBox } from "./hierarchy.ts";
import type { Reference } from "./reference.ts";

export interface NeededWindow {
  /** The box around all that any place of the cell has in the window, in the cell's own database units. */
  readonly window: Box;
  /** The box around the whole cell, all levels. */
  readonly box: Box;
}

/** Coordinates below a turned reference are rounded once more on each level. */
const rounding = 2;

/**
 * @param tops  cells with their references, shapes are not needed
 * @param own   the box around the shapes and labels of each cell itself
 * @param window  database units of the top cells
 * @returns only cells with something in the window
 */
export function neededWindows(
  tops: Iterable<Cell>,
  own: ReadonlyMap<Cell, Box>,
  window: Box,
): ReadonlyMap<Cell, NeededWindow> {
  const order = childrenFirst(tops);
  const boxes = new Map<Cell, Box>();
  for (const cell of order) {
    let box = own.get(cell) ?? null;
    for (const reference of cell.references) {
      const below = boxes.get(reference.cell);
      if (below === undefined) continue;
      const placed = referenceBox(reference, below);
      box = box === null ? placed : box.or(placed);
    }
    if (box !== null) boxes.set(cell, box);
  }
  const needed = new Map<Cell, NeededWindow>();
  const need = (cell: Cell, wanted: Box): void => {
    const box = boxes.get(cell);
    const part = box?.and(wanted) ?? null;
    if (box === undefined || part === null) return;
    const known = needed.get(cell)?.window;
    needed.set(cell, { box, window: known === undefined ? part : known.or(part) });
  };
  const isPlaced = new Set(order.flatMap((cell) => [...cell.children]));
  for (const cell of order) if (!isPlaced.has(cell)) need(cell, window);
  for (const cell of order.reverse()) {
    const wanted = needed.get(cell)?.window;
    if (wanted === undefined) continue;
    for (const reference of cell.references) {
      const below = boxes.get(reference.cell);
      if (below !== undefined && referenceBox(reference, below).touches(wanted))
        need(reference.cell, seenFrom(reference, wanted));
    }
  }
  return needed;
}

/** The box around what all members of a reference see of a box of the parent. */
function seenFrom(reference: Reference, { left, bottom, right, top }: Box): Box {
  const { reach } = reference;
  const members = new Box(left - reach.right, bottom - reach.top, right - reach.left, top - reach.bottom);
  const seen = reference.transform.inverted().box(members);
  return new Box(Math.floor(seen.left), Math.floor(seen.bottom), Math.ceil(seen.right), Math.ceil(seen.top)).enlarged(
    rounding,
  );
}
