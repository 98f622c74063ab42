const free = 2 ** 32 - 1;

/** Finds by the bytes of a name what was kept under it, so that no text is made for each of a million references. */
export class NameIndex<T> {
  readonly #bytes: Uint8Array;
  /** Start and end of the name and index of the value, by hash. */
  #slots = new Uint32Array(3 * 64).fill(free);
  readonly #values: T[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** What is kept under the name in these bytes, made and kept where there is nothing yet. */
  find(start: number, end: number, make: (start: number, end: number) => T): T {
    const slots = this.#slots;
    let at = this.#place(start, end, slots);
    if (slots[at] !== free) return this.#values[slots[at + 2]];
    const value = make(start, end);
    if (2 * this.#values.length > slots.length / 3) {
      this.#grow();
      at = this.#place(start, end, this.#slots);
    }
    this.#slots[at] = start;
    this.#slots[at + 1] = end;
    this.#slots[at + 2] = this.#values.push(value) - 1;
    return value;
  }

  /** Where the name is or belongs. Linear probing; the number of slots is a power of two. */
  #place(start: number, end: number, slots: Uint32Array): number {
    const bytes = this.#bytes;
    const mask = slots.length / 3 - 1;
    // FNV-1a.
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const at = 3 * slot;
      if (slots[at] === free || this.#isSame(slots[at], slots[at + 1], start, end)) return at;
    }
  }

  #isSame(start: number, end: number, otherStart: number, otherEnd: number): boolean {
    if (end - start !== otherEnd - otherStart) return false;
    const bytes = this.#bytes;
    for (let i = start, j = otherStart; i < end; i++, j++) if (bytes[i] !== bytes[j]) return false;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(4 * old.length).fill(free);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at] !== free) slots.set(old.subarray(at, at + 3), this.#place(old[at], old[at + 1], slots));
    }
    this.#slots = slots;
  }
}
