/**
 * The plane graph of noded segments: vertices numbered in lexicographic order (x, then y), edges from the smaller to
 * the larger vertex, at most one between two vertices, sorted by their start and there from below to above.
 */
import { turn } from "../../../geometry/index.ts";
import type { Distribution } from "../strips.ts";
import type { NodedSegments } from "./noding/noding.ts";

export interface PlaneGraph {
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** Edges that start at vertex v are starts[v] … starts[v + 1] − 1. */
  readonly starts: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** A segment that each edge is a part of. */
  readonly origin: Int32Array;
  readonly windA: Int32Array;
  readonly windB: Int32Array;
}

export function planeGraph({
  x,
  y,
  count,
  from: fromOf,
  to: toOf,
  origin: originOf,
  windA: a,
  windB: b,
}: NodedSegments): PlaneGraph {
  const { starts: buckets, members } = segmentsByStart(fromOf, count, x.length);

  const starts = new Int32Array(x.length + 1);
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const origin = new Int32Array(count);
  const windA = new Int32Array(count);
  const windB = new Int32Array(count);
  let edges = 0;
  for (let v = 0; v < x.length; v++) {
    const end = buckets[v + 1];
    if (end - buckets[v] > 1) sortUpwards(members, buckets[v], end, v, toOf, x, y);
    for (let k = buckets[v]; k < end; ) {
      const target = toOf[members[k]];
      let sumA = 0;
      let sumB = 0;
      const first = members[k];
      for (; k < end && toOf[members[k]] === target; k++) {
        sumA += a[members[k]];
        sumB += b[members[k]];
      }
      // What cancels out bounds nothing.
      if (sumA === 0 && sumB === 0) continue;
      from[edges] = v;
      to[edges] = target;
      origin[edges] = originOf[first];
      windA[edges] = sumA;
      windB[edges] = sumB;
      edges++;
    }
    starts[v + 1] = edges;
  }
  return { x, y, starts, from: from.subarray(0, edges), to: to.subarray(0, edges), origin, windA, windB };
}

/** Counting sort of segments by the vertex that they start at. */
function segmentsByStart(fromOf: Int32Array, count: number, vertexCount: number): Distribution {
  const starts = new Int32Array(vertexCount + 1);
  for (let i = 0; i < count; i++) starts[fromOf[i] + 1]++;
  for (let v = 0; v < vertexCount; v++) starts[v + 1] += starts[v];
  const members = new Int32Array(count);
  const at = starts.slice();
  for (let i = 0; i < count; i++) members[at[fromOf[i]]++] = i;
  return { starts, members };
}

/** Sorts `members[first…end)`, which start at vertex v, by their direction from below to above; few at a vertex. */
function sortUpwards(
  members: Int32Array,
  first: number,
  end: number,
  v: number,
  toOf: Int32Array,
  x: Int32Array,
  y: Int32Array,
): void {
  // An end that lies to the left of the other's line is above it; the same end means the same edge.
  const above = (p: number, q: number) =>
    turn(x[v], y[v], x[toOf[q]], y[toOf[q]], x[toOf[p]], y[toOf[p]]) || toOf[p] - toOf[q];
  if (end - first > 16) {
    members.subarray(first, end).sort(above);
    return;
  }
  for (let i = first + 1; i < end; i++) {
    const member = members[i];
    let at = i;
    for (; at > first && above(members[at - 1], member) > 0; at--) members[at] = members[at - 1];
    members[at] = member;
  }
}
