/** A cell as the viewer's page wants it: src/view/page/scene.ts says how the bytes lie. */
import { isReticleError } from "../../errors.ts";
import { PolygonSet, ringAreaTwice } from "../../geometry/index.ts";
import {
  type Cell,
  drawnLayers,
  type Layer,
  type LayerProperties,
  type Layout,
  layerStyle,
} from "../../layout/index.ts";
import { paletteColor } from "../../view/index.ts";

/** Polygons of all layers together; beyond that the lowest levels are left out. */
const mostPolygons = 1_500_000;
const mostLabels = 400;

export interface SceneRequest {
  readonly layout: Layout;
  /** "" for the one that a reader would look at first. */
  readonly cell: string;
  readonly title: string;
  readonly properties: LayerProperties | undefined;
  readonly error: string | null;
}

export function sceneBytes({ layout, cell: wanted, title, properties, error }: SceneRequest): Uint8Array {
  const cell = shownCell(layout, wanted);
  const layers = cell === null ? [] : drawnLayers(cell.layers(), {});
  const { sets, note } = cell === null ? { sets: [], note: "nothing to show" } : polygonsOf(cell, layers);
  const shown = layers.map((layer, index) => {
    const { name, color = paletteColor(index), frameColor = color, fillOpacity = 0.42 } = layerStyle(layer, properties);
    const { xy, rings, polygons } = sets[index];
    return {
      key: `${layer}`,
      name,
      color,
      frameColor,
      fillOpacity,
      visible: properties?.propertiesOf(layer)?.visible !== false,
      lengths: [xy.length, rings.length, polygons.length],
      labels: labelsOf(cell!, layer),
    };
  });
  const header = {
    title,
    dbu: layout.dbu,
    cell: cell?.name ?? "",
    cells: cellNames(layout),
    bbox: cell?.bbox?.toArray() ?? null,
    layers: shown,
    note,
    error,
  };
  return packed(header, sets);
}

/** The one of that name, else "main" or the first of the top cells. */
function shownCell(layout: Layout, name: string): Cell | null {
  if (name !== "" && layout.has(name)) return layout.cell(name);
  const tops = layout.tops.filter(({ bbox }) => bbox !== null);
  return tops.find((one) => one.name === "main") ?? tops[0] ?? layout.tops[0] ?? null;
}

/** Top cells first. */
function cellNames(layout: Layout): string[] {
  const tops = new Set(layout.tops);
  const others = layout.cells.filter((cell) => !tops.has(cell)).map(({ name }) => name);
  return [...layout.tops.map(({ name }) => name), ...others.sort()];
}

function polygonsOf(cell: Cell, layers: readonly Layer[]): { readonly sets: PolygonSet[]; readonly note: string } {
  for (let depth = cell.depth; depth >= 0; depth--) {
    const sets = setsAt(cell, layers, depth);
    if (sets === null) continue;
    const left = cell.depth - depth;
    return { sets, note: left === 0 ? "" : `the lowest ${left === 1 ? "level is" : `${left} levels are`} not shown` };
  }
  return { sets: layers.map(() => PolygonSet.empty), note: `more than ${mostPolygons} shapes: nothing is shown` };
}

function setsAt(cell: Cell, layers: readonly Layer[], depth: number): PolygonSet[] | null {
  let left = mostPolygons;
  const sets: PolygonSet[] = [];
  for (const layer of layers) {
    try {
      const set = cell.polygonsOf(layer, { depth, limit: Math.max(1, left), ifMissing: "empty" });
      left -= set.count;
      if (left < 0) return null;
      sets.push(withHullsOneWay(set));
    } catch (error) {
      if (isReticleError(error, "LayoutError") && error.code === "flatten-limit") return null;
      throw error;
    }
  }
  return sets;
}

/** Hulls counter-clockwise, so that two that overlap do not cancel where the page fills them. */
function withHullsOneWay({ xy, rings, polygons }: PolygonSet): PolygonSet {
  const out = xy.slice();
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) {
    const first = polygons[polygon];
    if (ringAreaTwice(out, 2 * rings[first], 2 * rings[first + 1]) >= 0) continue;
    for (let ring = first; ring < polygons[polygon + 1]; ring++) reverse(out, rings[ring], rings[ring + 1]);
  }
  return new PolygonSet(out, rings, polygons);
}

function reverse(xy: Int32Array, start: number, end: number): void {
  for (let i = start, k = end - 1; i < k; i++, k--) {
    [xy[2 * i], xy[2 * k]] = [xy[2 * k], xy[2 * i]];
    [xy[2 * i + 1], xy[2 * k + 1]] = [xy[2 * k + 1], xy[2 * i + 1]];
  }
}

function labelsOf(cell: Cell, layer: Layer) {
  try {
    const labels = cell.labelsOf(layer, { limit: 100_000, ifMissing: "empty" });
    return labels.slice(0, mostLabels).map(({ text, x, y }) => ({ text, x, y }));
  } catch (error) {
    // Far too many to be read.
    if (isReticleError(error, "LayoutError")) return [];
    throw error;
  }
}

function packed(header: object, sets: readonly PolygonSet[]): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 4 + Math.ceil(text.length / 4) * 4;
  const numbers = sets.reduce((sum, { xy, rings, polygons }) => sum + xy.length + rings.length + polygons.length, 0);
  const bytes = new Uint8Array(start + 4 * numbers);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.fill(0x20, 4, start);
  bytes.set(text, 4);
  let at = start;
  for (const { xy, rings, polygons } of sets) {
    for (const array of [xy, rings, polygons]) {
      bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
      at += array.byteLength;
    }
  }
  return bytes;
}
