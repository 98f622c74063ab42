/** What of a layout a window needs, as new cells, for formats that look for shapes once it is known where they are needed. */
import type { Box } from "../../geometry/index.ts";
import { Cell } from "../cell.ts";
import { referenceBox } from "../hierarchy.ts";
import { Layout } from "../layout.ts";
import type { NeededWindow } from "../needed-windows.ts";

/**
 * A layout of the needed cells and their references that a window needs; top cells are there in any case.
 * @param layout  its cells need have no shapes
 * @param fill  puts what a window of `from` needs of its shapes into `to`
 */
export function partInWindow(
  layout: Layout,
  needed: ReadonlyMap<Cell, NeededWindow>,
  fill: (from: Cell, to: Cell, window: Box) => void,
): Layout {
  const parts = new Map<Cell, Cell>();
  const tops = new Set(layout.tops);
  for (const cell of layout.cells) {
    if (!needed.has(cell) && (!tops.has(cell) || cell.isGhost)) continue;
    const part = new Cell(cell.name, { dbu: cell.dbu });
    part.properties = cell.properties;
    parts.set(cell, part);
  }
  const { name, dbu, userUnit, file, format } = layout;
  const result = new Layout({ name, dbu, userUnit, file, format });
  result.properties = layout.properties;
  for (const [cell, part] of parts) {
    const need = needed.get(cell);
    if (need !== undefined) {
      addReferences(part, cell, need.window, needed, parts);
      fill(cell, part, need.window);
    }
    result.add(part);
  }
  return result;
}

function addReferences(
  part: Cell,
  cell: Cell,
  window: Box,
  needed: ReadonlyMap<Cell, NeededWindow>,
  parts: ReadonlyMap<Cell, Cell>,
): void {
  for (const reference of cell.references) {
    const below = needed.get(reference.cell);
    const child = parts.get(reference.cell);
    if (below !== undefined && child !== undefined && referenceBox(reference, below.box).touches(window))
      part.add(reference.of(child));
  }
}
