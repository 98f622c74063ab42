/** What the elements of a layout file are counted by, where no layout is built. */
import { layerKey, toLayer } from "../layout/index.ts";

/** Of one layer: elements as the file has them, not counted through references. */
export interface ElementCounts {
  readonly polygons: number;
  readonly boxes: number;
  readonly paths: number;
  readonly labels: number;
}

export type ElementKind = keyof ElementCounts;

export class ElementTable {
  readonly #layers = new Map<number, { readonly name: string; readonly counts: Record<ElementKind, number> }>();

  /** The counts of a layer, to be added to. */
  of(layer: number, datatype: number): Record<ElementKind, number> {
    const key = layerKey(layer, datatype);
    let entry = this.#layers.get(key);
    if (entry === undefined) {
      entry = { name: `${toLayer([layer, datatype])}`, counts: { polygons: 0, boxes: 0, paths: 0, labels: 0 } };
      this.#layers.set(key, entry);
    }
    return entry.counts;
  }

  /** By "layer/datatype", sorted by number. */
  toObject(): Record<string, ElementCounts> {
    const sorted = [...this.#layers].sort(([a], [b]) => a - b);
    return Object.fromEntries(sorted.map(([, { name, counts }]) => [name, counts]));
  }
}
