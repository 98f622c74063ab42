/**
 * Horizontal bands that the sweep takes one by one, and the vertical edges in each of them, cut at its borders, from left
 * to right. The fewer boundaries a sweep line crosses in a band, the less there is to move when one comes or goes.
 */
import { orderBy } from "../strips.ts";
import { type EdgeSample, mostMet } from "./edge-sample.ts";
import type { VerticalEdges } from "./vertical-edges.ts";

export interface Bands {
  readonly count: number;
  /** Band k lies between borders[k] and borders[k + 1]. */
  readonly borders: Int32Array;
  /** The edges of band k are starts[k] … starts[k + 1] − 1 of what follows. */
  readonly starts: Int32Array;
  readonly x: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly windA: Int8Array;
  readonly windB: Int8Array;
}

/** Horizontal edges that a sweep line should cross in a band, at most about. */
const crossedEach = 24;
/** Pieces of edges that borders may make: so many, and so many for each edge. */
const mostPieces = 1e7;
const mostPiecesEach = 4;

/** @param horizontal the edges that bound the bands' runs: their y are where borders are best */
export function bandsOf(edges: VerticalEdges, horizontal: EdgeSample): Bands {
  const { count, x, low, high, windA, windB } = edges;
  let borders = bordersOf(edges, horizontal);
  let starts = countPieces(edges, borders);
  while (borders.length > 2 && starts[starts.length - 1] > mostPieces + mostPiecesEach * count) {
    borders = borders.filter((_, i) => i % 2 === 0 || i === borders.length - 1);
    starts = countPieces(edges, borders);
  }
  const pieces = starts[starts.length - 1];
  const bands = {
    count: borders.length - 1,
    borders,
    starts,
    x: new Int32Array(pieces),
    low: new Int32Array(pieces),
    high: new Int32Array(pieces),
    windA: new Int8Array(pieces),
    windB: new Int8Array(pieces),
  };
  const next = starts.slice();
  for (const i of orderBy(x, count)) {
    const lowest = low[i];
    const highest = high[i];
    for (let k = bandAt(borders, lowest); borders[k] < highest; k++) {
      const at = next[k]++;
      bands.x[at] = x[i];
      bands.low[at] = lowest > borders[k] ? lowest : borders[k];
      bands.high[at] = highest < borders[k + 1] ? highest : borders[k + 1];
      bands.windA[at] = windA[i];
      bands.windB[at] = windB[i];
    }
  }
  return bands;
}

/** At even steps through the y of horizontal edges, so that bands are low where there is much. */
function bordersOf({ count, low, high }: VerticalEdges, horizontal: EdgeSample): Int32Array {
  if (count === 0) return Int32Array.of(0, 1);
  let bottom = low[0];
  let top = high[0];
  for (let i = 1; i < count; i++) {
    if (low[i] < bottom) bottom = low[i];
    if (high[i] > top) top = high[i];
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

function countPieces({ count, low, high }: VerticalEdges, borders: Int32Array): Int32Array {
  const starts = new Int32Array(borders.length);
  for (let i = 0; i < count; i++) for (let k = bandAt(borders, low[i]); borders[k] < high[i]; k++) starts[k + 1]++;
  for (let k = 1; k < starts.length; k++) starts[k] += starts[k - 1];
  return starts;
}

/** The band that holds what lies above y. */
function bandAt(borders: Int32Array, y: number): number {
  let low = 0;
  let high = borders.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (borders[middle] <= y) low = middle;
    else high = middle;
  }
  return low;
}
