/** A layout in numbers: what `reticle info --json` prints. */
import { checkArgument, isReticleError, optionsOf, warn } from "../errors.ts";
import type { Box } from "../geometry/index.ts";
import { areaFromDbu } from "../units.ts";
import type { Cell } from "./cell.ts";
import { mergedArea } from "./hierarchical/merged-area.ts";
import { factsOf } from "./hierarchy.ts";
import type { Layer } from "./layer.ts";
import { Layout } from "./layout.ts";

export interface LayerInfo {
  /** Polygons, boxes and paths, counted flat. */
  readonly shapes: number;
  /** Labels, counted flat. */
  readonly texts: number;
  /**
   * Merged within each top cell and summed over them, µm²; null where it cannot be flattened: too many polygons, or some
   * that a reference moves out of the 32-bit range (with a warning).
   */
  readonly area_um2: number | null;
  /** µm. */
  readonly bbox: readonly [number, number, number, number] | null;
}

export interface LayoutInfo {
  readonly format: string | null;
  /** µm. */
  readonly dbu: number;
  readonly cells: number;
  readonly tops: readonly string[];
  /** µm. */
  readonly bbox: readonly [number, number, number, number] | null;
  readonly layers: Readonly<Record<string, LayerInfo>>;
}

export interface LayoutInfoOptions {
  /** False leaves the areas out (null), which are what takes time. */
  readonly area?: boolean;
  /** Most polygons that are flattened for one area, which else is null: 5 million, or as many as the file has. */
  readonly limit?: number;
}

/**
 * Cells, tops, layers with flat counts (by multiplication, arrays are not expanded), merged areas and boxes:
 * `layoutInfo(await readGds("chip.gds"))`.
 */
export function layoutInfo(layout: Layout, options: LayoutInfoOptions = {}): LayoutInfo {
  checkArgument(layout instanceof Layout, layout, "LayoutError", "a layout");
  const layers: Record<string, LayerInfo> = {};
  for (const layer of layout.layers()) layers[`${layer}`] = layerInfo(layout, layer, options);
  return {
    format: layout.format ?? null,
    dbu: layout.dbu,
    cells: layout.cells.length,
    tops: layout.tops.map((cell) => cell.name),
    bbox: layout.bbox?.toArray() ?? null,
    layers,
  };
}

function layerInfo(layout: Layout, layer: Layer, options: LayoutInfoOptions): LayerInfo {
  const { area = true, limit } = optionsOf(options, "LayoutError", ["area", "limit"]);
  let [shapes, texts] = [0, 0];
  let bbox: Box | null = null;
  let areaSum: number | null = area ? 0 : null;
  for (const top of layout.tops) {
    const facts = factsOf(top).layers.get(layer.key);
    if (facts === undefined) continue;
    shapes += facts.shapes;
    texts += facts.labels;
    if (facts.bbox !== null) bbox = bbox === null ? facts.bbox : bbox.or(facts.bbox);
    if (areaSum === null) continue;
    const one = areaOf(top, layer, limit);
    areaSum = one === null ? null : areaSum + one;
  }
  return { shapes, texts, area_um2: areaSum, bbox: bbox?.toMicrons(layout.dbu).toArray() ?? null };
}

function areaOf(top: Cell, layer: Layer, limit: number | undefined): number | null {
  try {
    return areaFromDbu(mergedArea(top, layer.key, limit), top.dbu);
  } catch (error) {
    if (isReticleError(error, "LayoutError") && error.code === "flatten-limit") return null;
    if (!isReticleError(error, "UnitsError") || error.code !== "coordinate-range") throw error;
    warn("LayoutError", "coordinate-range", `layer ${layer} of "${top.name}" has no area: ${error.message}`);
    return null;
  }
}
