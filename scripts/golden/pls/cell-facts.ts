/** What golden programs say of a cell: areas and boxes of its layers, own and with all references, and the references. */
import type { Cell, Layer, Reference } from "../../../src/layout/index.ts";
import { Region } from "../../../src/region/index.ts";
import { touchingCounts } from "./touching-counts.ts";

/** µm and µm². */
export interface LayerFacts {
  readonly area: number;
  readonly perimeter: number;
  readonly bbox: readonly number[];
  readonly polygons: number;
  readonly holes: number;
}

export interface ReferenceFacts {
  readonly cell: string;
  readonly x: number;
  readonly y: number;
  readonly rotation: number;
  readonly mirror: boolean;
  readonly mag: number;
  readonly na?: number;
  readonly nb?: number;
  readonly a?: readonly number[];
  readonly b?: readonly number[];
}

export interface CellFacts {
  readonly own: ReadonlyMap<string, LayerFacts>;
  readonly flat: ReadonlyMap<string, LayerFacts>;
  readonly refs: readonly ReferenceFacts[];
}

export function cellFacts(cell: Cell): CellFacts {
  const of = (layers: readonly Layer[], depth: number) => {
    const found = layers.flatMap((layer) => {
      const region = Region.of(cell.polygonsOf(layer, { depth, ifMissing: "empty" }), { dbu: cell.dbu });
      return region.isEmpty ? [] : [[`${layer}`, layerFacts(region)] as const];
    });
    return new Map(found);
  };
  const layers = cell.layers();
  return { own: of(layers, 0), flat: of(layers, Infinity), refs: cell.references.map(referenceFacts) };
}

function layerFacts(region: Region): LayerFacts {
  const merged = region.merged();
  const { area, perimeter } = merged;
  return { area, perimeter, bbox: merged.bbox!.toArray(), ...touchingCounts(merged.polygons) };
}

function referenceFacts(reference: Reference): ReferenceFacts {
  const { at, rotation, mirror, magnification, columns, rows, pitch } = reference;
  const placed = { cell: reference.cell.name, x: at[0], y: at[1], rotation, mirror, mag: magnification };
  if (!reference.isArray) return placed;
  return { ...placed, na: columns, nb: rows, a: pitch[0], b: pitch[1] };
}
