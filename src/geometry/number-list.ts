/** A growing array of float64. */
export class NumberList {
  #data: Float64Array;
  #length = 0;

  constructor(capacity = 64) {
    this.#data = new Float64Array(capacity);
  }

  get length(): number {
    return this.#length;
  }
  at(index: number): number {
    return this.#data[index];
  }
  set(index: number, value: number): void {
    this.#data[index] = value;
  }
  /** What is in the list now, without a copy. */
  view(): Float64Array {
    return this.#data.subarray(0, this.#length);
  }
  /** Drops what is behind the first `length` numbers; views that were taken are no longer valid. */
  cut(length: number): void {
    this.#length = length;
  }
  push(value: number): void {
    if (this.#length === this.#data.length) {
      const next = new Float64Array(2 * this.#data.length);
      next.set(this.#data);
      this.#data = next;
    }
    this.#data[this.#length++] = value;
  }
}
