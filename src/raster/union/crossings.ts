/** Where edges of a slab cross, from bottom to top. */
import { sortBy } from "./sort-by.ts";

export class Crossings {
  count = 0;
  height: Float64Array = new Float64Array(256);
  /** The edges, by which is to the left of the other below. */
  left: Int32Array = new Int32Array(256);
  right: Int32Array = new Int32Array(256);
  /** Upwards, once they are sorted. */
  order: Int32Array = new Int32Array(256);

  push(height: number, left: number, right: number): void {
    const i = this.count++;
    if (i === this.height.length) this.#grow();
    this.height[i] = height;
    this.left[i] = left;
    this.right[i] = right;
  }

  sort(): void {
    const { count, order } = this;
    for (let i = 0; i < count; i++) order[i] = i;
    sortBy(this.height, order, 0, count);
  }

  #grow(): void {
    const length = 2 * this.height.length;
    const height = new Float64Array(length);
    height.set(this.height);
    this.height = height;
    const longer = (array: Int32Array) => {
      const next = new Int32Array(length);
      next.set(array);
      return next;
    };
    this.left = longer(this.left);
    this.right = longer(this.right);
    this.order = new Int32Array(length);
  }
}
