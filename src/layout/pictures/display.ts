/** How cells and layouts show themselves: a picture, a line of text, and for layouts tables of cells and layers. */
import { isReticleError } from "../../errors.ts";
import { formatLength, fromDbu } from "../../units.ts";
import { type LayoutPicture, layoutSvg, type MimeBundle } from "../../view/index.ts";
import { Cell } from "../cell.ts";
import { flatLabels } from "../flat-labels.ts";
import { flatten } from "../flatten.ts";
import { type CellFacts, factsOf } from "../hierarchy.ts";
import type { Layer } from "../layer.ts";
import type { Layout } from "../layout.ts";
import { layoutInfo } from "../layout-info.ts";
import { windowInDbu } from "../window-in-dbu.ts";
import { htmlTable } from "./html-table.ts";
import { drawnLayers, layerStyle, type PictureOptions } from "./picture-style.ts";

/** Polygons of all layers together that a picture is made of; beyond that the lowest levels are left out. */
const mostPolygons = 2_000_000;
/** So many labels are looked for room for. */
const mostLabels = 10_000;

export function cellText(cell: Cell): string {
  const facts = factsOf(cell);
  return `Cell "${cell.name}": ${contents(facts)}, ${plural(cell.references.length, "reference")}${boxText(facts, cell.dbu)}`;
}

export function layoutText(layout: Layout, title: string): string {
  const names = layout.tops.slice(0, 3).map((cell) => `"${cell.name}"`);
  const more = layout.tops.length > names.length ? `, … (${layout.tops.length})` : "";
  const layers = layout.layers();
  const box = layout.bbox;
  return `Layout ${title}: ${plural(layout.cells.length, "cell")}, top ${names.join(", ") || "none"}${more}, ${plural(layers.length, "layer")}${box === null ? ", empty" : `, bbox ${box} µm`}`;
}

export function cellBundle(cell: Cell, options: PictureOptions = {}): MimeBundle {
  const title = cellText(cell);
  const svg = layoutSvg(
    drawable(title, () => pictureOf(cell, title, options)),
    options,
  );
  return { "text/plain": title, "image/svg+xml": svg };
}

export function layoutBundle(layout: Layout, options: PictureOptions = {}): MimeBundle {
  const title = layout.toString();
  const note = layout.tops.length > 1 ? " (top cells side by side)" : "";
  const svg = layoutSvg(
    drawable(title, () => pictureOf(shownCell(layout), title + note, options)),
    options,
  );
  return { "text/plain": title, "text/html": layoutHtml(layout, svg, options), "image/svg+xml": svg };
}

/** Everything shows itself: where references move shapes out of the 32-bit range the picture says so, and is empty. */
function drawable(title: string, picture: () => LayoutPicture): LayoutPicture {
  try {
    return picture();
  } catch (error) {
    if (!isReticleError(error, "UnitsError") || error.code !== "coordinate-range") throw error;
    return { title: `${title} (not drawn: ${error.message})`, bbox: null, layers: [], labels: [] };
  }
}

function pictureOf(cell: Cell, title: string, options: PictureOptions): LayoutPicture {
  const facts = factsOf(cell);
  const layers = drawnLayers(cell.layers(), options);
  const window = options.window && windowInDbu(options.window, cell.dbu);
  const depth = shownDepth(cell, layers, facts.depth);
  const note = depth < facts.depth ? ` (the lowest ${plural(facts.depth - depth, "level")} not drawn)` : "";
  return {
    title: title + note,
    bbox: (options.window ?? facts.bbox?.toMicrons(cell.dbu))?.toArray() ?? null,
    layers: layers.map((layer) => ({
      ...layerStyle(layer, options.properties),
      dbu: cell.dbu,
      polygons: flatten(cell, layer.key, { depth, window }),
    })),
    labels: [...someLabels(cell, layers)],
  };
}

/** The most levels with which the picture's polygons stay below the limit. */
function shownDepth(cell: Cell, layers: readonly Layer[], deepest: number): number {
  const all = factsOf(cell).layers;
  if (layers.reduce((sum, layer) => sum + (all.get(layer.key)?.shapes ?? 0), 0) <= mostPolygons) return deepest;
  let depth = 0;
  for (let shapes = 0; depth < deepest; depth++) {
    shapes += shapesAtLevel(cell, depth + 1);
    if (shapes > mostPolygons) break;
  }
  return depth;
}

/** Shapes of all layers exactly `level` levels down, counted without expanding arrays. */
function shapesAtLevel(cell: Cell, level: number): number {
  let members = new Map<Cell, number>([[cell, 1]]);
  for (let i = 0; i < level; i++) {
    const next = new Map<Cell, number>();
    for (const [parent, times] of members)
      for (const { cell: child, count } of parent.references) next.set(child, (next.get(child) ?? 0) + times * count);
    members = next;
  }
  let sum = 0;
  for (const [one, times] of members) for (const shapes of one.allShapes) sum += times * shapes.count;
  return sum;
}

function* someLabels(cell: Cell, layers: readonly Layer[]): Generator<{ text: string; x: number; y: number }> {
  let count = 0;
  for (const layer of layers) {
    for (const { text, x, y } of flatLabels(cell, layer.key)) {
      if (count++ === mostLabels) return;
      yield { text, x: fromDbu(x, cell.dbu), y: fromDbu(y, cell.dbu) };
    }
  }
}

/** What a picture of a layout is a picture of: its top cell, or all of them side by side. */
export function shownCell(layout: Layout): Cell {
  return layout.tops.length === 1 ? layout.tops[0] : sideBySide(layout);
}

/** The top cells in rows, as a cell of their own: a library's cells all lie at the origin. */
function sideBySide(layout: Layout): Cell {
  const sheet = new Cell("tops", { dbu: layout.dbu });
  const tops = layout.tops.filter((cell) => cell.bbox !== null);
  const columns = Math.ceil(Math.sqrt(tops.length));
  let y = 0;
  for (let start = 0; start < tops.length; start += columns) {
    const row = tops.slice(start, start + columns);
    const gap = 0.1 * Math.max(...row.map((cell) => Math.max(cell.bbox!.width, cell.bbox!.height)));
    const height = Math.max(...row.map((cell) => cell.bbox!.height));
    let x = 0;
    for (const cell of row) {
      const { left, bottom, width } = cell.bbox!;
      sheet.add(cell.at(x - left, y - height - bottom));
      x += width + gap;
    }
    y -= height + gap;
  }
  return sheet;
}

function layoutHtml(layout: Layout, svg: string, { properties }: PictureOptions): string {
  const info = layoutInfo(layout, { area: false });
  const nameOf = (numbers: string) => {
    const found = properties?.propertiesOf(numbers);
    return found ? `${numbers} ${found.name}${found.visible ? "" : " (hidden)"}` : numbers;
  };
  const layers = Object.entries(info.layers).map(([name, { shapes, texts, bbox }]) => [
    nameOf(name),
    String(shapes),
    String(texts),
    bbox === null ? "" : bbox.map(formatLength).join(", "),
  ]);
  const cells = layout.cells.map((cell) => [
    cell.name + (cell.isGhost ? " (missing)" : ""),
    String([...cell.allShapes].reduce((sum, shapes) => sum + shapes.count, 0)),
    String(cell.references.length),
    cell.bbox === null ? "" : cell.bbox.toArray().map(formatLength).join(", "),
  ]);
  return [
    "<div>",
    svg,
    htmlTable(["layer", "shapes (flat)", "texts (flat)", "bbox, µm"], layers),
    htmlTable(["cell", "own shapes", "references", "bbox, µm"], cells),
    "</div>",
  ].join("\n");
}

function contents(facts: CellFacts): string {
  const layers = [...facts.layers.values()].filter((layer) => layer.shapes + layer.labels > 0);
  const shapes = layers.reduce((sum, layer) => sum + layer.shapes, 0);
  return `${plural(shapes, "shape")} on ${plural(layers.length, "layer")}`;
}

function boxText(facts: CellFacts, dbu: number): string {
  const box = facts.bbox?.toMicrons(dbu) ?? null;
  return box === null ? ", empty" : `, bbox ${box} µm`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
