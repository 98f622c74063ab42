/** What a picture finds out of a set of polygons, and the next one needs again. */
import { boxAround } from "../box-around.ts";
import type { PicturePolygons } from "../layout-svg.ts";
import { rectangleOf } from "./frame.ts";

export interface SortedPolygons {
  /** Left, bottom, right, top of each rectangle. */
  readonly boxes: Int32Array;
  /** Indices of what is no rectangle; null where nothing is one. */
  readonly others: Uint32Array | null;
  /** Left, bottom, right, top of each of these. */
  readonly hulls: Int32Array;
  /** Left, bottom, right, top around so many vertices of the set after so many: curves have many in a pixel. Null for few vertices. */
  readonly blocks: Int32Array | null;
}

/** Numbers of 16 vertices, and how many for each of their hull's. */
export const blockNumbers = 32;
export const blockStep = blockNumbers / 4;
const fewNumbers = 4 * blockNumbers;

const sortedSets = new WeakMap<PicturePolygons, SortedPolygons>();

/** Once for each set, which is not to be changed. */
export function sortedOut(set: PicturePolygons): SortedPolygons {
  let sorted = sortedSets.get(set);
  if (sorted === undefined) sortedSets.set(set, (sorted = sortOut(set)));
  return sorted;
}

/** The blocks of a set that was sorted; null for others, of which perhaps only a few polygons are painted. */
export function knownBlocks(set: PicturePolygons): Int32Array | null {
  return sortedSets.get(set)?.blocks ?? null;
}

const noBoxes = new Int32Array(0);

// A layout has hundreds of sets, most with few polygons: an array more for each of them costs as much as the loops.

function sortOut(set: PicturePolygons): SortedPolygons {
  const { xy, rings, polygons } = set;
  const count = polygons.length - 1;
  const most = quadrangles(set);
  if (most === 0)
    return { boxes: noBoxes, others: null, hulls: hullsOf(set, null, count), blocks: blocksOf(xy, rings) };
  const boxes = new Int32Array(4 * most);
  const others = new Uint32Array(count);
  let end = 0;
  let otherCount = 0;
  for (let polygon = 0; polygon < count; polygon++) {
    if (rectangleOf(set, polygon, boxes, end)) end += 4;
    else others[otherCount++] = polygon;
  }
  return {
    boxes: end === boxes.length ? boxes : boxes.slice(0, end),
    others: otherCount === count ? others : others.slice(0, otherCount),
    hulls: hullsOf(set, others, otherCount),
    blocks: otherCount === 0 ? null : blocksOf(xy, rings),
  };
}

function hullsOf(set: PicturePolygons, others: Uint32Array | null, count: number): Int32Array {
  const hulls = count === 0 ? noBoxes : new Int32Array(4 * count);
  for (let i = 0; i < count; i++) hullOf(set, others === null ? i : others[i], hulls, 4 * i);
  return hulls;
}

/** Left, bottom, right, top of a polygon in `out` from `at` on. */
export function hullOf({ xy, rings, polygons }: PicturePolygons, polygon: number, out: Int32Array, at: number): void {
  boxAround(xy, 2 * rings[polygons[polygon]], 2 * rings[polygons[polygon + 1]], out, at);
}

/** Rings of four vertices. */
function quadrangles({ rings }: PicturePolygons): number {
  let count = 0;
  for (let ring = 1; ring < rings.length; ring++) if (rings[ring] - rings[ring - 1] === 4) count++;
  return count;
}

function blocksOf(xy: Int32Array, rings: Uint32Array): Int32Array | null {
  const length = 2 * rings[rings.length - 1];
  if (length < fewNumbers) return null;
  const blocks = new Int32Array(4 * Math.ceil(length / blockNumbers));
  for (let start = 0, at = 0; start < length; start += blockNumbers, at += 4)
    boxAround(xy, start, Math.min(start + blockNumbers, length), blocks, at);
  return blocks;
}
