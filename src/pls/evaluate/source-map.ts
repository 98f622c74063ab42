/** Where in the program the shapes and references of each cell come from. */
import type { Expression } from "../syntax/index.ts";
import type { Scope } from "./scope.ts";

/** An expression that was evaluated into a layer of a cell, or into a reference. */
export interface Origin {
  readonly body: Expression;
  readonly scope: Scope;
}

export class SourceMap {
  readonly #shapes = new Map<string, Map<number, Origin[]>>();
  readonly #references = new Map<string, Origin[]>();

  shape(cell: string, layer: number, origin: Origin): void {
    const layers = this.#shapes.get(cell) ?? new Map<number, Origin[]>();
    this.#shapes.set(cell, layers);
    const there = layers.get(layer);
    if (there === undefined) layers.set(layer, [origin]);
    else there.push(origin);
  }

  /** In the order of the cell's references. */
  reference(cell: string, origin: Origin): void {
    const there = this.#references.get(cell);
    if (there === undefined) this.#references.set(cell, [origin]);
    else there.push(origin);
  }

  shapesOf(cell: string, layer: number): readonly Origin[] {
    return this.#shapes.get(cell)?.get(layer) ?? [];
  }
  referencesOf(cell: string): readonly Origin[] {
    return this.#references.get(cell) ?? [];
  }
}
