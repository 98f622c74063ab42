/** Where segments cross or touch others, in flat arrays. */
import { doubled } from "./passes.ts";

export class Splits {
  segment: Int32Array = new Int32Array(16);
  x: Int32Array = new Int32Array(16);
  y: Int32Array = new Int32Array(16);
  count = 0;
  /** True where a point does not lie exactly on its segment. */
  hasMoved = false;

  add(segment: number, x: number, y: number): void {
    if (this.count === this.segment.length) {
      this.segment = doubled(this.segment);
      this.x = doubled(this.x);
      this.y = doubled(this.y);
    }
    const i = this.count++;
    this.segment[i] = segment;
    this.x[i] = x;
    this.y[i] = y;
  }

  clear(): void {
    this.count = 0;
    this.hasMoved = false;
  }

  /** Gives segments other numbers, and leaves out those of segments whose number is −1. */
  renumber(numbers: Int32Array): void {
    const before = this.count;
    this.count = 0;
    for (let i = 0; i < before; i++) {
      const segment = numbers[this.segment[i]];
      if (segment !== -1) this.add(segment, this.x[i], this.y[i]);
    }
  }
}
