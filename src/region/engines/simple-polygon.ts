/**
 * Is a polygon simple: do its edges touch nowhere but at the vertices that neighbours share, and do its holes lie in its
 * hull and not in each other? Then every winding number in it is 0 or 1 and engines may take it as it is.
 */
import { pointInRing, segmentsTouch } from "../../geometry/index.ts";

/** Rings with at most this many edges together are compared pair by pair. */
const pairwiseLimit = 24;

/** @param rings vertex offsets of the polygon's rings in `xy`, with the end last; the first ring is the hull */
export function isSimplePolygon(xy: Int32Array, rings: readonly number[]): boolean {
  if (rings.length === 2 && isRectangle(xy, rings[0], rings[1])) return true;
  return !edgesTouch(xy, rings) && holesAreInside(xy, rings);
}

function isRectangle(xy: Int32Array, first: number, end: number): boolean {
  if (end - first !== 4) return false;
  const i = 2 * first;
  const horizontalFirst =
    xy[i + 1] === xy[i + 3] && xy[i + 2] === xy[i + 4] && xy[i + 5] === xy[i + 7] && xy[i + 6] === xy[i];
  const verticalFirst =
    xy[i] === xy[i + 2] && xy[i + 3] === xy[i + 5] && xy[i + 4] === xy[i + 6] && xy[i + 7] === xy[i + 1];
  return horizontalFirst || verticalFirst;
}

/** Edge e goes from vertex e to `next[e]`. Sorted by their left end, each is compared with those still open to the right. */
function edgesTouch(xy: Int32Array, rings: readonly number[]): boolean {
  const first = rings[0];
  const count = rings[rings.length - 1] - first;
  if (count <= 3) return false;
  const next = new Int32Array(count);
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    for (let v = rings[ring]; v < rings[ring + 1]; v++)
      next[v - first] = (v + 1 < rings[ring + 1] ? v + 1 : rings[ring]) - first;
  }
  const points = xy.subarray(2 * first, 2 * (first + count));
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const leftOf = (e: number) => Math.min(points[2 * e], points[2 * next[e]]);
  if (count > pairwiseLimit) order.sort((a, b) => leftOf(a) - leftOf(b));
  const open: number[] = [];
  for (const edge of order) {
    const left = leftOf(edge);
    let kept = 0;
    for (const other of open) {
      if (count > pairwiseLimit && Math.max(points[2 * other], points[2 * next[other]]) < left) continue;
      open[kept++] = other;
      if (touchBeyondNeighbours(points, next, edge, other)) return true;
    }
    open.length = kept;
    open.push(edge);
  }
  return false;
}

/** Neighbours share one vertex and, in a cleaned ring, nothing else. */
function touchBeyondNeighbours(points: Int32Array, next: Int32Array, a: number, b: number): boolean {
  const a2 = next[a];
  const b2 = next[b];
  if (a2 === b || b2 === a) return false;
  const ay = points[2 * a + 1];
  const ay2 = points[2 * a2 + 1];
  const by = points[2 * b + 1];
  const by2 = points[2 * b2 + 1];
  if (Math.max(ay, ay2) < Math.min(by, by2) || Math.max(by, by2) < Math.min(ay, ay2)) return false;
  return segmentsTouch(points[2 * a], ay, points[2 * a2], ay2, points[2 * b], by, points[2 * b2], by2);
}

function holesAreInside(xy: Int32Array, rings: readonly number[]): boolean {
  for (let hole = 1; hole + 1 < rings.length; hole++) {
    const x = xy[2 * rings[hole]];
    const y = xy[2 * rings[hole] + 1];
    if (pointInRing(x, y, xy, 2 * rings[0], 2 * rings[1]) !== 1) return false;
    for (let other = 1; other + 1 < rings.length; other++) {
      if (other !== hole && pointInRing(x, y, xy, 2 * rings[other], 2 * rings[other + 1]) !== -1) return false;
    }
  }
  return true;
}
