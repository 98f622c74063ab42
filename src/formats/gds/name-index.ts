/** Finds by the bytes of a name what was kept under it, so that no text is made for each of a million references. */
export class NameIndex<T> {
  /** The names, one behind the other. */
  #bytes = new Uint8Array(1024);
  #used = 0;
  /** Start and end of a name in `#bytes` and index of its value, by hash; an end of 0 where free. */
  #slots = new Uint32Array(3 * 64);
  readonly #values: T[] = [];

  /** What is kept under the name in these bytes, which is not empty; made and kept where there is nothing yet. */
  find(bytes: Uint8Array, start: number, end: number, make: () => T): T {
    const at = this.#place(bytes, start, end, this.#slots);
    if (this.#slots[at + 1] > 0) return this.#values[this.#slots[at + 2]];
    const value = make();
    this.#keep(bytes.subarray(start, end), value);
    return value;
  }

  #keep(name: Uint8Array, value: T): void {
    const used = this.#used;
    if (used + name.length > this.#bytes.length) {
      const grown = new Uint8Array(2 * (used + name.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(name, used);
    this.#used = used + name.length;
    if (2 * this.#values.length > this.#slots.length / 3) this.#growSlots();
    const at = this.#place(name, 0, name.length, this.#slots);
    this.#slots[at] = used;
    this.#slots[at + 1] = this.#used;
    this.#slots[at + 2] = this.#values.push(value) - 1;
  }

  /** Where the name is or belongs. Linear probing; the number of slots is a power of two. */
  #place(bytes: Uint8Array, start: number, end: number, slots: Uint32Array): number {
    const mask = slots.length / 3 - 1;
    // FNV-1a, four bytes at a time.
    let hash = 0x811c9dc5;
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const four = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
      hash = Math.imul(hash ^ four, 0x01000193);
      hash ^= hash >>> 15;
    }
    for (; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const at = 3 * slot;
      if (slots[at + 1] === 0 || this.#isName(slots[at], slots[at + 1], bytes, start, end)) return at;
    }
  }

  #isName(from: number, to: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (to - from !== end - start) return false;
    const own = this.#bytes;
    for (let i = from, j = start; i < to; i++, j++) if (own[i] !== bytes[j]) return false;
    return true;
  }

  #growSlots(): void {
    const old = this.#slots;
    const slots = new Uint32Array(4 * old.length);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 1] > 0) slots.set(old.subarray(at, at + 3), this.#place(this.#bytes, old[at], old[at + 1], slots));
    }
    this.#slots = slots;
  }
}
