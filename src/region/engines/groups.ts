/** Things that hang together, directly or through others (union-find). */
export class Groups {
  /** Things, each of which is a group at first. */
  readonly count: number;
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.count = count;
    this.#parent = new Int32Array(count);
    for (let i = 0; i < count; i++) this.#parent[i] = i;
  }

  /** The group of a thing, named by the first thing in it. */
  find(i: number): number {
    const parent = this.#parent;
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  /** The smaller number stands for both. */
  join(i: number, j: number): void {
    const [a, b] = [this.find(i), this.find(j)];
    if (a < b) this.#parent[b] = a;
    else this.#parent[a] = b;
  }
}
