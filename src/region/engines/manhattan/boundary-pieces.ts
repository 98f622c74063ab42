/**
 * The vertical pieces of the result's boundary, linked. In each band a sweep from left to right keeps the winding numbers
 * along the sweep line as runs of y; where a run goes from outside to inside or back there is boundary. Where a run that
 * is inside lies next to one that is not, the line between them is boundary, too: from the end of a piece on its left to
 * the next end on it.
 */
import type { BooleanOperation } from "../engine.ts";
import { insideOf } from "../inside.ts";
import type { Bands } from "./bands.ts";
import { longer, type PieceArrays, Pieces } from "./pieces.ts";
import { EndList, joinSeam } from "./seams.ts";
import { Tally, type TallyOfPart } from "./tally.ts";
import { edgeSize, HIGH, LOW, WIND, X } from "./vertical-edges.ts";

/** The boundary in some bands that follow one another. */
export interface SweptBands {
  readonly pieces: PieceArrays;
  /** Ends of pieces on the lowest and on the uppermost border, from left to right. */
  readonly onBottom: Int32Array;
  readonly onTop: Int32Array;
}

/** Throws a RegionError `crossing-limit`. */
export function sweepBands(bands: Bands, operation: BooleanOperation, ofPart: TallyOfPart): SweptBands {
  const { borders, starts, numbers } = bands;
  const pieces = new Pieces(starts[bands.count]);
  const runs = new Runs(pieces, operation);
  const tally = new Tally(ofPart);
  let below = new EndList();
  let above = new EndList();
  let onBottom: Int32Array = new Int32Array(0);
  for (let band = 0; band < bands.count; band++) {
    runs.begin(borders[band], borders[band + 1]);
    for (let e = starts[band] * edgeSize, end = starts[band + 1] * edgeSize; e < end; ) {
      const x = numbers[e + X];
      let low = numbers[e + LOW];
      let high = numbers[e + HIGH];
      const first = runs.wind(low, high, numbers[e + WIND]);
      e += edgeSize;
      if (e === end || numbers[e + X] !== x) {
        runs.bound(x, first, high);
        tally.add(pieces.count, runs.steps());
        continue;
      }
      for (; e < end && numbers[e + X] === x; e += edgeSize) {
        const from = numbers[e + LOW];
        const to = numbers[e + HIGH];
        if (from < low) low = from;
        if (to > high) high = to;
        runs.wind(from, to, numbers[e + WIND]);
      }
      runs.bound(x, runs.find(low), high);
      tally.add(pieces.count, runs.steps());
    }
    if (band === 0) onBottom = runs.onBottom.array();
    else joinSeam(pieces, below.array(), runs.onBottom.array());
    // What was the upper border's list is the next band's lower one.
    const used = below;
    below = runs.onTop;
    runs.onTop = above;
    above = used;
    runs.onTop.count = runs.onBottom.count = 0;
  }
  tally.tell(pieces.count);
  return { pieces: pieces.arrays(), onBottom, onTop: below.array() };
}

/** Everything that was swept as one, from below to above. */
export function joinBands(parts: readonly SweptBands[]): Pieces {
  const pieces = new Pieces(parts.reduce((sum, part) => sum + part.pieces.x.length, 0));
  let below: Int32Array = new Int32Array(0);
  for (const { pieces: more, onBottom, onTop } of parts) {
    const shift = 2 * pieces.count;
    pieces.append(more);
    joinSeam(
      pieces,
      below,
      onBottom.map((end) => end + shift),
    );
    below = onTop.map((end) => end + shift);
  }
  joinSeam(pieces, below, new Int32Array(0));
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
  #runs: Int32Array = new Int32Array(8 * size);
  #count = 0;
  #bottom = 0;
  #top = 0;
  #steps = 0;

  constructor(pieces: Pieces, operation: BooleanOperation) {
    this.#pieces = pieces;
    const isInside = insideOf[operation];
    this.#inside = Uint8Array.from([0, 1, 2, 3], (both) => (isInside(both & 1, both & 2) ? 1 : 0));
  }

  /** How far edges and boundary went along the sweep line since this was asked for the last time. */
  steps(): number {
    const steps = this.#steps / size;
    this.#steps = 0;
    return steps;
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

  /** Adds to the winding numbers from `low` to `high`, as WIND of an edge says; gives the run that begins at `low`. */
  wind(low: number, high: number, wind: number): number {
    const from = this.#split(this.find(low), low);
    let to = from + size;
    while (this.#runs[to + Y] < high) to += size;
    this.#split(to, high);
    const runs = this.#runs;
    this.#steps += to - from;
    const [number, change] = (wind & 1) === 1 ? [A, wind] : [B, wind >> 1];
    for (let r = from + number; r < to; r += size) runs[r] += change;
    return from;
  }

  /**
   * Adds the boundary at x from the run `first` up to `high`, between which winding numbers may have changed, and joins
   * equal runs.
   */
  bound(x: number, first: number, high: number): void {
    const runs = this.#runs;
    const pieces = this.#pieces;
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
    this.#steps += r - first;
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

  /** Lets a run begin at y, where the one that begins there or above is given. */
  #split(r: number, y: number): number {
    if (this.#runs[r + Y] === y) return r;
    if ((this.#count + 2) * size > this.#runs.length) this.#runs = longer(this.#runs);
    const runs = this.#runs;
    runs.copyWithin(r + size, r, this.#count * size + 1);
    // y lies in the run before.
    for (let i = 1; i < OPEN; i++) runs[r + i] = runs[r + i - size];
    runs[r + Y] = y;
    runs[r + OPEN] = -1;
    this.#count++;
    return r;
  }

  /** The first run that begins at y or above it. */
  find(y: number): number {
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
