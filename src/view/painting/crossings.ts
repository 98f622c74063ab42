/**
 * Fills one polygon after the other: where its edges cross the middle lines of rows, and what lies between the crossings.
 * Filled are the pixels whose middles are inside, non-zero.
 */
import type { BitPlane } from "./bit-plane.ts";

export class Crossings {
  readonly #height: number;
  readonly #starts: Int32Array;
  #count = 0;
  #lowest = 0;
  #highest = -1;
  #rows = new Int32Array(256);
  #xs = new Float64Array(256);
  #turns = new Int8Array(256);
  #sortedXs = new Float64Array(256);
  #sortedTurns = new Int8Array(256);
  // Most polygons cross a row once on their way up and once down: where, and of which polygon that is.
  readonly #risingXs: Float64Array;
  readonly #fallingXs: Float64Array;
  readonly #risingOf: Int32Array;
  readonly #fallingOf: Int32Array;
  #polygon = 0;
  #crossesOnce = true;

  constructor(height: number) {
    this.#height = height;
    this.#starts = new Int32Array(height + 1);
    this.#risingXs = new Float64Array(height);
    this.#fallingXs = new Float64Array(height);
    this.#risingOf = new Int32Array(height);
    this.#fallingOf = new Int32Array(height);
  }

  /** Of the polygon's edges with middle lines. */
  get count(): number {
    return this.#count;
  }

  /** Forgets the polygon before. */
  begin(): void {
    this.#count = 0;
    this.#lowest = this.#height;
    this.#highest = -1;
    this.#polygon++;
    this.#crossesOnce = true;
  }

  /** An edge of the polygon, in pixels. */
  edge(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 < y1) this.#rising(x0, y0, x1, y1, 1);
    else this.#rising(x1, y1, x0, y0, -1);
  }

  #rising(x0: number, y0: number, x1: number, y1: number, turn: number): void {
    const first = Math.max(0, Math.ceil(y0 - 0.5));
    const last = Math.min(this.#height - 1, Math.ceil(y1 - 0.5) - 1);
    if (last < first) return;
    if (first < this.#lowest) this.#lowest = first;
    if (last > this.#highest) this.#highest = last;
    const slope = (x1 - x0) / (y1 - y0);
    if (this.#count + last - first + 1 > this.#xs.length) this.#grow(this.#count + last - first + 1);
    const onceXs = turn > 0 ? this.#risingXs : this.#fallingXs;
    const onceOf = turn > 0 ? this.#risingOf : this.#fallingOf;
    const polygon = this.#polygon;
    const rows = this.#rows;
    const xs = this.#xs;
    const turns = this.#turns;
    let at = this.#count;
    for (let row = first; row <= last; row++) {
      const x = x0 + (row + 0.5 - y0) * slope;
      rows[at] = row;
      xs[at] = x;
      turns[at++] = turn;
      if (onceOf[row] === polygon) this.#crossesOnce = false;
      onceOf[row] = polygon;
      onceXs[row] = x;
    }
    this.#count = at;
  }

  #grow(least: number): void {
    const size = Math.max(least, 2 * this.#xs.length);
    const rows = new Int32Array(size);
    const xs = new Float64Array(size);
    const turns = new Int8Array(size);
    rows.set(this.#rows);
    xs.set(this.#xs);
    turns.set(this.#turns);
    this.#rows = rows;
    this.#xs = xs;
    this.#turns = turns;
    this.#sortedXs = new Float64Array(size);
    this.#sortedTurns = new Int8Array(size);
  }

  fill(plane: BitPlane): void {
    const low = this.#lowest;
    const high = this.#highest;
    if (high < low) return;
    if (this.#crossesOnce) {
      for (let row = low; row <= high; row++) {
        const a = this.#risingXs[row];
        const b = this.#fallingXs[row];
        plane.span(row, Math.ceil((a < b ? a : b) - 0.5), Math.floor((a < b ? b : a) - 0.5));
      }
      return;
    }
    const starts = this.#starts.fill(0, low, high + 2);
    for (let i = 0; i < this.#count; i++) starts[this.#rows[i]]++;
    let sum = 0;
    for (let row = low; row <= high; row++) {
      sum += starts[row];
      starts[row] = sum;
    }
    const xs = this.#sortedXs;
    const turns = this.#sortedTurns;
    for (let i = this.#count - 1; i >= 0; i--) {
      const at = --starts[this.#rows[i]];
      xs[at] = this.#xs[i];
      turns[at] = this.#turns[i];
    }
    for (let row = low; row <= high; row++) this.#row(plane, row, starts[row], row < high ? starts[row + 1] : sum);
  }

  #row(plane: BitPlane, row: number, start: number, end: number): void {
    const xs = this.#sortedXs;
    const turns = this.#sortedTurns;
    sortPairs(xs, turns, start, end);
    let winding = 0;
    for (let i = start; i + 1 < end; i++) {
      winding += turns[i];
      if (winding !== 0) plane.span(row, Math.ceil(xs[i] - 0.5), Math.floor(xs[i + 1] - 0.5));
    }
  }
}

/** By x: insertion, for rows cross few edges; what is long is sorted by the engine. */
function sortPairs(xs: Float64Array, turns: Int8Array, start: number, end: number): void {
  if (end - start > 64) {
    const order = Array.from({ length: end - start }, (_, i) => start + i).sort((a, b) => xs[a] - xs[b]);
    const sortedXs = order.map((i) => xs[i]);
    const sortedTurns = order.map((i) => turns[i]);
    xs.set(sortedXs, start);
    turns.set(sortedTurns, start);
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const x = xs[i];
    const turn = turns[i];
    let j = i - 1;
    for (; j >= start && xs[j] > x; j--) {
      xs[j + 1] = xs[j];
      turns[j + 1] = turns[j];
    }
    xs[j + 1] = x;
    turns[j + 1] = turn;
  }
}
