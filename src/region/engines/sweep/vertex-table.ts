/**
 * The different ends of segments, sorted by x and then y, and the way back from a point to its number.
 *
 * Both coordinates make one 64-bit number, which the runtime sorts natively; a hash table with open addresses finds them
 * again.
 */
import type { Segments } from "./segments.ts";

const offset = 2 ** 31;

export class VertexTable {
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** Number of a vertex plus one; 0 is free. Its length is a power of two. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor({ count, ax, ay, bx, by }: Segments) {
    const keys = new BigUint64Array(2 * count);
    const halves = new Uint32Array(keys.buffer);
    // Little-endian, as every platform of Node is: the upper half is the second one.
    for (let i = 0, at = 0; i < count; i++, at += 4) {
      halves[at] = ay[i] + offset;
      halves[at + 1] = ax[i] + offset;
      halves[at + 2] = by[i] + offset;
      halves[at + 3] = bx[i] + offset;
    }
    keys.sort();
    let kept = 0;
    for (let at = 0; at < halves.length; at += 2) {
      if (kept > 0 && halves[at] === halves[kept - 2] && halves[at + 1] === halves[kept - 1]) continue;
      halves[kept++] = halves[at];
      halves[kept++] = halves[at + 1];
    }
    this.x = new Int32Array(kept / 2);
    this.y = new Int32Array(kept / 2);
    let slots = 16;
    while (slots < kept) slots *= 2;
    this.#slots = new Int32Array(slots);
    this.#mask = slots - 1;
    for (let v = 0; v < kept / 2; v++) {
      this.x[v] = halves[2 * v + 1] - offset;
      this.y[v] = halves[2 * v] - offset;
      let slot = this.#slot(this.x[v], this.y[v]);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = v + 1;
    }
  }

  /** The number of a point that is an end of a segment. */
  find(x: number, y: number): number {
    for (let slot = this.#slot(x, y); ; slot = (slot + 1) & this.#mask) {
      const v = this.#slots[slot] - 1;
      if (this.x[v] === x && this.y[v] === y) return v;
    }
  }

  #slot(x: number, y: number): number {
    let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b);
    hash ^= hash >>> 15;
    return (Math.imul(hash, 0x2c1b3c6d) >>> 7) & this.#mask;
  }
}
