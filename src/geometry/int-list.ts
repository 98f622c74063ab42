import { intRoom } from "./int-room.ts";

/** Typed arrays are dear to make, and most lists of a layout stay empty. */
const empty = new Int32Array(0);

/** A growing array of int32. Only ever appended to, so a view that was taken stays valid while the list grows. */
export class IntList {
  #data: Int32Array;
  #length = 0;

  constructor(capacity = 16) {
    this.#data = capacity === 0 ? empty : new Int32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return this.#data[index];
  }

  push(value: number): void {
    if (this.#length === this.#data.length) this.#grow(1);
    this.#data[this.#length++] = value;
  }

  /** Four numbers at once: a box. */
  push4(a: number, b: number, c: number, d: number): void {
    if (this.#length + 4 > this.#data.length) this.#grow(4);
    const data = this.#data;
    const at = this.#length;
    data[at] = a;
    data[at + 1] = b;
    data[at + 2] = c;
    data[at + 3] = d;
    this.#length = at + 4;
  }

  pushAll(values: ArrayLike<number>, start = 0, end = values.length): void {
    if (this.#length + end - start > this.#data.length) this.#grow(end - start);
    let at = this.#length;
    for (let i = start; i < end; i++) this.#data[at++] = values[i];
    this.#length = at;
  }

  /** What is in the list now, without a copy. */
  view(): Int32Array {
    return this.#data.subarray(0, this.#length);
  }

  #grow(more: number): void {
    const next = intRoom(Math.max(2 * this.#data.length, this.#length + more, 16));
    next.set(this.#data);
    this.#data = next;
  }
}
