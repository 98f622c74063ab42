/**
 * Reading only what a window needs, in two passes: the first keeps references and boxes of each structure and lets its
 * shapes go, the second reads the shapes that the window needs.
 */
import { Box } from "../../geometry/index.ts";
import {
  type Cell,
  type NeededWindow,
  neededWindows,
  Reference,
  referenceBox,
  Shapes,
  toLayer,
} from "../../layout/index.ts";
import type { ElementSink } from "./elements.ts";

/** What is done with the structures of a file. */
export interface StructurePlan {
  /** False for a structure that is read over. */
  wants(name: string): boolean;
  /** Where its elements go. */
  sink(cell: Cell): ElementSink;
  /** Shapes that do not touch it are left out; null for none. */
  window(cell: Cell): Box | null;
  /** The structure has ended. */
  ended(cell: Cell): void;
  /** What is referred to and not there is kept as a ghost. */
  readonly hasGhosts: boolean;
}

export const wholeFile: StructurePlan = {
  wants: () => true,
  sink: (cell) => cell,
  window: () => null,
  ended: () => {},
  hasGhosts: true,
};

/** The first pass. */
export class Skeleton implements StructurePlan {
  readonly hasGhosts = true;
  /** The box around the own shapes and labels of a cell. */
  readonly boxes = new Map<Cell, Box>();
  #layers = new Map<string, Shapes>();

  wants(): boolean {
    return true;
  }

  window(): null {
    return null;
  }

  sink(cell: Cell): ElementSink {
    this.#layers = new Map();
    const layers = this.#layers;
    return {
      add: (reference) => cell.add(reference),
      place: (...placement) => cell.place(...placement),
      shapes: (numbers) => {
        const key = String(numbers);
        const shapes = layers.get(key) ?? new Shapes(toLayer(numbers));
        layers.set(key, shapes);
        return shapes;
      },
    };
  }

  ended(cell: Cell): void {
    let box: Box | null = null;
    for (const { bbox } of this.#layers.values()) box = bbox === null ? box : box === null ? bbox : box.or(bbox);
    if (box !== null) this.boxes.set(cell, box);
    this.#layers = new Map();
  }
}

const nowhere = new Box(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -Infinity, -Infinity);

/** The second pass. Top cells are there even where they have nothing in the window. */
export class WindowPlan implements StructurePlan {
  readonly hasGhosts = false;
  readonly #needed = new Map<string, NeededWindow>();
  readonly #tops: ReadonlySet<string>;

  /** @param window  database units */
  constructor(cells: readonly Cell[], tops: readonly Cell[], skeleton: Skeleton, window: Box) {
    for (const [cell, part] of neededWindows(cells, skeleton.boxes, window)) this.#needed.set(cell.name, part);
    this.#tops = new Set(tops.filter((cell) => !cell.isGhost).map((cell) => cell.name));
  }

  wants(name: string): boolean {
    return this.#needed.has(name) || this.#tops.has(name);
  }

  window(cell: Cell): Box {
    return this.#needed.get(cell.name)?.window ?? nowhere;
  }

  sink(cell: Cell): ElementSink {
    const window = this.window(cell);
    const add = (reference: Reference) => {
      const below = this.#needed.get(reference.cell.name);
      if (below !== undefined && referenceBox(reference, below.box).touches(window)) cell.add(reference);
    };
    return {
      shapes: (layer) => cell.shapes(layer),
      add,
      place: (child, dx, dy, quarterTurns, mirror) =>
        add(new Reference(child, { dx, dy, rotation: 90 * quarterTurns, mirror })),
    };
  }

  ended(): void {}
}
