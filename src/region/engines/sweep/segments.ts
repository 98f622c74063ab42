/**
 * Segments in flat arrays, each from its lexicographically smaller end a (left, or lower on a vertical) to its larger
 * end b. `windA` and `windB` tell by how much the winding number of operand A and B grows when one crosses the segment
 * from below to above (from right to left on a vertical).
 */
export class Segments {
  ax: Int32Array;
  ay: Int32Array;
  bx: Int32Array;
  by: Int32Array;
  windA: Int32Array;
  windB: Int32Array;
  count = 0;

  constructor(capacity: number) {
    const size = Math.max(16, capacity);
    this.ax = new Int32Array(size);
    this.ay = new Int32Array(size);
    this.bx = new Int32Array(size);
    this.by = new Int32Array(size);
    this.windA = new Int32Array(size);
    this.windB = new Int32Array(size);
  }

  /** Adds the directed segment; one without length is left out. */
  add(x1: number, y1: number, x2: number, y2: number, windA: number, windB: number): void {
    if (x1 === x2 && y1 === y2) return;
    if (this.count === this.ax.length) this.#grow();
    const i = this.count++;
    const isForward = x1 < x2 || (x1 === x2 && y1 < y2);
    this.ax[i] = isForward ? x1 : x2;
    this.ay[i] = isForward ? y1 : y2;
    this.bx[i] = isForward ? x2 : x1;
    this.by[i] = isForward ? y2 : y1;
    // A ring that runs counter-clockwise has its inside on the left: above a segment that runs forward.
    this.windA[i] = isForward ? windA : -windA;
    this.windB[i] = isForward ? windB : -windB;
  }

  #grow(): void {
    const size = 2 * this.ax.length;
    const grown = (old: Int32Array): Int32Array => {
      const next = new Int32Array(size);
      next.set(old);
      return next;
    };
    this.ax = grown(this.ax);
    this.ay = grown(this.ay);
    this.bx = grown(this.bx);
    this.by = grown(this.by);
    this.windA = grown(this.windA);
    this.windB = grown(this.windB);
  }
}
