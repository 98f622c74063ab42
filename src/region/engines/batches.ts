/**
 * Clusters of touching polygons gathered into batches for an engine: large enough that a call is worth it, small enough
 * that what it works on stays in the processor's cache. Batches do not depend on how many threads take them.
 */
import { IntList, type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import type { BatchTask } from "./tasks.ts";

/** A cluster that is larger makes a batch of its own. */
const verticesEach = 2 ** 14;

/** Gathers polygons of two sets into batches of one kind, cluster by cluster. */
export class BatchBuilder {
  readonly batches: BatchTask[] = [];
  readonly #a: PolygonSet;
  readonly #b: PolygonSet;
  readonly #kind: Omit<BatchTask, "a" | "b">;
  #ofA = new IntList();
  #ofB = new IntList();
  #vertices = 0;

  constructor(a: PolygonSet, b: PolygonSet, kind: Omit<BatchTask, "a" | "b" | "kind">) {
    this.#a = a;
    this.#b = b;
    this.#kind = { kind: "batch", ...kind };
  }

  /** @param members of them, from `start` to before `end`: polygons of the first set, and behind them of the second one */
  add(members: Int32Array, start: number, end: number, alone: boolean): void {
    if (alone) this.finish();
    for (let k = start; k < end; k++) {
      const isOfA = members[k] < this.#a.count;
      const set = isOfA ? this.#a : this.#b;
      const polygon = isOfA ? members[k] : members[k] - this.#a.count;
      (isOfA ? this.#ofA : this.#ofB).push(polygon);
      this.#vertices += set.rings[set.polygons[polygon + 1]] - set.rings[set.polygons[polygon]];
    }
    if (alone || this.#vertices >= verticesEach) this.finish();
  }

  /** Closes the batch that is open. */
  finish(): void {
    if (this.#vertices === 0) return;
    this.batches.push({ ...this.#kind, a: subset(this.#a, this.#ofA), b: subset(this.#b, this.#ofB) });
    this.#ofA = new IntList();
    this.#ofB = new IntList();
    this.#vertices = 0;
  }
}

function subset(set: PolygonSet, chosen: IntList): PolygonSet {
  const builder = new PolygonSetBuilder(0, chosen.length);
  builder.appendChosen(set, chosen.view());
  return builder.build();
}
