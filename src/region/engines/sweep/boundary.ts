/**
 * The sweep: vertices from left to right; the status holds the edges under way from below to above, each with the
 * winding numbers above it. An edge is boundary where just one of its sides is inside; it is directed so that the inside
 * is on its left, and linked to the next boundary edge around its head:
 *
 *        \  |  next = the first boundary edge met when one turns clockwise
 *   ──e──▶ v ──   from the way back, so that the wedge on the left stays inside
 *        /  |
 */
import { turn } from "../../../geometry/index.ts";
import type { PlaneGraph } from "./graph.ts";

export interface Boundary {
  /** The edge that follows edge e along the boundary; −1 where e is no boundary. */
  readonly next: Int32Array;
  /** 1 where the boundary runs from `from` to `to`, 0 where it runs back. */
  readonly isForward: Uint8Array;
  /**
   * A boundary edge below edge e, of which edges that are no boundary separate it where e starts; −1 where there is none.
   * Where the inside lies between the two it is of the same polygon as e.
   */
  readonly below: Int32Array;
}

export function boundaryOf(graph: PlaneGraph, isInside: (windingA: number, windingB: number) => boolean): Boundary {
  const { x, y, starts, from, to, windA, windB } = graph;
  const edges = from.length;
  const aboveA = new Int32Array(edges);
  const aboveB = new Int32Array(edges);
  const isBoundary = new Uint8Array(edges);
  const isForward = new Uint8Array(edges);
  const next = new Int32Array(edges).fill(-1);
  const below = new Int32Array(edges).fill(-1);
  let status = new Int32Array(256);
  let size = 0;
  let around = new Int32Array(64);

  for (let v = 0; v < x.length; v++) {
    const vx = x[v];
    const vy = y[v];
    // The edges that end here are those the vertex lies on: noded edges have no vertex inside.
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      const e = status[middle];
      if (turn(x[from[e]], y[from[e]], x[to[e]], y[to[e]], vx, vy) > 0) low = middle + 1;
      else high = middle;
    }
    const first = low;
    let end = first;
    while (end < size && to[status[end]] === v) end++;

    const out = starts[v + 1] - starts[v];
    const needed = end - first + out;
    if (around.length < needed) around = new Int32Array(2 * needed);
    let aroundCount = 0;

    // Counter-clockwise round the vertex: what starts here from below to above …
    let windingA = first === 0 ? 0 : aboveA[status[first - 1]];
    let windingB = first === 0 ? 0 : aboveB[status[first - 1]];
    let inside = isInside(windingA, windingB);
    // Below an edge that is no boundary: what was below it where it started. That may have ended since; but whatever went
    // on from there bounds the same inside, so it does as well, and nobody has to look through all that lies outside.
    let lower = first === 0 ? -1 : status[first - 1];
    if (lower !== -1 && isBoundary[lower] === 0) lower = below[lower];
    for (let e = starts[v]; e < starts[v + 1]; e++) {
      windingA += windA[e];
      windingB += windB[e];
      aboveA[e] = windingA;
      aboveB[e] = windingB;
      below[e] = lower;
      const insideAbove = isInside(windingA, windingB);
      if (insideAbove !== inside) {
        isBoundary[e] = 1;
        isForward[e] = insideAbove ? 1 : 0;
        around[aroundCount++] = e;
        lower = e;
      }
      inside = insideAbove;
    }
    // … then what ends here from above to below.
    for (let k = end - 1; k >= first; k--) if (isBoundary[status[k]] === 1) around[aroundCount++] = status[k];
    for (let i = 0; i < aroundCount; i++) {
      const e = around[i];
      const arrives = (isForward[e] === 1) === (to[e] === v);
      if (arrives) next[e] = around[i === 0 ? aroundCount - 1 : i - 1];
    }

    const change = out - (end - first);
    if (size + change > status.length) {
      const more = new Int32Array(2 * (size + change));
      more.set(status);
      status = more;
    }
    if (change !== 0) status.copyWithin(end + change, end, size);
    for (let k = 0; k < out; k++) status[first + k] = starts[v] + k;
    size += change;
  }
  return { next, isForward, below };
}
