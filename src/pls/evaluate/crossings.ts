/**
 * How many crossings the outlines of two shapes can have at most: pairs of sides whose boxes touch. Two gratings of n lines
 * cross n² times; that is to be known before a boolean fills the memory. Counted by a sweep over x with a Fenwick tree
 * (P. Fenwick, 1994) of the heights, n log n whatever the count is.
 */
import type { Outline } from "./outline.ts";

export function crossingBound(a: Outline, b: Outline): number {
  const [first, second] = [sidesOf(a), sidesOf(b)];
  const heights = Float64Array.from([...first, ...second].flatMap(({ bottom, top }) => [bottom, top])).sort();
  return countPairs(first, second, heights);
}

interface Side {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

function sidesOf({ xy, rings }: Outline): Side[] {
  const sides: Side[] = [];
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    const [start, end] = [2 * rings[ring], 2 * rings[ring + 1]];
    for (let i = start, k = end - 2; i < end; k = i, i += 2) {
      const [ax, ay, bx, by] = [xy[k], xy[k + 1], xy[i], xy[i + 1]];
      sides.push({ left: Math.min(ax, bx), right: Math.max(ax, bx), bottom: Math.min(ay, by), top: Math.max(ay, by) });
    }
  }
  return sides;
}

/** What is open on the sweep line: of each set the lower and upper ends by height. */
class OpenSides {
  readonly #bottoms: Float64Array;
  readonly #tops: Float64Array;
  readonly #heights: Float64Array;
  #count = 0;

  constructor(heights: Float64Array) {
    this.#heights = heights;
    this.#bottoms = new Float64Array(heights.length + 1);
    this.#tops = new Float64Array(heights.length + 1);
  }

  change({ bottom, top }: Side, by: 1 | -1): void {
    this.#count += by;
    add(this.#bottoms, this.#rank(bottom), by);
    add(this.#tops, this.#rank(top), by);
  }

  /** Those that touch the heights of a side: all but those that end below and those that begin above. */
  touching({ bottom, top }: Side): number {
    const below = sum(this.#tops, this.#rank(bottom) - 1);
    const above = this.#count - sum(this.#bottoms, this.#rank(top));
    return this.#count - below - above;
  }

  /** From 1: equal heights have the rank of the first. */
  #rank(height: number): number {
    let low = 0;
    let high = this.#heights.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#heights[middle] < height) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}

function add(tree: Float64Array, index: number, by: number): void {
  for (let i = index; i < tree.length; i += i & -i) tree[i] += by;
}

function sum(tree: Float64Array, index: number): number {
  let total = 0;
  for (let i = index; i > 0; i -= i & -i) total += tree[i];
  return total;
}

function countPairs(first: readonly Side[], second: readonly Side[], heights: Float64Array): number {
  const open = [new OpenSides(heights), new OpenSides(heights)];
  const sets = [first, second];
  const events: { x: number; isEnd: boolean; set: 0 | 1; side: Side }[] = [];
  for (const set of [0, 1] as const) {
    for (const side of sets[set]) {
      events.push({ x: side.left, isEnd: false, set, side }, { x: side.right, isEnd: true, set, side });
    }
  }
  // What begins where another ends touches it.
  events.sort((a, b) => a.x - b.x || Number(a.isEnd) - Number(b.isEnd));
  let pairs = 0;
  for (const { isEnd, set, side } of events) {
    if (!isEnd) pairs += open[1 - set].touching(side);
    open[set].change(side, isEnd ? -1 : 1);
  }
  return pairs;
}
