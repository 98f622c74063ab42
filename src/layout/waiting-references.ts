/**
 * References that a file has and nobody has asked for yet, in flat arrays: a chip has millions of them, and an object for
 * each takes longer to make than its bytes to read. They become objects, in their order, when a cell's are looked at.
 */
import { IntList } from "../geometry/index.ts";
import type { Cell } from "./cell.ts";
import { Reference } from "./reference.ts";

export class WaitingReferences {
  readonly #cells: Cell[] = [];
  readonly #numbers = new Map<Cell, number>();
  /** For each: the number of its cell, dx, dy, and its quarter turns with 4 added where it is mirrored. */
  readonly #list = new IntList();
  #last: Cell | null = null;
  #lastNumber = 0;

  /** Returns true for a cell that is not there yet. Database units; the rotation in quarter turns, 0 to 3. */
  push(cell: Cell, dx: number, dy: number, quarterTurns: number, mirror: boolean): boolean {
    const isNew = cell !== this.#last && this.#find(cell);
    this.#list.push4(this.#lastNumber, dx, dy, quarterTurns + (mirror ? 4 : 0));
    return isNew;
  }

  #find(cell: Cell): boolean {
    const number = this.#numbers.get(cell);
    this.#last = cell;
    if (number !== undefined) {
      this.#lastNumber = number;
      return false;
    }
    this.#lastNumber = this.#cells.push(cell) - 1;
    this.#numbers.set(cell, this.#lastNumber);
    return true;
  }

  get count(): number {
    return this.#list.length / 4;
  }

  /** Appends them to `references` as objects. */
  appendTo(references: Reference[]): void {
    const list = this.#list.view();
    for (let i = 0; i < list.length; i += 4) {
      const turns = list[i + 3];
      const shape = { dx: list[i + 1], dy: list[i + 2], rotation: 90 * (turns & 3), mirror: turns > 3 };
      references.push(new Reference(this.#cells[list[i]], shape));
    }
  }
}
