/** Which points segments pass through, in flat arrays: pass k says that segment segment[k] goes through point point[k]. */
export class Passes {
  segment: Int32Array = new Int32Array(16);
  point: Int32Array = new Int32Array(16);
  count = 0;

  add(segment: number, point: number): void {
    if (this.count === this.segment.length) {
      this.segment = doubled(this.segment);
      this.point = doubled(this.point);
    }
    this.segment[this.count] = segment;
    this.point[this.count++] = point;
  }
}

export function doubled(old: Int32Array): Int32Array {
  const next = new Int32Array(2 * old.length);
  next.set(old);
  return next;
}
