/** What of a layout a window needs, as new cells: for formats that are read as a whole first. */
import type { Box } from "../../geometry/index.ts";
import { Cell, windowInDbu } from "../cell.ts";
import { childrenFirst, referenceBox } from "../hierarchy.ts";
import { Layout } from "../layout.ts";
import { type NeededWindow, neededWindows } from "../needed-windows.ts";
import { scan } from "../polygon-boxes.ts";
import type { Shapes } from "../shapes.ts";
import { onePolygon, setOnLast } from "./transfer-shapes.ts";

/**
 * A layout of the shapes and labels whose boxes touch a window of the top cells, µm, and of those elsewhere in cells that
 * are placed there and elsewhere, too. Cells without any are left out, but for top cells.
 */
export function partInWindow(layout: Layout, window: Box): Layout {
  const own = new Map<Cell, Box>();
  for (const cell of layout.cells) {
    const boxes = [...cell.allShapes].flatMap(({ bbox }) => bbox ?? []);
    if (boxes.length > 0)
      own.set(
        cell,
        boxes.reduce((sum, box) => sum.or(box)),
      );
  }
  const needed = neededWindows(layout.tops, own, windowInDbu(window, layout.dbu));
  const parts = new Map<Cell, Cell>();
  for (const cell of childrenFirst(layout.cells)) {
    const part = needed.get(cell);
    if (part === undefined && (!layout.tops.includes(cell) || cell.isGhost)) continue;
    const copy = new Cell(cell.name, { dbu: cell.dbu });
    copy.properties = cell.properties;
    if (part !== undefined) fill(copy, cell, part, needed, parts);
    parts.set(cell, copy);
  }
  const { name, dbu, userUnit, file, format } = layout;
  const result = new Layout({ name, dbu, userUnit, file, format });
  result.properties = layout.properties;
  for (const cell of layout.cells) {
    const part = parts.get(cell);
    if (part !== undefined) result.add(part);
  }
  return result;
}

function fill(
  copy: Cell,
  cell: Cell,
  { window }: NeededWindow,
  needed: ReadonlyMap<Cell, NeededWindow>,
  parts: ReadonlyMap<Cell, Cell>,
): void {
  for (const shapes of cell.allShapes) {
    if (shapes.bbox?.touches(window)) addTouching(shapes, copy.shapes(shapes.layer), window);
  }
  for (const reference of cell.references) {
    const below = needed.get(reference.cell);
    const child = parts.get(reference.cell);
    if (below !== undefined && child !== undefined && referenceBox(reference, below.box).touches(window))
      copy.add(reference.of(child));
  }
}

function addTouching(from: Shapes, to: Shapes, window: Box): void {
  for (const i of scan(from.polygons, window))
    setOnLast(to, to.addPolygons(onePolygon(from.polygons, i)), from.propertiesOf("polygon", i));
  const { boxes, paths, labels } = from;
  for (let i = 0; i < boxes.length; i += 4) {
    const [left, bottom, right, top] = boxes.subarray(i, i + 4);
    if (left > window.right || right < window.left || bottom > window.top || top < window.bottom) continue;
    to.addBox(left, bottom, right, top);
    setOnLast(to, "box", from.propertiesOf("box", i / 4));
  }
  for (const i of scan(from.pathOutlines(), window)) {
    const { spine, start, end } = paths.spineOf(i);
    to.addPath(spine, paths.shapeOf(i), start, end);
    setOnLast(to, "path", from.propertiesOf("path", i));
  }
  for (let i = 0; i < from.labelCount; i++) {
    const [x, y] = [labels.xy[2 * i], labels.xy[2 * i + 1]];
    if (x < window.left || x > window.right || y < window.bottom || y > window.top) continue;
    to.addLabel(labels.texts[i], x, y, labels.codeOf(i), labels.magnificationOf(i));
    setOnLast(to, "label", from.propertiesOf("label", i));
  }
}
