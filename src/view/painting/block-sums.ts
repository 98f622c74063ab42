/**
 * Blocks of pixels upon each other, each for the price of its four corners: differences of how many lie on a pixel, summed up once.
 * A file of few kilobytes may hold millions of shapes as large as the picture.
 */
export class BlockSums {
  readonly #columns: number;
  readonly #rows: number;
  readonly #differences: Int32Array;
  readonly #counts: Int32Array;
  #lowest: number;
  #highest = -1;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
    this.#differences = new Int32Array((columns + 1) * (rows + 1));
    this.#counts = new Int32Array(columns + 1);
    this.#lowest = rows;
  }

  /** Rows and columns from the first to the last, both of them. */
  block(bottom: number, left: number, top: number, right: number): void {
    const differences = this.#differences;
    const width = this.#columns + 1;
    const low = bottom * width;
    const high = (top + 1) * width;
    differences[low + left]++;
    differences[low + right + 1]--;
    differences[high + left]--;
    differences[high + right + 1]++;
    if (bottom < this.#lowest) this.#lowest = bottom;
    if (top > this.#highest) this.#highest = top;
  }

  /** Sets the bits of all pixels with a block on them, in rows of `stride` words, and forgets the blocks. */
  settle(words: Int32Array, stride: number): void {
    const differences = this.#differences;
    const counts = this.#counts.fill(0);
    const columns = this.#columns;
    for (let row = this.#lowest; row <= this.#highest; row++) {
      const start = row * (columns + 1);
      let count = 0;
      for (let column = 0; column < columns; column++) {
        counts[column] += differences[start + column];
        count += counts[column];
        if (count > 0) words[row * stride + (column >> 5)] |= 1 << (column & 31);
      }
      counts[columns] += differences[start + columns];
    }
    differences.fill(0, this.#lowest * (columns + 1), (this.#highest + 2) * (columns + 1));
    this.#lowest = this.#rows;
    this.#highest = -1;
  }
}
