/**
 * The nearest of many points that is not right of a place: points in the squares of a grid, which is searched from the
 * place outwards. The grid is as fine as there are holes, and lies around them.
 */
export class NearestLeft {
  readonly #left: number;
  readonly #bottom: number;
  /** Squares along a side, and the length of one. */
  readonly #count: number;
  readonly #size: number;
  /** The point that came last to each square, and for each point the one before it there; −1 for none. */
  readonly #last: Int32Array;
  readonly #before: number[] = [];
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  readonly #names: number[] = [];

  /** @param holes  rings of x,y pairs, where points are looked for */
  constructor(holes: readonly (readonly number[])[]) {
    let [left, bottom, right, top, vertices] = [Infinity, Infinity, -Infinity, -Infinity, 0];
    for (const hole of holes) {
      vertices += hole.length / 2;
      for (let i = 0; i < hole.length; i += 2) {
        left = Math.min(left, hole[i]);
        right = Math.max(right, hole[i]);
        bottom = Math.min(bottom, hole[i + 1]);
        top = Math.max(top, hole[i + 1]);
      }
    }
    const isEmpty = vertices === 0;
    this.#left = isEmpty ? 0 : left;
    this.#bottom = isEmpty ? 0 : bottom;
    this.#count = Math.min(2048, Math.max(1, Math.ceil(Math.sqrt(vertices / 2))));
    this.#size = isEmpty ? 1 : Math.max(1, Math.max(right - left, top - bottom) / this.#count);
    this.#last = new Int32Array(this.#count ** 2).fill(-1);
  }

  /** @param name  what `find` is to return */
  add(x: number, y: number, name: number): void {
    const square = this.#column(x) + this.#count * this.#row(y);
    this.#before.push(this.#last[square]);
    this.#last[square] = this.#names.push(name) - 1;
    this.#x.push(x);
    this.#y.push(y);
  }

  /** −1 where all points are right of x. */
  find(x: number, y: number): number {
    const [column, row] = [this.#column(x), this.#row(y)];
    let best = -1;
    let least = Infinity;
    // Points outside of the grid lie in its outer squares: nearer than they are, never farther.
    for (let reach = 0; reach <= this.#count && (reach - 1) * this.#size <= Math.sqrt(least); reach++) {
      const [low, high] = [Math.max(0, row - reach), Math.min(this.#count - 1, row + reach)];
      for (let r = low; r <= high; r++) {
        const isEdge = r === row - reach || r === row + reach;
        // Inner rows were looked at before, but for their outermost square on the left.
        const from = Math.max(0, column - reach);
        const to = isEdge ? column : column - reach;
        for (let c = from; c <= to; c++)
          for (let point = this.#last[c + this.#count * r]; point >= 0; point = this.#before[point]) {
            if (this.#x[point] > x) continue;
            const distance = (this.#x[point] - x) ** 2 + (this.#y[point] - y) ** 2;
            if (distance < least || (distance === least && this.#names[point] < best)) {
              least = distance;
              best = this.#names[point];
            }
          }
      }
    }
    return best;
  }

  #column(x: number): number {
    return Math.min(this.#count - 1, Math.max(0, Math.floor((x - this.#left) / this.#size)));
  }

  #row(y: number): number {
    return Math.min(this.#count - 1, Math.max(0, Math.floor((y - this.#bottom) / this.#size)));
  }
}
