/**
 * The vertical pieces of the result's boundary. In each band a sweep from left to right keeps the winding numbers along
 * the sweep line as runs of y; where a run goes from outside to inside or back there is boundary.
 */
import type { Bands } from "./bands.ts";
import type { VerticalEdges } from "./vertical-edges.ts";

export interface BoundaryPieces {
  readonly count: number;
  readonly x: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** 1 where the inside is on the left: the boundary runs upwards there; 0 where it is on the right. */
  readonly isUp: Uint8Array;
  /** The next piece to the left at the piece's lower end; −1 for none. */
  readonly left: Int32Array;
}

export function boundaryPieces(
  edges: VerticalEdges,
  bands: Bands,
  isInside: (windingA: number, windingB: number) => boolean,
): BoundaryPieces {
  const { x, low, high, windA, windB } = edges;
  const pieces = new Pieces(edges.count);
  const runs = new Runs();
  for (let band = 0; band < bands.count; band++) {
    const end = bands.starts[band + 1];
    if (bands.starts[band] === end) continue;
    const bottom = bands.bottom + band * bands.height;
    const top = bottom + bands.height;
    runs.begin(bottom, top);
    for (let k = bands.starts[band]; k < end; ) {
      const at = x[bands.edges[k]];
      const group = k;
      for (; k < end && x[bands.edges[k]] === at; k++) {
        const e = bands.edges[k];
        runs.wind(low[e] > bottom ? low[e] : bottom, high[e] < top ? high[e] : top, windA[e], windB[e]);
      }
      for (let m = group; m < k; m++) {
        const e = bands.edges[m];
        runs.bound(low[e] > bottom ? low[e] : bottom, high[e] < top ? high[e] : top, at, isInside, pieces);
      }
      for (let m = group; m < k; m++) {
        const e = bands.edges[m];
        if (low[e] > bottom) runs.join(low[e]);
        if (high[e] < top) runs.join(high[e]);
      }
    }
  }
  return pieces;
}

/** What the sweep line crosses in a band, from below: runs of y with the same winding numbers. */
class Runs {
  /** Where each run begins; the top of the band last. */
  #y = new Int32Array(64);
  #a = new Int32Array(64);
  #b = new Int32Array(64);
  #inside = new Uint8Array(64);
  /** The latest piece of boundary on the left, -1 for none. */
  #last = new Int32Array(64);
  #count = 0;

  begin(bottom: number, top: number): void {
    this.#count = 1;
    this.#y[0] = bottom;
    this.#y[1] = top;
    this.#a[0] = this.#b[0] = this.#inside[0] = 0;
    this.#last[0] = -1;
  }

  /** Adds to the winding numbers from `low` to `high`. */
  wind(low: number, high: number, a: number, b: number): void {
    const from = this.#split(low);
    const to = this.#split(high);
    for (let run = from; run < to; run++) {
      this.#a[run] += a;
      this.#b[run] += b;
    }
  }

  /** Adds the boundary at x between two y that runs begin at. */
  bound(
    low: number,
    high: number,
    x: number,
    isInside: (windingA: number, windingB: number) => boolean,
    pieces: Pieces,
  ): void {
    const inside = this.#inside;
    for (let run = this.#find(low); this.#y[run] < high; ) {
      const from = run;
      const now = isInside(this.#a[run], this.#b[run]) ? 1 : 0;
      if (now === inside[run++]) continue;
      while (this.#y[run] < high && inside[run] !== now && isInside(this.#a[run], this.#b[run]) === (now === 1)) run++;
      const piece = pieces.add(x, this.#y[from], this.#y[run], now === 0 ? 1 : 0, this.#last[from]);
      inside.fill(now, from, run);
      this.#last.fill(piece, from, run);
    }
  }

  /**
   * Makes one of the runs below and above y where they are the same. Either may be the left neighbour then: both see the
   * same side of the boundary.
   */
  join(y: number): void {
    const run = this.#find(y);
    if (this.#y[run] !== y || this.#a[run] !== this.#a[run - 1] || this.#b[run] !== this.#b[run - 1]) return;
    this.#y.copyWithin(run, run + 1, this.#count + 1);
    this.#a.copyWithin(run, run + 1, this.#count);
    this.#b.copyWithin(run, run + 1, this.#count);
    this.#inside.copyWithin(run, run + 1, this.#count);
    this.#last.copyWithin(run, run + 1, this.#count);
    this.#count--;
  }

  /** The run that begins at y, made where there is none. */
  #split(y: number): number {
    const run = this.#find(y);
    if (this.#y[run] === y) return run;
    if (this.#count + 2 > this.#y.length) this.#grow();
    // y lies in the run before.
    this.#y.copyWithin(run + 1, run, this.#count + 1);
    this.#a.copyWithin(run, run - 1, this.#count);
    this.#b.copyWithin(run, run - 1, this.#count);
    this.#inside.copyWithin(run, run - 1, this.#count);
    this.#last.copyWithin(run, run - 1, this.#count);
    this.#y[run] = y;
    this.#count++;
    return run;
  }

  /** The first run that begins at y or above it. */
  #find(y: number): number {
    const ys = this.#y;
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ys[middle] < y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const grown = (old: Int32Array) => {
      const next = new Int32Array(2 * old.length);
      next.set(old);
      return next;
    };
    [this.#y, this.#a, this.#b, this.#last] = [this.#y, this.#a, this.#b, this.#last].map(grown);
    const inside = new Uint8Array(2 * this.#inside.length);
    inside.set(this.#inside);
    this.#inside = inside;
  }
}

class Pieces implements BoundaryPieces {
  count = 0;
  x: Int32Array;
  low: Int32Array;
  high: Int32Array;
  isUp: Uint8Array;
  left: Int32Array;

  constructor(capacity: number) {
    const most = Math.max(capacity, 64);
    this.x = new Int32Array(most);
    this.low = new Int32Array(most);
    this.high = new Int32Array(most);
    this.isUp = new Uint8Array(most);
    this.left = new Int32Array(most);
  }

  add(x: number, low: number, high: number, isUp: number, left: number): number {
    const at = this.count;
    if (at === this.x.length) this.#grow();
    this.x[at] = x;
    this.low[at] = low;
    this.high[at] = high;
    this.isUp[at] = isUp;
    this.left[at] = left;
    return this.count++;
  }

  #grow(): void {
    const grown = (old: Int32Array) => {
      const next = new Int32Array(2 * old.length);
      next.set(old);
      return next;
    };
    [this.x, this.low, this.high, this.left] = [this.x, this.low, this.high, this.left].map(grown);
    const isUp = new Uint8Array(2 * this.isUp.length);
    isUp.set(this.isUp);
    this.isUp = isUp;
  }
}
