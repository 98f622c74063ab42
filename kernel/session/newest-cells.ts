/** Cells that the language server has not read. It may be off, or never start: the oldest ones are given up then. */
import type { NumberedCode } from "../language/index.ts";

const mostCells = 10_000;
const mostText = 20_000_000;

export class NewestCells {
  #cells: NumberedCode[] = [];
  #text = 0;

  add({ run, code, cellId }: NumberedCode): void {
    this.#cells.push({ run, code, cellId });
    this.#text += code.length;
    let given = 0;
    while (this.#cells.length - given > mostCells || (this.#text > mostText && this.#cells.length - given > 1)) {
      this.#text -= this.#cells[given++].code.length;
    }
    if (given > 0) this.#cells.splice(0, given);
  }

  /** All of them, from the oldest; none is left. */
  take(): NumberedCode[] {
    const cells = this.#cells;
    this.#cells = [];
    this.#text = 0;
    return cells;
  }
}
