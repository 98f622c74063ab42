import { BlockSums } from "./block-sums.ts";

/** A block of fewer words is written as it is. */
const fewWords = 8;
/** So many words, and so many for each pixel, are written before blocks are summed up. */
const leastSpent = 2 ** 23;
const mostTimes = 2;

/**
 * What a layer paints, a bit a pixel, before it has a colour: shapes that lie upon each other cost nothing, and a stipple
 * is met once a word. Row 0 is the lowest; around the picture lies a margin, from which thick lines reach into it.
 */
export class BitPlane {
  readonly width: number;
  readonly height: number;
  /** Pixels on each side: a multiple of 32, so that the picture begins with a word. */
  readonly margin: number;
  /** Words of a row, its margins included. */
  readonly stride: number;
  readonly #words: Int32Array;
  readonly #rows: number;
  /** Rows that are not empty, counted from the lowest of the margin. */
  #lowest: number;
  #highest = -1;
  /** Words that were written by blocks and spans since the last `clear`. */
  #spent = 0;
  #heap: BlockSums | null = null;

  /** @param reach pixels that are kept on each side at least */
  constructor(width: number, height: number, reach = 0) {
    this.width = width;
    this.height = height;
    this.margin = 32 * Math.ceil(reach / 32);
    this.stride = Math.ceil(width / 32) + 2 * (this.margin / 32);
    this.#rows = height + 2 * this.margin;
    this.#words = new Int32Array(this.stride * this.#rows);
    this.#lowest = this.#rows;
  }

  /** 32 pixels each, row by row, those of the margins included. */
  get words(): Int32Array {
    this.#settle();
    return this.#words;
  }

  /** The rows of the picture in which something may be; the first after the last where nothing is. */
  get touched(): readonly [first: number, last: number] {
    return [Math.max(0, this.#lowest - this.margin), Math.min(this.height - 1, this.#highest - this.margin)];
  }

  /** Index of the word with the first pixels of a row of the picture. */
  start(row: number): number {
    return (row + this.margin) * this.stride + this.margin / 32;
  }

  clear(): void {
    this.#settle();
    this.#spent = 0;
    if (this.#highest >= this.#lowest)
      this.#words.fill(0, this.#lowest * this.stride, (this.#highest + 1) * this.stride);
    this.#lowest = this.#rows;
    this.#highest = -1;
  }

  /** One pixel, if it is on the plane. */
  pixel(row: number, column: number): void {
    const r = row + this.margin;
    const c = column + this.margin;
    if (r < 0 || c < 0 || r >= this.#rows || c >= this.width + 2 * this.margin) return;
    if (r < this.#lowest) this.#lowest = r;
    if (r > this.#highest) this.#highest = r;
    this.#words[r * this.stride + (c >> 5)] |= 1 << (c & 31);
  }

  /** Columns `left` to `right`, both of them, as far as they are on the plane. */
  span(row: number, left: number, right: number): void {
    const r = row + this.margin;
    const end = this.width + 2 * this.margin - 1;
    const from = left + this.margin > 0 ? left + this.margin : 0;
    const to = right + this.margin < end ? right + this.margin : end;
    if (!(from <= to) || r < 0 || r >= this.#rows) return;
    if (r < this.#lowest) this.#lowest = r;
    if (r > this.#highest) this.#highest = r;
    const words = this.#words;
    if (this.#isHeap((to - from) >> 5)) {
      this.#heap!.block(r, from, r, to);
      return;
    }
    const start = r * this.stride;
    const first = start + (from >> 5);
    const last = start + (to >> 5);
    const head = -1 << (from & 31);
    const tail = -1 >>> (31 - (to & 31));
    if (first === last) {
      words[first] |= head & tail;
      return;
    }
    words[first] |= head;
    for (let i = first + 1; i < last; i++) words[i] = -1;
    words[last] |= tail;
  }

  /** A block of pixels, as far as it is on the plane. */
  block(bottom: number, left: number, top: number, right: number): void {
    const words = this.#words;
    const { stride } = this;
    const end = this.width + 2 * this.margin - 1;
    const from = left + this.margin > 0 ? left + this.margin : 0;
    const to = right + this.margin < end ? right + this.margin : end;
    const low = bottom + this.margin > 0 ? bottom + this.margin : 0;
    const high = top + this.margin < this.#rows ? top + this.margin : this.#rows - 1;
    if (!(from <= to && low <= high)) return;
    if (low < this.#lowest) this.#lowest = low;
    if (high > this.#highest) this.#highest = high;
    if (this.#isHeap((high - low + 1) * (((to - from) >> 5) + 1))) {
      this.#heap!.block(low, from, high, to);
      return;
    }
    const first = from >> 5;
    const last = to >> 5;
    const head = -1 << (from & 31);
    const tail = -1 >>> (31 - (to & 31));
    for (let row = low * stride; row <= high * stride; row += stride) {
      if (first === last) words[row + first] |= head & tail;
      else {
        words[row + first] |= head;
        for (let i = row + first + 1; i < row + last; i++) words[i] = -1;
        words[row + last] |= tail;
      }
    }
  }

  /** True where so many words are too many, after all that was written before. */
  #isHeap(words: number): boolean {
    if (words < fewWords) return false;
    this.#spent += words;
    const pixels = this.#rows * (this.width + 2 * this.margin);
    if (this.#spent < leastSpent + pixels * mostTimes) return false;
    this.#heap ??= new BlockSums(this.width + 2 * this.margin, this.#rows);
    return true;
  }

  #settle(): void {
    this.#heap?.settle(this.#words, this.stride);
  }

  /** The pixels at the border of a block. */
  border(bottom: number, left: number, top: number, right: number): void {
    this.span(bottom, left, right);
    if (top === bottom) return;
    this.span(top, left, right);
    if (top - bottom === 1) return;
    this.block(bottom + 1, left, top - 1, left);
    if (right !== left) this.block(bottom + 1, right, top - 1, right);
  }

  /**
   * Makes each pixel the square that a pen of so many pixels leaves: a smear to every side, by doubling. What a pen leaves
   * in the picture must have been drawn within the margin.
   */
  widen(pen: number): void {
    const before = (pen - 1) >> 1;
    const after = pen >> 1;
    if (this.#highest < this.#lowest || pen <= 1) return;
    this.#settle();
    for (const by of doubling(after)) this.#smearRight(by);
    for (const by of doubling(before)) this.#smearLeft(by);
    for (const by of doubling(before)) this.#smearUp(by);
    for (const by of doubling(after)) this.#smearDown(by);
  }

  #smearRight(by: number): void {
    const words = this.#words;
    const whole = by >> 5;
    const bits = by & 31;
    const { stride } = this;
    for (let start = this.#lowest * stride; start <= this.#highest * stride; start += stride)
      for (let i = start + stride - 1; i >= start + whole; i--) {
        const carried = bits === 0 || i - whole === start ? 0 : words[i - whole - 1] >>> (32 - bits);
        words[i] |= (words[i - whole] << bits) | carried;
      }
  }

  #smearLeft(by: number): void {
    const words = this.#words;
    const whole = by >> 5;
    const bits = by & 31;
    const { stride } = this;
    for (let start = this.#lowest * stride; start <= this.#highest * stride; start += stride) {
      const last = start + stride - 1;
      for (let i = start; i + whole <= last; i++) {
        const carried = bits === 0 || i + whole === last ? 0 : words[i + whole + 1] << (32 - bits);
        words[i] |= (words[i + whole] >>> bits) | carried;
      }
    }
  }

  #smearUp(by: number): void {
    this.#highest = Math.min(this.#rows - 1, this.#highest + by);
    for (let row = this.#highest; row >= this.#lowest + by; row--) this.#orRow(row, row - by);
  }

  #smearDown(by: number): void {
    this.#lowest = Math.max(0, this.#lowest - by);
    for (let row = this.#lowest; row <= this.#highest - by; row++) this.#orRow(row, row + by);
  }

  #orRow(to: number, from: number): void {
    const words = this.#words;
    const { stride } = this;
    const a = to * stride;
    const b = from * stride;
    for (let i = 0; i < stride; i++) words[a + i] |= words[b + i];
  }
}

/** Steps that smear by `total` together: each as far as is smeared already. */
function doubling(total: number): number[] {
  const steps: number[] = [];
  for (let done = 0; done < total; done += steps[steps.length - 1]) steps.push(Math.min(done + 1, total - done));
  return steps;
}
