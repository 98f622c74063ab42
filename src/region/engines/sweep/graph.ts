/**
 * The plane graph of noded segments: vertices numbered in lexicographic order (x, then y), edges from the smaller to
 * the larger vertex, at most one between two vertices, sorted by their start and there from below to above.
 */
import { turn } from "../../../geometry/index.ts";
import type { Segments } from "./segments.ts";

export interface PlaneGraph {
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** Edges that start at vertex v are starts[v] … starts[v + 1] − 1. */
  readonly starts: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly windA: Int32Array;
  readonly windB: Int32Array;
}

export function planeGraph(segments: Segments): PlaneGraph {
  const { count, ax, ay, bx, by } = segments;
  const xs = uniqueSorted(ax, bx, count);
  const ys = uniqueSorted(ay, by, count);
  // Two ranks below 2²⁶ fit one float64.
  const keyOf = (x: number, y: number) => rankOf(xs, x) * 2 ** 26 + rankOf(ys, y);
  const fromKeys = new Float64Array(count);
  const toKeys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    fromKeys[i] = keyOf(ax[i], ay[i]);
    toKeys[i] = keyOf(bx[i], by[i]);
  }
  const keys = uniqueKeys(fromKeys, toKeys);
  const x = new Int32Array(keys.length);
  const y = new Int32Array(keys.length);
  for (let v = 0; v < keys.length; v++) {
    x[v] = xs[Math.floor(keys[v] / 2 ** 26)];
    y[v] = ys[keys[v] % 2 ** 26];
  }
  return {
    x,
    y,
    ...edgesOf(
      segments,
      x,
      y,
      fromKeys.map((key) => rankOf(keys, key)),
      toKeys.map((key) => rankOf(keys, key)),
    ),
  };
}

function edgesOf(segments: Segments, x: Int32Array, y: Int32Array, fromOf: Float64Array, toOf: Float64Array) {
  const { count } = segments;
  const bucketStarts = new Int32Array(x.length + 1);
  for (let i = 0; i < count; i++) bucketStarts[fromOf[i] + 1]++;
  for (let v = 0; v < x.length; v++) bucketStarts[v + 1] += bucketStarts[v];
  const members = new Int32Array(count);
  const at = bucketStarts.slice();
  for (let i = 0; i < count; i++) members[at[fromOf[i]]++] = i;

  const starts = new Int32Array(x.length + 1);
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const windA = new Int32Array(count);
  const windB = new Int32Array(count);
  let edges = 0;
  for (let v = 0; v < x.length; v++) {
    const bucket = members.subarray(bucketStarts[v], bucketStarts[v + 1]);
    // The end that lies to the left of the other's line is the upper one; the same end means the same edge.
    if (bucket.length > 1) {
      bucket.sort((p, q) => turn(x[v], y[v], x[toOf[q]], y[toOf[q]], x[toOf[p]], y[toOf[p]]) || toOf[p] - toOf[q]);
    }
    for (let k = 0; k < bucket.length; ) {
      const end = toOf[bucket[k]];
      let sumA = 0;
      let sumB = 0;
      for (; k < bucket.length && toOf[bucket[k]] === end; k++) {
        sumA += segments.windA[bucket[k]];
        sumB += segments.windB[bucket[k]];
      }
      // What cancels out bounds nothing.
      if (sumA === 0 && sumB === 0) continue;
      from[edges] = v;
      to[edges] = end;
      windA[edges] = sumA;
      windB[edges] = sumB;
      edges++;
    }
    starts[v + 1] = edges;
  }
  return { starts, from: from.slice(0, edges), to: to.slice(0, edges), windA, windB };
}

function uniqueSorted(a: Int32Array, b: Int32Array, count: number): Int32Array {
  const all = new Int32Array(2 * count);
  all.set(a.subarray(0, count));
  all.set(b.subarray(0, count), count);
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[kept++] = all[i];
  return all.slice(0, kept);
}

function uniqueKeys(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[kept++] = all[i];
  return all.slice(0, kept);
}

/** The index of `value` in a sorted array that has it. */
function rankOf(sorted: Int32Array | Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
