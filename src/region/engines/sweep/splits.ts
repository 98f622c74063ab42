/** Points at which segments are to be split, in flat arrays. */
export class Splits {
  segment: Int32Array = new Int32Array(256);
  x: Int32Array = new Int32Array(256);
  y: Int32Array = new Int32Array(256);
  count = 0;
  /** True where a point does not lie exactly on its segment. */
  hasMoved = false;

  add(segment: number, x: number, y: number): void {
    if (this.count === this.segment.length) this.#grow();
    const i = this.count++;
    this.segment[i] = segment;
    this.x[i] = x;
    this.y[i] = y;
  }

  #grow(): void {
    const grown = (old: Int32Array): Int32Array => {
      const next = new Int32Array(2 * old.length);
      next.set(old);
      return next;
    };
    this.segment = grown(this.segment);
    this.x = grown(this.x);
    this.y = grown(this.y);
  }
}
