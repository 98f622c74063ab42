/**
 * Horizontal bands that the sweep takes one by one, and the vertical edges in each of them, cut at its borders, from left
 * to right. The fewer boundaries a sweep line crosses in a band, the less there is to move when one comes or goes.
 */
import { orderBy } from "../strips.ts";
import { type EdgeSample, mostMet } from "./edge-sample.ts";
import { edgeSize, HIGH, LOW, type VerticalEdges, WIND, X } from "./vertical-edges.ts";

export interface Bands {
  readonly count: number;
  /** Band k lies between borders[k] and borders[k + 1]. */
  readonly borders: Int32Array;
  /** The edges of band k are starts[k] … starts[k + 1] − 1, in `numbers` as in VerticalEdges. */
  readonly starts: Int32Array;
  readonly numbers: Int32Array;
}

/** Horizontal edges that a sweep line should cross in a band, at most about. */
const crossedEach = 24;
/** Pieces of edges that borders may make: so many, and so many for each edge. */
const mostPieces = 1e7;
const mostPiecesEach = 4;

/** @param horizontal the edges that bound the bands' runs: their y are where borders are best */
export function bandsOf(edges: VerticalEdges, horizontal: EdgeSample): Bands {
  const { count, numbers } = edges;
  let borders = new Borders(bordersOf(edges, horizontal));
  let starts = countPieces(edges, borders);
  while (borders.bands > 1 && starts[borders.bands] > mostPieces + mostPiecesEach * count) {
    borders = new Borders(borders.y.filter((_, i) => i % 2 === 0 || i === borders.bands));
    starts = countPieces(edges, borders);
  }
  const { y, bands } = borders;
  const next = starts.slice();
  const sorted = new Int32Array(edgeSize * starts[bands]);
  for (let e = 0; e < edgeSize * count; e += edgeSize) {
    const low = numbers[e + LOW];
    const high = numbers[e + HIGH];
    for (let k = borders.bandAt(low); y[k] < high; k++) {
      const at = next[k]++ * edgeSize;
      sorted[at + X] = numbers[e + X];
      sorted[at + LOW] = low > y[k] ? low : y[k];
      sorted[at + HIGH] = high < y[k + 1] ? high : y[k + 1];
      sorted[at + WIND] = numbers[e + WIND];
    }
  }
  for (let k = 0; k < bands; k++) sortAlongX(sorted.subarray(edgeSize * starts[k], edgeSize * starts[k + 1]));
  return { count: bands, borders: y, starts, numbers: sorted };
}

/** The edges of a band, few enough to stay in the processor's cache, from left to right. */
function sortAlongX(edges: Int32Array): void {
  const count = edges.length / edgeSize;
  const lefts = new Int32Array(count);
  for (let i = 0; i < count; i++) lefts[i] = edges[i * edgeSize + X];
  const order = orderBy(lefts, count);
  const before = edges.slice();
  for (let i = 0, at = 0; i < count; i++) {
    const e = order[i] * edgeSize;
    edges[at++] = before[e];
    edges[at++] = before[e + 1];
    edges[at++] = before[e + 2];
    edges[at++] = before[e + 3];
  }
}

/** Edges that a part of the bands has, at least: enough for a thread to take them over. */
const edgesOfPart = 2 ** 16;

/** The same bands in parts that follow one another. */
export function partsOf({ count, borders, starts, numbers }: Bands): Bands[] {
  const parts: Bands[] = [];
  for (let first = 0; first < count; ) {
    let last = first + 1;
    while (last < count && starts[last] - starts[first] < edgesOfPart) last++;
    parts.push({
      count: last - first,
      borders: borders.subarray(first, last + 1),
      starts: starts.subarray(first, last + 1).map((start) => start - starts[first]),
      numbers: numbers.subarray(edgeSize * starts[first], edgeSize * starts[last]),
    });
    first = last;
  }
  return parts;
}

/** At even steps through the y of horizontal edges, so that bands are low where there is much. */
function bordersOf({ count, numbers }: VerticalEdges, horizontal: EdgeSample): Int32Array {
  if (count === 0) return Int32Array.of(0, 1);
  let bottom = numbers[LOW];
  let top = numbers[HIGH];
  for (let e = edgeSize; e < edgeSize * count; e += edgeSize) {
    if (numbers[e + LOW] < bottom) bottom = numbers[e + LOW];
    if (numbers[e + HIGH] > top) top = numbers[e + HIGH];
  }
  const ys = horizontal.across.slice(0, horizontal.count).sort();
  const wanted = Math.ceil(mostMet(horizontal) / crossedEach);
  const borders = [bottom];
  for (let k = 1; k < wanted; k++) {
    const y = ys[Math.floor((k * ys.length) / wanted)];
    if (y > borders[borders.length - 1] && y < top) borders.push(y);
  }
  borders.push(top);
  return Int32Array.from(borders);
}

/** Where the pieces of each band will start, and their number. */
function countPieces({ count, numbers }: VerticalEdges, borders: Borders): Int32Array {
  const { y, bands } = borders;
  const starts = new Int32Array(bands + 1);
  for (let e = 0; e < edgeSize * count; e += edgeSize) {
    for (let k = borders.bandAt(numbers[e + LOW]); y[k] < numbers[e + HIGH]; k++) starts[k + 1]++;
  }
  for (let k = 1; k <= bands; k++) starts[k] += starts[k - 1];
  return starts;
}

/** Finds bands by a table of even steps. */
class Borders {
  readonly y: Int32Array;
  readonly bands: number;
  /** For each step the band that holds its lower end. */
  readonly #bandOfStep: Int32Array;
  readonly #stepsPerUnit: number;

  constructor(y: Int32Array) {
    this.y = y;
    this.bands = y.length - 1;
    this.#bandOfStep = new Int32Array(8 * this.bands);
    const step = (y[this.bands] - y[0]) / this.#bandOfStep.length;
    this.#stepsPerUnit = 1 / step;
    for (let i = 0, band = 0; i < this.#bandOfStep.length; i++) {
      while (y[band + 1] <= y[0] + i * step) band++;
      this.#bandOfStep[i] = band;
    }
  }

  /** The band that holds what lies just above y, which is below the last border. */
  bandAt(y: number): number {
    const borders = this.y;
    const step = Math.floor((y - borders[0]) * this.#stepsPerUnit);
    // Steps are rounded: the band may be one before or behind.
    let band = this.#bandOfStep[step < this.#bandOfStep.length ? step : step - 1];
    while (borders[band + 1] <= y) band++;
    while (borders[band] > y) band--;
    return band;
  }
}
