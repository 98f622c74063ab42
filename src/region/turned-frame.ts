/**
 * Boxes along the axes, or along the lines of a grating at an angle: the boxes of long slanted things all overlap, and what
 * is looked for by them is found everywhere. In a frame that is turned as they are, few do.
 */
import { BoxTree, type Hits } from "../geometry/index.ts";
import { shortestAcross } from "./engines/index.ts";

/** Things in a list of points: thing i has those from vertex first[i] to before end[i]. */
export interface Things {
  /** x,y pairs. */
  readonly xy: ArrayLike<number>;
  readonly first: ArrayLike<number>;
  readonly end: ArrayLike<number>;
}

/** A direction as a vector of length ½, across which lengths along it are measured; null for the axes. */
export type Frame = { readonly x: number; readonly y: number } | null;

/** Boxes at a place, on average, up to which those along the axes do. */
const mostDeep = 32;
/** A turned frame has to be that much better. */
const better = 4;
/** Edges that tell which way things run. */
const sampled = 2 ** 12;

/** The frame in which the boxes of all things overlap least. */
export function frameOf(...sets: readonly Things[]): Frame {
  const depth = depthOf(null, sets);
  if (depth <= mostDeep) return null;
  const turned = shortestAcross(sampleOf(sets));
  return depthOf(turned, sets) * better < depth ? turned : null;
}

/** left, bottom, right, top of each thing, with room for rounding where the frame is turned. */
export function boxesIn(frame: Frame, { xy, first, end }: Things): Int32Array {
  const boxes = new Int32Array(4 * first.length);
  const { x: c, y: s } = frame ?? { x: 1, y: 0 };
  const room = frame === null ? 0 : 1;
  for (let i = 0; i < first.length; i++) {
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = 2 * first[i]; v < 2 * end[i]; v += 2) {
      const u = c * xy[v] + s * xy[v + 1];
      const w = c * xy[v + 1] - s * xy[v];
      if (u < left) left = u;
      if (u > right) right = u;
      if (w < bottom) bottom = w;
      if (w > top) top = w;
    }
    boxes[4 * i] = Math.floor(left) - room;
    boxes[4 * i + 1] = Math.floor(bottom) - room;
    boxes[4 * i + 2] = Math.ceil(right) + room;
    boxes[4 * i + 3] = Math.ceil(top) + room;
  }
  return boxes;
}

export function treeIn(frame: Frame, things: Things): BoxTree {
  return new BoxTree(boxesIn(frame, things));
}

/** What may touch an edge, of a tree in the frame. */
export function searchAlong(
  { tree, frame }: { readonly tree: BoxTree; readonly frame: Frame },
  ax: number,
  ay: number,
  bx: number,
  by: number,
  hits: Hits,
): void {
  if (frame === null) {
    tree.search(ax < bx ? ax : bx, ay < by ? ay : by, ax < bx ? bx : ax, ay < by ? by : ay, hits);
    return;
  }
  const { x: c, y: s } = frame;
  const [u1, w1, u2, w2] = [c * ax + s * ay, c * ay - s * ax, c * bx + s * by, c * by - s * bx];
  tree.search(Math.min(u1, u2), Math.min(w1, w2), Math.max(u1, u2), Math.max(w1, w2), hits);
}

/** How many boxes there are at a place of the box around all, on average. */
function depthOf(frame: Frame, sets: readonly Things[]): number {
  let [left, bottom, right, top, area] = [Infinity, Infinity, -Infinity, -Infinity, 0];
  for (const things of sets) {
    const boxes = boxesIn(frame, things);
    for (let i = 0; i < boxes.length; i += 4) {
      area += (boxes[i + 2] - boxes[i]) * (boxes[i + 3] - boxes[i + 1]);
      left = Math.min(left, boxes[i]);
      bottom = Math.min(bottom, boxes[i + 1]);
      right = Math.max(right, boxes[i + 2]);
      top = Math.max(top, boxes[i + 3]);
    }
  }
  const whole = (right - left) * (top - bottom);
  return whole > 0 ? area / whole : 0;
}

/** Edges of some of the things. */
function sampleOf(sets: readonly Things[]): Parameters<typeof shortestAcross>[0] {
  const total = sets.reduce((sum, { first, end }) => sum + countOf(first, end), 0);
  const every = Math.ceil(total / sampled) | 1;
  const [ax, ay, bx, by] = [0, 1, 2, 3].map(() => new Int32Array(Math.ceil(total / every) + sets.length));
  let count = 0;
  let wait = 0;
  for (const { xy, first, end } of sets) {
    for (let i = 0; i < first.length; i++) {
      for (let v = first[i]; v < end[i]; v++) {
        if (wait-- > 0) continue;
        wait = every - 1;
        const to = v + 1 < end[i] ? v + 1 : first[i];
        [ax[count], ay[count], bx[count], by[count]] = [xy[2 * v], xy[2 * v + 1], xy[2 * to], xy[2 * to + 1]];
        count++;
      }
    }
  }
  return { ax, ay, bx, by, count };
}

function countOf(first: ArrayLike<number>, end: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < first.length; i++) count += end[i] - first[i];
  return count;
}
