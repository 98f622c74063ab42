/**
 * Which boxes touch a window: a packed R-tree over flat boxes (left, bottom, right, top), built once by sorting in
 * tiles (Leutenegger, López, Edgington: STR, "A simple and efficient algorithm for R-tree packing", 1997).
 */
import type { Box } from "./box.ts";

const fanout = 16;

/** Room for what is found, kept from one search to the next. */
export class Hits {
  items: Uint32Array = new Uint32Array(64);
  count = 0;

  push(item: number): void {
    if (this.count === this.items.length) {
      const next = new Uint32Array(2 * this.items.length);
      next.set(this.items);
      this.items = next;
    }
    this.items[this.count++] = item;
  }

  /** Ascending. Few are sorted in place: the engine's sort takes longer to call. */
  sort(): void {
    const { items, count } = this;
    if (count > 40) {
      items.subarray(0, count).sort();
      return;
    }
    for (let i = 1; i < count; i++) {
      const item = items[i];
      let at = i;
      for (; at > 0 && items[at - 1] > item; at--) items[at] = items[at - 1];
      items[at] = item;
    }
  }
}

export class BoxTree {
  /** Boxes of all nodes, leaves first, level by level; four numbers each. */
  readonly #nodes: Int32Array;
  /** Item of each leaf. */
  readonly #items: Uint32Array;
  /** Where each level starts, in nodes; the total last. */
  readonly #levels: number[];

  constructor(boxes: Int32Array) {
    const count = boxes.length / 4;
    this.#levels = [0, count];
    for (let n = count; n > fanout; ) {
      n = Math.ceil(n / fanout);
      this.#levels.push(this.#levels[this.#levels.length - 1] + n);
    }
    this.#nodes = new Int32Array(4 * this.#levels[this.#levels.length - 1]);
    this.#items = tileOrder(boxes);
    for (let i = 0; i < count; i++) {
      const from = 4 * this.#items[i];
      for (let k = 0; k < 4; k++) this.#nodes[4 * i + k] = boxes[from + k];
    }
    for (let level = 1; level + 1 < this.#levels.length; level++) this.#fillLevel(level);
  }

  /** Indices of the boxes that share at least a point with `window`, ascending. */
  touching({ left, bottom, right, top }: Box): Uint32Array {
    const hits = new Hits();
    this.search(left, bottom, right, top, hits);
    return hits.items.subarray(0, hits.count);
  }

  /** The same into `hits`, for loops that ask again and again. */
  search(left: number, bottom: number, right: number, top: number, hits: Hits): void {
    hits.count = 0;
    const level = this.#levels.length - 2;
    this.#visit(this.#levels[level], this.#levels[level + 1], level, left, bottom, right, top, hits);
    hits.sort();
  }

  /** As `search`, in any order, and what is found is no more in the tree: each box is found once. */
  take(left: number, bottom: number, right: number, top: number, hits: Hits): void {
    hits.count = 0;
    const level = this.#levels.length - 2;
    this.#remove(this.#levels[level], this.#levels[level + 1], level, left, bottom, right, top, hits);
  }

  #remove(
    first: number,
    end: number,
    level: number,
    left: number,
    bottom: number,
    right: number,
    top: number,
    hits: Hits,
  ): void {
    const nodes = this.#nodes;
    for (let node = first, at = 4 * first; node < end; node++, at += 4) {
      if (nodes[at] > right || nodes[at + 2] < left || nodes[at + 1] > top || nodes[at + 3] < bottom) continue;
      if (level === 0) {
        hits.push(this.#items[node]);
        // Touches nothing.
        nodes[at] = nodes[at + 1] = 2 ** 31 - 1;
        nodes[at + 2] = nodes[at + 3] = -(2 ** 31);
        continue;
      }
      const child = this.#levels[level - 1] + fanout * (node - this.#levels[level]);
      const childEnd = Math.min(child + fanout, this.#levels[level]);
      this.#remove(child, childEnd, level - 1, left, bottom, right, top, hits);
      this.#fit(node, level);
    }
  }

  #visit(
    first: number,
    end: number,
    level: number,
    left: number,
    bottom: number,
    right: number,
    top: number,
    hits: Hits,
  ): void {
    const nodes = this.#nodes;
    for (let node = first, at = 4 * first; node < end; node++, at += 4) {
      if (nodes[at] > right || nodes[at + 2] < left || nodes[at + 1] > top || nodes[at + 3] < bottom) continue;
      if (level === 0) {
        hits.push(this.#items[node]);
        continue;
      }
      const child = this.#levels[level - 1] + fanout * (node - this.#levels[level]);
      const childEnd = Math.min(child + fanout, this.#levels[level]);
      this.#visit(child, childEnd, level - 1, left, bottom, right, top, hits);
    }
  }

  #fillLevel(level: number): void {
    for (let node = this.#levels[level]; node < this.#levels[level + 1]; node++) this.#fit(node, level);
  }

  /** The box around a node's children. */
  #fit(node: number, level: number): void {
    const nodes = this.#nodes;
    const first = this.#levels[level - 1] + fanout * (node - this.#levels[level]);
    const end = Math.min(first + fanout, this.#levels[level]);
    const at = 4 * node;
    nodes.copyWithin(at, 4 * first, 4 * first + 4);
    for (let child = 4 * first + 4; child < 4 * end; child += 4) {
      if (nodes[child] < nodes[at]) nodes[at] = nodes[child];
      if (nodes[child + 1] < nodes[at + 1]) nodes[at + 1] = nodes[child + 1];
      if (nodes[child + 2] > nodes[at + 2]) nodes[at + 2] = nodes[child + 2];
      if (nodes[child + 3] > nodes[at + 3]) nodes[at + 3] = nodes[child + 3];
    }
  }
}

/** The items in vertical slices from left to right, from bottom to top within each. */
function tileOrder(boxes: Int32Array): Uint32Array {
  const count = boxes.length / 4;
  const byX = sortedBy(
    Uint32Array.from({ length: count }, (_, i) => i),
    (i) => boxes[4 * i] + boxes[4 * i + 2],
  );
  const slices = Math.max(1, Math.ceil(Math.sqrt(count / fanout)));
  const size = fanout * Math.ceil(count / slices / fanout);
  for (let start = 0; start < count; start += size) {
    const slice = byX.subarray(start, Math.min(start + size, count));
    slice.set(sortedBy(slice, (i) => boxes[4 * i + 1] + boxes[4 * i + 3]));
  }
  return byX;
}

function sortedBy(items: Uint32Array, key: (item: number) => number): Uint32Array {
  const count = items.length;
  const keys = new Float64Array(count);
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = key(items[i]);
    keys[i] = value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  // Key and place in one number sort several times as fast as by a function.
  if ((most - least + 1) * count <= Number.MAX_SAFE_INTEGER) {
    for (let i = 0; i < count; i++) keys[i] = (keys[i] - least) * count + i;
    keys.sort();
    const sorted = new Uint32Array(count);
    for (let i = 0; i < count; i++) sorted[i] = items[keys[i] % count];
    return sorted;
  }
  const order = Uint32Array.from({ length: items.length }, (_, i) => i);
  order.sort((a, b) => keys[a] - keys[b] || a - b);
  return order.map((i) => items[i]);
}
