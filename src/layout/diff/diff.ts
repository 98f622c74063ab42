/** What two layouts do not share: cells, references, shapes, labels and properties by cell, and areas by layer. */
import { isReticleError, optionsOf, ReticleError } from "../../errors.ts";
import { type Box, hullBoxes, type PolygonSet } from "../../geometry/index.ts";
import { Region } from "../../region/index.ts";
import { formatLength, sameDbu } from "../../units.ts";
import { displaySymbol, escapeText, inspectSymbol, type MimeBundle } from "../../view/index.ts";
import { Cell } from "../cell.ts";
import { defaultFlattenLimit } from "../flatten.ts";
import { factsOf, flatShapeCount } from "../hierarchy.ts";
import type { Layer } from "../layer.ts";
import { Layout } from "../layout.ts";
import { htmlTable } from "../pictures/html-table.ts";
import { changedBoxes } from "./changed-boxes.ts";
import { diffReferences, type ReferencesDiff } from "./diff-references.ts";
import { diffShapes, propertiesText, type ShapesDiff } from "./diff-shapes.ts";

export interface DiffOptions {
  /** False leaves the areas out (null), which are what takes time. */
  readonly area?: boolean;
  /**
   * Most polygons that are flattened for one area: 20 million. Beyond, and where hundreds of thousands lie on each other by
   * dozens, or their edges cross in more points than fit into memory, the area is null.
   */
  readonly limit?: number;
}

/** A layer of a cell whose own shapes or labels differ. */
export interface CellLayerDiff extends ShapesDiff {
  readonly layer: Layer;
  /** Covered in just one of the two cells, by shapes of their own, µm². */
  readonly xorArea: number | null;
}

/** A cell that both layouts have, and that differs. */
export interface CellDiff {
  readonly name: string;
  readonly references: ReferencesDiff;
  readonly layers: readonly CellLayerDiff[];
  /** True where the properties of the cell as a whole are others. */
  readonly hasOtherProperties: boolean;
}

/** A layer on which something differs, flat. */
export interface LayerDiff {
  readonly layer: Layer;
  /** Covered in just one of the two layouts, all top cells together, µm²; null where it was not worked out. */
  readonly xorArea: number | null;
}

const mostLines = 12;

/** What `diff` tells: shows itself as text and as tables. */
export class LayoutDiff {
  /** Database units of the two, µm. */
  readonly dbu: readonly [a: number, b: number];
  /** Names of cells that only one of the two has. */
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
  readonly cells: readonly CellDiff[];
  readonly layers: readonly LayerDiff[];

  constructor(parts: Pick<LayoutDiff, "dbu" | "onlyInA" | "onlyInB" | "cells" | "layers">) {
    optionsOf(parts, "LayoutError");
    this.dbu = parts.dbu;
    this.onlyInA = parts.onlyInA;
    this.onlyInB = parts.onlyInB;
    this.cells = parts.cells;
    this.layers = parts.layers;
  }

  /** True where nothing differs, the database unit included. */
  get isSame(): boolean {
    const cells = this.onlyInA.length + this.onlyInB.length + this.cells.length;
    return cells === 0 && sameDbu(...this.dbu);
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    if (this.isSame) return "LayoutDiff: the same";
    const lines = [...this.#rows()].map(([where, what]) => `  ${where}: ${what}`);
    const more = lines.length > mostLines ? [`  … ${lines.length - mostLines} more`] : [];
    return ["LayoutDiff:", ...lines.slice(0, mostLines), ...more].join("\n");
  }

  [displaySymbol](): MimeBundle {
    const text = this.toString();
    if (this.isSame) return { "text/plain": text, "text/html": `<div>${escapeText(text)}</div>` };
    return { "text/plain": text, "text/html": htmlTable(["where", "what differs"], [...this.#rows()]) };
  }

  *#rows(): Generator<[where: string, what: string]> {
    if (!sameDbu(...this.dbu)) yield ["database unit", `${this.dbu[0]} µm against ${this.dbu[1]} µm`];
    if (this.onlyInA.length > 0) yield ["cells only in a", some(this.onlyInA)];
    if (this.onlyInB.length > 0) yield ["cells only in b", some(this.onlyInB)];
    for (const { layer, xorArea } of this.layers) yield [`layer ${layer}, flat`, areaText(xorArea)];
    for (const { name, references, layers, hasOtherProperties } of this.cells) {
      if (hasOtherProperties) yield [`"${name}"`, "properties of the cell"];
      if (references.onlyInA.length > 0) yield [`"${name}", references only in a`, some(references.onlyInA)];
      if (references.onlyInB.length > 0) yield [`"${name}", references only in b`, some(references.onlyInB)];
      for (const one of layers) yield [`"${name}", layer ${one.layer}`, layerText(one)];
    }
  }
}

/**
 * What differs between two layouts (or cells with all below them): cells by name, their references, shapes, labels and
 * properties whatever the order, and by layer the area that just one of the two covers. An array is the same as its
 * members. Where the database units differ, both are compared on the finer one.
 * @example diff(await readGds("a.gds"), await readGds("b.gds")).isSame
 */
export function diff(a: Layout | Cell, b: Layout | Cell, options: DiffOptions = {}): LayoutDiff {
  const [first, second] = [layoutOf(a, "first"), layoutOf(b, "second")];
  const dbu = Math.min(first.dbu, second.dbu);
  const onGrid = (layout: Layout) => (sameDbu(layout.dbu, dbu) ? layout : layout.withDbu(dbu));
  return compare(onGrid(first), onGrid(second), [first.dbu, second.dbu], options);
}

function layoutOf(what: Layout | Cell, which: string): Layout {
  if (what instanceof Layout) return what;
  if (what instanceof Cell) return Layout.of(what);
  throw new ReticleError("LayoutError", "not-a-layout", `the ${which} of what is compared is no layout and no cell`);
}

function compare(a: Layout, b: Layout, dbu: readonly [number, number], options: DiffOptions): LayoutDiff {
  const [onlyInA, onlyInB] = [missingIn(b, a), missingIn(a, b)];
  const cells: CellDiff[] = [];
  const touched = new Map<number, Layer>();
  const touch = (layer: Layer) => touched.set(layer.key, layer);
  const touchAll = (cell: Cell) => {
    for (const { layer } of factsOf(cell).layers.values()) touch(layer);
  };
  for (const name of onlyInA) touchAll(a.cell(name));
  for (const name of onlyInB) touchAll(b.cell(name));
  for (const one of a.cells) {
    if (!b.has(one.name)) continue;
    const other = b.cell(one.name);
    const references = diffReferences(one.references, other.references);
    const layers = diffLayers(one, other, options);
    const hasOtherProperties = propertiesText(one.properties) !== propertiesText(other.properties);
    if (references.onlyInA.length + references.onlyInB.length > 0) for (const each of [one, other]) touchAll(each);
    else if (layers.length === 0 && !hasOtherProperties) continue;
    for (const { layer } of layers) touch(layer);
    cells.push({ name: one.name, references, layers, hasOtherProperties });
  }
  const sorted = [...touched.values()].sort((x, y) => x.key - y.key);
  const changed = new Set(
    cells.flatMap(({ name, layers }) =>
      layers.filter((one) => one.shapesOnlyInA + one.shapesOnlyInB > 0).map(({ layer }) => `${layer.key} ${name}`),
    ),
  );
  const layers = sorted.map((layer) => {
    const isChanged = (name: string) => changed.has(`${layer.key} ${name}`);
    return { layer, xorArea: xorArea(a, b, layer, isChanged, options) };
  });
  return new LayoutDiff({ dbu, onlyInA, onlyInB, cells, layers });
}

function missingIn(layout: Layout, other: Layout): string[] {
  return other.cells.map((cell) => cell.name).filter((name) => !layout.has(name));
}

function diffLayers(a: Cell, b: Cell, options: DiffOptions): CellLayerDiff[] {
  const { area = true, limit = defaultFlattenLimit } = optionsOf(options, "LayoutError");
  const layers = new Map([...a.allShapes, ...b.allShapes].map(({ layer }) => [layer.key, layer]));
  const out: CellLayerDiff[] = [];
  for (const [key, layer] of [...layers].sort(([x], [y]) => x - y)) {
    const [own, other] = [a.shapesAt(key), b.shapesAt(key)];
    const found = diffShapes(own, other, a.dbu);
    if (found === null) continue;
    const covered = (shapes: typeof own) =>
      shapes === undefined ? Region.empty({ dbu: a.dbu }) : Region.of(shapes.outlines(), { dbu: a.dbu });
    const isFew = area && (own?.count ?? 0) <= limit && (other?.count ?? 0) <= limit;
    const xorArea = isFew ? areaOrNull(() => covered(own).xor(covered(other)).area) : null;
    out.push({ layer, ...found, xorArea });
  }
  return out;
}

function xorArea(
  a: Layout,
  b: Layout,
  layer: Layer,
  isChanged: (name: string) => boolean,
  options: DiffOptions,
): number | null {
  const { area = true, limit = defaultFlattenLimit } = optionsOf(options, "LayoutError");
  if (!area) return null;
  // A window finds out that it holds too much only by looking: sooner where there is reason to expect it.
  const counts = [a, b].map((layout) => layout.tops.reduce((sum, top) => sum + flatShapeCount(top, layer), 0));
  let most = Math.max(...counts) > limit ? Math.ceil(limit / 20) : limit;
  return areaOrNull(() => {
    let sum = 0;
    for (const box of changedBoxes(a, b, layer.key, isChanged)) {
      const window = box.toMicrons(a.dbu);
      const flat = [a, b].map((layout) => layout.polygonsOf(layer, { limit: most, window, ifMissing: "empty" }));
      // No window holds what another one does, but for shapes that reach into both.
      if (most < limit) most -= Math.max(...flat.map((set) => set.count));
      if (flat.some((set) => isHeap(set, box))) return null;
      const [own, other] = flat.map((set) => Region.of(set, { dbu: a.dbu }));
      sum += own.xor(other).clip(window).area;
    }
    return sum;
  });
}

/** Null also where it has too many polygons, or crossings of their edges: all else that differs is told in any case. */
function areaOrNull(area: () => number | null): number | null {
  try {
    return area();
  } catch (error) {
    if (isReticleError(error) && (error.code === "flatten-limit" || error.code === "crossing-limit")) return null;
    throw error;
  }
}

/** Hundreds of thousands of polygons that lie on each other dozens of times: their union may take any memory. */
function isHeap(set: PolygonSet, { width, height }: Box): boolean {
  if (set.count < 300_000) return false;
  const boxes = hullBoxes(set);
  let area = 0;
  for (let i = 0; i < boxes.length; i += 4) area += (boxes[i + 2] - boxes[i]) * (boxes[i + 3] - boxes[i + 1]);
  return area > 30 * width * height;
}

function layerText(one: CellLayerDiff): string {
  const parts = [
    counted(one.shapesOnlyInA, "shape", " only in a"),
    counted(one.shapesOnlyInB, "shape", " only in b"),
    one.labelsOnlyInA.length > 0 ? `labels only in a: ${some(one.labelsOnlyInA)}` : "",
    one.labelsOnlyInB.length > 0 ? `labels only in b: ${some(one.labelsOnlyInB)}` : "",
    counted(one.properties, "element", " with other properties"),
    one.shapesOnlyInA + one.shapesOnlyInB > 0 ? areaText(one.xorArea) : "",
  ];
  return parts.filter((part) => part !== "").join("; ");
}

function counted(count: number, what: string, how: string): string {
  return count === 0 ? "" : `${count} ${what}${count === 1 ? "" : "s"}${how}`;
}

function areaText(area: number | null): string {
  return area === null
    ? "area not compared"
    : `${formatLength(Number(area.toPrecision(9)))} µm² in just one of the two`;
}

function some(names: readonly string[]): string {
  const most = 5;
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")}, … (${names.length})`;
}
