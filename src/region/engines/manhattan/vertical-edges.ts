/** The vertical edges of rings whose edges are all axis-parallel. The horizontal ones follow from them. */
import type { PolygonSet } from "../../../geometry/index.ts";

export interface VerticalEdges {
  readonly count: number;
  readonly x: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** By how much the winding number of each operand grows where one crosses the edge from left to right. */
  readonly windA: Int8Array;
  readonly windB: Int8Array;
}

/** True where every edge of the rings from `first` to before `last` is horizontal or vertical. */
export function isManhattan({ xy, rings }: PolygonSet, first: number, last: number): boolean {
  for (let ring = first; ring < last; ring++) {
    const end = 2 * rings[ring + 1];
    let x = xy[end - 2];
    let y = xy[end - 1];
    for (let i = 2 * rings[ring]; i < end; i += 2) {
      if (xy[i] !== x && xy[i + 1] !== y) return false;
      x = xy[i];
      y = xy[i + 1];
    }
  }
  return true;
}

/** @param turned  x and y in each other's places: the horizontal edges, as if they were vertical */
export function verticalEdges(a: PolygonSet, b: PolygonSet, turned: boolean): VerticalEdges {
  const most = a.vertexCount + b.vertexCount;
  const edges = {
    x: new Int32Array(most),
    low: new Int32Array(most),
    high: new Int32Array(most),
    windA: new Int8Array(most),
    windB: new Int8Array(most),
  };
  const across = turned ? 1 : 0;
  const along = 1 - across;
  // Exchanging x and y turns rings round.
  const sense = turned ? -1 : 1;
  let count = 0;
  for (const [set, wind] of [[a, edges.windA] as const, [b, edges.windB] as const]) {
    const { xy, rings, ringCount } = set;
    for (let ring = 0; ring < ringCount; ring++) {
      const end = 2 * rings[ring + 1];
      let from = xy[end - 2 + along];
      for (let i = 2 * rings[ring]; i < end; i += 2) {
        const to = xy[i + along];
        if (to !== from) {
          const isUp = to > from;
          edges.x[count] = xy[i + across];
          edges.low[count] = isUp ? from : to;
          edges.high[count] = isUp ? to : from;
          wind[count++] = isUp ? -sense : sense;
        }
        from = to;
      }
    }
  }
  return { count, ...edges };
}
