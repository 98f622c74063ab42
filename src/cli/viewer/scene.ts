/** A cell as the viewer's page wants it: src/view/page/scene.ts says how the bytes lie. */
import { isReticleError } from "../../errors.ts";
import { PolygonSet } from "../../geometry/index.ts";
import {
  type Cell,
  drawnLayers,
  flatShapeCount,
  type Layer,
  type LayerProperties,
  type Layout,
  layerStyle,
} from "../../layout/index.ts";
import { paletteColor } from "../../view/index.ts";
import { packed } from "./packed.ts";
import { shownPolygons } from "./shown-polygons.ts";

/** Polygons of all layers together that a page gets at once; of more it gets what it shows (part.ts). */
const mostPolygons = 1_000_000;
const mostLabels = 1000;

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
  const counts = layers.map((layer) => flatShapeCount(cell!, layer));
  const isWhole = counts.reduce((sum, count) => sum + count, 0) <= mostPolygons;
  const sets = layers.map((layer) => (isWhole ? shownPolygons(cell!, layer) : PolygonSet.empty));
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
      count: counts[index],
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
    isWhole,
    note: cell === null ? "nothing to show" : "",
    error,
  };
  return packed(
    header,
    sets.flatMap(({ xy, rings, polygons }) => [xy, rings, polygons]),
  );
}

/** The one of that name, else "main" or the first of the top cells. */
export function shownCell(layout: Layout, name: string): Cell | null {
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
