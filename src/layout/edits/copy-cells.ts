/** Copies of cells, their own shapes and references in arrays of their own, and references that place other cells. */
import { Cell, setReferences } from "../cell.ts";
import { childrenFirst } from "../hierarchy.ts";
import { transferShapes } from "./transfer-shapes.ts";

/** A cell that holds what `cell` holds; its references place the same cells. */
export function copyCell(cell: Cell, name: string): Cell {
  const copy = new Cell(name, { dbu: cell.dbu });
  copy.isGhost = cell.isGhost;
  copy.properties = cell.properties;
  for (const shapes of cell.allShapes) transferShapes(shapes, copy.shapes(shapes.layer));
  for (const reference of cell.references) copy.add(reference);
  return copy;
}

/**
 * Copies of cells that place each other's copies, in the same order.
 * @param cells children before parents; what they place and is not among them is placed by the copies as well
 */
export function copyCells(cells: readonly Cell[], nameOf: (cell: Cell) => string): Map<Cell, Cell> {
  const copies = new Map<Cell, Cell>();
  for (const cell of cells) {
    const copy = copyCell(cell, nameOf(cell));
    redirect(copy, copies);
    copies.set(cell, copy);
  }
  return copies;
}

/** References to the keys of the map place its values. Returns whether there were any. */
export function redirect(cell: Cell, cells: ReadonlyMap<Cell, Cell>): boolean {
  if (![...cell.children].some((child) => cells.has(child))) return false;
  setReferences(
    cell,
    cell.references.map((reference) => {
      const other = cells.get(reference.cell);
      return other === undefined ? reference : reference.of(other);
    }),
  );
  return true;
}

/** Takes all references to a cell out of the cells. */
export function removeReferences(cells: Iterable<Cell>, gone: Cell): void {
  for (const cell of cells)
    if (cell.children.has(gone))
      setReferences(
        cell,
        cell.references.filter((reference) => reference.cell !== gone),
      );
}

/** Lets references to `one` place `other`, but in `other` and below it, where that would close a circle. */
export function replaceReferences(cells: Iterable<Cell>, one: Cell, other: Cell): void {
  const below = new Set(childrenFirst([other]));
  for (const cell of cells) if (!below.has(cell)) redirect(cell, new Map([[one, other]]));
}
