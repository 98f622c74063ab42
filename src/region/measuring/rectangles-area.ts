/**
 * The area of the union of rectangles (Klee's measure problem): a sweep along x, which keeps how much of the sweep line is
 * covered in a tree over the y-values (Bentley 1977). The plane is cut into bands of few y-values, whose trees stay in the
 * processor's cache.
 */
import { orderBy } from "../engines/strips.ts";

/** y-values of a band, to begin with: as many more as it takes that tall rectangles are not cut into too many pieces. */
const fewValues = 64;
const mostPieces = 4;

/** @param rectangles left, bottom, right, top of each; those without area count for nothing */
export function rectanglesArea(rectangles: Int32Array): number {
  const count = rectangles.length / 4;
  if (count === 0) return 0;
  const { ranks, values } = ranked(rectangles, count);
  const shift = bandShift(ranks, values.length);
  const { starts, events } = eventsByBand(rectangles, ranks, count, shift, values.length);
  const band = new Band(2 ** shift);
  let area = 0;
  for (let b = 0; b + 1 < starts.length; b++) {
    if (starts[b] === starts[b + 1]) continue;
    const first = b * 2 ** shift;
    band.start(values, first);
    area += band.sweep(rectangles, ranks, events, starts[b], starts[b + 1]);
  }
  return area;
}

/** Where the bottom (2i) and the top (2i + 1) of each rectangle stand among all y-values, and these, ascending. */
function ranked(rectangles: Int32Array, count: number): { ranks: Int32Array; values: Int32Array } {
  const ys = new Int32Array(2 * count);
  for (let i = 0; i < count; i++) {
    ys[2 * i] = rectangles[4 * i + 1];
    ys[2 * i + 1] = rectangles[4 * i + 3];
  }
  const order = orderBy(ys, 2 * count);
  const ranks = new Int32Array(2 * count);
  const values = new Int32Array(2 * count);
  let found = 0;
  for (let k = 0; k < order.length; k++) {
    const y = ys[order[k]];
    if (k === 0 || y !== values[found - 1]) values[found++] = y;
    ranks[order[k]] = found - 1;
  }
  return { ranks, values: values.subarray(0, found) };
}

/** Of how many y-values (two to this) bands are. */
function bandShift(ranks: Int32Array, valueCount: number): number {
  for (let shift = Math.log2(fewValues); ; shift++) {
    if (2 ** shift >= valueCount) return shift;
    let pieces = 0;
    for (let i = 0; i < ranks.length; i += 2) pieces += 1 + ((ranks[i + 1] - 1) >> shift) - (ranks[i] >> shift);
    if (pieces <= (mostPieces * ranks.length) / 2) return shift;
  }
}

/** The sides of rectangles (2i for left, 2i + 1 for right) in each band, from left to right. */
function eventsByBand(
  rectangles: Int32Array,
  ranks: Int32Array,
  count: number,
  shift: number,
  valueCount: number,
): { starts: Int32Array; events: Int32Array } {
  const xs = new Int32Array(2 * count);
  const starts = new Int32Array((valueCount >> shift) + 2);
  const isFlat = (i: number) => rectangles[4 * i] >= rectangles[4 * i + 2] || ranks[2 * i] >= ranks[2 * i + 1];
  for (let i = 0; i < count; i++) {
    xs[2 * i] = rectangles[4 * i];
    xs[2 * i + 1] = rectangles[4 * i + 2];
    if (isFlat(i)) continue;
    for (let b = ranks[2 * i] >> shift; b <= (ranks[2 * i + 1] - 1) >> shift; b++) starts[b + 1] += 2;
  }
  for (let b = 1; b < starts.length; b++) starts[b] += starts[b - 1];
  const order = orderBy(xs, 2 * count);
  const events = new Int32Array(starts[starts.length - 1]);
  const at = starts.slice();
  for (let k = 0; k < order.length; k++) {
    const event = order[k];
    const i = event >> 1;
    if (isFlat(i)) continue;
    for (let b = ranks[2 * i] >> shift; b <= (ranks[2 * i + 1] - 1) >> shift; b++) events[at[b]++] = event;
  }
  return { starts, events };
}

/** A tree over the spaces between the y-values of a band: node 1 is the root, those from `size` on are the spaces. */
class Band {
  readonly #size: number;
  /** Height of each node, what of it is covered, and by how many rectangles as a whole. */
  readonly #heights: Float64Array;
  readonly #covered: Float64Array;
  readonly #counts: Int32Array;
  #first = 0;

  constructor(size: number) {
    this.#size = size;
    this.#heights = new Float64Array(2 * size);
    this.#covered = new Float64Array(2 * size);
    this.#counts = new Int32Array(2 * size);
  }

  start(values: Int32Array, first: number): void {
    const size = this.#size;
    this.#first = first;
    for (let k = 0; k < size; k++)
      this.#heights[size + k] = first + k + 1 < values.length ? values[first + k + 1] - values[first + k] : 0;
    for (let node = size - 1; node > 0; node--)
      this.#heights[node] = this.#heights[2 * node] + this.#heights[2 * node + 1];
  }

  /** The tree is empty again behind it: every left side has its right side. */
  sweep(rectangles: Int32Array, ranks: Int32Array, events: Int32Array, start: number, end: number): number {
    const size = this.#size;
    let area = 0;
    let x = 0;
    for (let k = start; k < end; k++) {
      const event = events[k];
      const i = event >> 1;
      const next = rectangles[4 * i + 2 * (event & 1)];
      area += this.#covered[1] * (next - x);
      x = next;
      const low = Math.max(0, ranks[2 * i] - this.#first);
      const high = Math.min(size, ranks[2 * i + 1] - this.#first);
      this.#add(low + size, high + size, event & 1 ? -1 : 1);
    }
    return area;
  }

  #add(low: number, high: number, change: number): void {
    for (let a = low, b = high; a < b; a >>= 1, b >>= 1) {
      if (a & 1) this.#change(a++, change);
      if (b & 1) this.#change(--b, change);
    }
    this.#refresh(low);
    this.#refresh(high - 1);
  }

  #change(node: number, change: number): void {
    this.#counts[node] += change;
    this.#measure(node);
  }

  /** All nodes above one. */
  #refresh(leaf: number): void {
    for (let node = leaf >> 1; node > 0; node >>= 1) this.#measure(node);
  }

  #measure(node: number): void {
    const covered = this.#covered;
    if (this.#counts[node] > 0) covered[node] = this.#heights[node];
    else covered[node] = node >= this.#size ? 0 : covered[2 * node] + covered[2 * node + 1];
  }
}
