/** The vertical edges of rings whose edges are all axis-parallel. The horizontal ones follow from them. */
import type { PolygonSet } from "../../../geometry/index.ts";

/** Numbers of an edge, one behind the other: edges are taken in the order of x, and each is then in one place of memory. */
export const edgeSize = 4;
export const X = 0;
export const LOW = 1;
export const HIGH = 2;
/**
 * By how much a winding number grows where one crosses the edge from left to right: ±1 for that of the first operand, ±2
 * for ±1 of the second.
 */
export const WIND = 3;

export interface VerticalEdges {
  readonly count: number;
  readonly numbers: Int32Array;
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
  const numbers = new Int32Array(edgeSize * (a.vertexCount + b.vertexCount));
  const across = turned ? 1 : 0;
  const along = 1 - across;
  let at = 0;
  // Which operand it is no comparison tells: both may be one set.
  for (const [operand, { xy, rings, ringCount }] of [a, b].entries()) {
    // Exchanging x and y turns rings round.
    const up = (turned ? 1 : -1) * (operand + 1);
    for (let ring = 0; ring < ringCount; ring++) {
      const end = 2 * rings[ring + 1];
      let from = xy[end - 2 + along];
      for (let i = 2 * rings[ring]; i < end; i += 2) {
        const to = xy[i + along];
        if (to !== from) {
          const isUp = to > from;
          numbers[at + X] = xy[i + across];
          numbers[at + LOW] = isUp ? from : to;
          numbers[at + HIGH] = isUp ? to : from;
          numbers[at + WIND] = isUp ? up : -up;
          at += edgeSize;
        }
        from = to;
      }
    }
  }
  return { count: at / edgeSize, numbers };
}
