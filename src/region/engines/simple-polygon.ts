/**
 * Is a polygon simple: do its edges touch nowhere but at the vertices that neighbours share, and do its holes lie in its
 * hull and not in each other? Then every winding number in it is 0 or 1 and engines may take it as it is.
 */
import { Box, BoxTree, pointInRing, segmentsTouch } from "../../geometry/index.ts";
import { ordinary } from "./sweep/noding/budget.ts";
import { chainSlices, visitPairs } from "./sweep/noding/chain-pairs.ts";
import { areApart } from "./sweep/noding/neighbours.ts";
import { Segments } from "./sweep/segments.ts";
import { windsOnce } from "./sweep/winds-once.ts";

/** Rings with at most this many edges together are compared pair by pair. */
const pairwiseLimit = 24;
/** Fewer holes than this are compared with each other without a search tree. */
const fewHoles = 16;
/** Vertices of the hull that may be looked at, for each vertex of the polygon. */
const mostLooksEach = 32;

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

/** Many are compared by the chains that they are in. */
function edgesTouch(xy: Int32Array, rings: readonly number[]): boolean {
  const first = rings[0];
  const count = rings[rings.length - 1] - first;
  if (count <= 3) return false;
  if (count > pairwiseLimit) return chainsTouch(xy, rings);
  // Edge e goes from vertex e to next[e].
  const next = new Int32Array(count);
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    for (let v = rings[ring]; v < rings[ring + 1]; v++)
      next[v - first] = (v + 1 < rings[ring + 1] ? v + 1 : rings[ring]) - first;
  }
  return anyPairTouches(xy.subarray(2 * first, 2 * (first + count)), next);
}

function anyPairTouches(points: Int32Array, next: Int32Array): boolean {
  for (let a = 1; a < next.length; a++)
    for (let b = 0; b < a; b++) if (touchBeyondNeighbours(points, next, a, b)) return true;
  return false;
}

/** Kept for the next polygon: arrays are dear to make. */
let scratch = new Segments(1024);

function segmentsOf(xy: Int32Array, rings: readonly number[]): Segments {
  scratch = Segments.renewed(scratch, rings[rings.length - 1] - rings[0]);
  for (let ring = 0; ring + 1 < rings.length; ring++) scratch.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], 1, 0);
  return scratch;
}

function chainsTouch(xy: Int32Array, rings: readonly number[]): boolean {
  const count = rings[rings.length - 1] - rings[0];
  const segments = segmentsOf(xy, rings);
  // An edge without length: the two beside it touch.
  if (segments.count < count) return true;
  const { ax, ay, bx, by, a, b } = segments;
  const touch = (e: number, f: number) => {
    if (a[e] === a[f] || a[e] === b[f] || b[e] === a[f] || b[e] === b[f]) return false;
    return segmentsTouch(ax[e], ay[e], bx[e], by[e], ax[f], ay[f], bx[f], by[f]);
  };
  const slices = chainSlices(segments);
  const ending = visitPairs(segments, slices, 0, touch, ordinary(segments).looks);
  return ending === "spent" ? !areApart(segments) : ending === "stopped";
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

/** One point of a hole decides, since no edges touch. Only holes whose box holds the point can hold the point. */
function holesAreInside(xy: Int32Array, rings: readonly number[]): boolean {
  const holes = rings.length - 2;
  if (holes === 0) return true;
  // Each hole is looked for in the hull: one sweep does it for all, where that is long.
  if (holes * (rings[1] - rings[0]) > mostLooksEach * (rings[rings.length - 1] - rings[0])) {
    return windsOnce(segmentsOf(xy, rings));
  }
  const around = holes < fewHoles ? null : new BoxTree(holeBoxes(xy, rings));
  const all = Uint32Array.from({ length: around === null ? holes : 0 }, (_, i) => i);
  for (let hole = 0; hole < holes; hole++) {
    const x = xy[2 * rings[hole + 1]];
    const y = xy[2 * rings[hole + 1] + 1];
    if (pointInRing(x, y, xy, 2 * rings[0], 2 * rings[1]) !== 1) return false;
    for (const other of around?.touching(new Box(x, y, x, y)) ?? all) {
      if (other !== hole && pointInRing(x, y, xy, 2 * rings[other + 1], 2 * rings[other + 2]) !== -1) return false;
    }
  }
  return true;
}

/** left, bottom, right, top of every ring but the first. */
function holeBoxes(xy: Int32Array, rings: readonly number[]): Int32Array {
  const boxes = new Int32Array(4 * (rings.length - 2));
  for (let hole = 0; 4 * hole < boxes.length; hole++) {
    let [left, bottom] = [xy[2 * rings[hole + 1]], xy[2 * rings[hole + 1] + 1]];
    let [right, top] = [left, bottom];
    for (let v = rings[hole + 1]; v < rings[hole + 2]; v++) {
      const [x, y] = [xy[2 * v], xy[2 * v + 1]];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
    boxes.set([left, bottom, right, top], 4 * hole);
  }
  return boxes;
}
