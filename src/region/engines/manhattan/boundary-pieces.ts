/**
 * The vertical pieces of the result's boundary, linked. In each band a sweep from left to right keeps the winding numbers
 * along the sweep line as runs of y; where a run goes from outside to inside or back there is boundary. Where a run that
 * is inside lies next to one that is not, the line between them is boundary, too: from the end of a piece on its left to
 * the next end on it.
 */
import type { BooleanOperation } from "../engine.ts";
import { insideOf } from "../inside.ts";
import type { Bands } from "./bands.ts";
import { longer, Pieces } from "./pieces.ts";
import { EndList, joinSeam } from "./seams.ts";

export function boundaryPieces(bands: Bands, operation: BooleanOperation): Pieces {
  const { borders, starts, x, low, high, windA, windB } = bands;
  const pieces = new Pieces(Math.ceil(1.2 * x.length));
  const runs = new Runs(pieces, operation);
  let below = new EndList();
  let above = new EndList();
  for (let band = 0; band < bands.count; band++) {
    runs.begin(borders[band], borders[band + 1]);
    for (let k = starts[band], end = starts[band + 1]; k < end; ) {
      const at = x[k];
      let lowest = low[k];
      let highest = high[k];
      for (; k < end && x[k] === at; k++) {
        if (low[k] < lowest) lowest = low[k];
        if (high[k] > highest) highest = high[k];
        runs.wind(low[k], high[k], windA[k], windB[k]);
      }
      runs.bound(at, lowest, highest);
    }
    joinSeam(pieces, below, runs.onBottom);
    // What was the upper border's list is the next band's lower one.
    const used = below;
    below = runs.onTop;
    runs.onTop = above;
    above = used;
    runs.onTop.count = runs.onBottom.count = 0;
  }
  joinSeam(pieces, below, runs.onBottom);
  return pieces;
}

// A run's numbers, one behind the other, so that moving runs moves one stretch of memory.
const size = 6;
/** Where the run begins. */
const Y = 0;
/** Winding numbers of both operands. */
const A = 1;
const B = 2;
/** 1 where the run was inside when the sweep line last passed. */
const INSIDE = 3;
/** The latest piece of boundary on the left, −1 for none. */
const LAST = 4;
/** The end from which boundary runs along the line below the run, −1 for none. */
const OPEN = 5;

/** What the sweep line crosses in a band, from below: runs of y with the same winding numbers. */
class Runs {
  /** Ends of pieces on the band's borders. */
  readonly onBottom = new EndList();
  onTop = new EndList();

  readonly #pieces: Pieces;
  /** Inside or not: by whether the winding numbers of A (1) and of B (2) are other than 0. */
  readonly #inside: Uint8Array;
  /** The runs, and behind the last one the y of the band's top. */
  #runs = new Int32Array(64 * size);
  #count = 0;
  #bottom = 0;
  #top = 0;

  constructor(pieces: Pieces, operation: BooleanOperation) {
    this.#pieces = pieces;
    const isInside = insideOf[operation];
    this.#inside = Uint8Array.from([0, 1, 2, 3], (both) => (isInside(both & 1, both & 2) ? 1 : 0));
  }

  begin(bottom: number, top: number): void {
    this.#count = 1;
    this.#bottom = bottom;
    this.#top = top;
    const runs = this.#runs;
    runs.fill(0, 0, 2 * size);
    runs[Y] = bottom;
    runs[LAST] = runs[OPEN] = -1;
    runs[size + Y] = top;
  }

  /** Adds to the winding numbers from `low` to `high`. */
  wind(low: number, high: number, a: number, b: number): void {
    const from = this.#split(low);
    const to = this.#split(high);
    const runs = this.#runs;
    for (let r = from; r < to; r += size) {
      runs[r + A] += a;
      runs[r + B] += b;
    }
  }

  /** Adds the boundary at x from `low` to `high`, between which winding numbers may have changed, and joins equal runs. */
  bound(x: number, low: number, high: number): void {
    const runs = this.#runs;
    const pieces = this.#pieces;
    const first = this.#find(low);
    let r = first;
    let piece = -1;
    // +1 where the run below comes inside here, −1 where it goes outside, 0 where it stays.
    let before = 0;
    for (;;) {
      const y = runs[r + Y];
      let change = 0;
      if (y < high) {
        const inside = this.#inside[(runs[r + A] !== 0 ? 1 : 0) | (runs[r + B] !== 0 ? 2 : 0)];
        change = inside - runs[r + INSIDE];
        runs[r + INSIDE] = inside;
      }
      if (change !== before) {
        const ending = piece;
        if (before !== 0) pieces.high[ending] = y;
        if (change !== 0) piece = pieces.begin(x, y, change < 0 ? 1 : 0, runs[r + LAST]);
        if (y === this.#bottom) this.onBottom.add(2 * piece);
        else if (y === this.#top) this.onTop.add(2 * ending + 1);
        else if (before === 0) this.#reach(r, 2 * piece);
        else if (change === 0) this.#reach(r, 2 * ending + 1);
        else this.#cross(r, 2 * ending + 1, 2 * piece);
      }
      if (y >= high) break;
      if (change !== 0) runs[r + LAST] = piece;
      before = change;
      r += size;
    }
    this.#join(first, r);
  }

  /** An end at the line below a run: boundary on this line begins or ends. */
  #reach(r: number, end: number): void {
    const open = this.#runs[r + OPEN];
    if (open === -1) this.#runs[r + OPEN] = end;
    else {
      this.#pieces.link(open, end);
      this.#runs[r + OPEN] = -1;
    }
  }

  /** Two ends in a point with the inside in two opposite quarters (seams.ts). */
  #cross(r: number, below: number, above: number): void {
    this.#pieces.meet(below, above);
    const isUp = this.#pieces.isUp[below >> 1] === 1;
    this.#reach(r, isUp ? below : above);
    this.#reach(r, isUp ? above : below);
  }

  /** Makes one of neighbours with the same winding numbers, from the line below run `first` to the one below `last`. */
  #join(first: number, last: number): void {
    const runs = this.#runs;
    // The upper of two runs goes: either may say what is on the left, for both see the same side of the boundary.
    let kept = first === 0 ? 0 : first - size;
    let r = kept + size;
    const end = Math.min(last, (this.#count - 1) * size);
    for (; r <= end; r += size) {
      if (runs[r + A] === runs[kept + A] && runs[r + B] === runs[kept + B]) continue;
      kept += size;
      if (kept !== r) for (let i = 0; i < size; i++) runs[kept + i] = runs[r + i];
    }
    const gone = r - kept - size;
    if (gone === 0) return;
    runs.copyWithin(kept + size, r, this.#count * size + 1);
    this.#count -= gone / size;
  }

  /** The run that begins at y, made where there is none. */
  #split(y: number): number {
    const r = this.#find(y);
    if (this.#runs[r + Y] === y) return r;
    if ((this.#count + 2) * size > this.#runs.length) this.#runs = longer(this.#runs);
    // y lies in the run before.
    const runs = this.#runs;
    runs.copyWithin(r + size, r, this.#count * size + 1);
    for (let i = 1; i < OPEN; i++) runs[r + i] = runs[r + i - size];
    runs[r + Y] = y;
    runs[r + OPEN] = -1;
    this.#count++;
    return r;
  }

  /** The first run that begins at y or above it. */
  #find(y: number): number {
    const runs = this.#runs;
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (runs[middle * size] < y) low = middle + 1;
      else high = middle;
    }
    return low * size;
  }
}
