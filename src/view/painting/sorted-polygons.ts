/** What a picture finds out of a set of polygons, and the next one needs again. */
import type { PicturePolygons } from "../layout-svg.ts";
import { rectangleOf } from "./frame.ts";

export interface SortedPolygons {
  /** Left, bottom, right, top of each rectangle. */
  readonly boxes: Int32Array;
  /** Indices of what is no rectangle. */
  readonly others: Uint32Array;
  /** Left, bottom, right, top around so many vertices of the set after so many: curves have many in a pixel. Null where all are rectangles. */
  readonly blocks: Int32Array | null;
}

/** Numbers of 16 vertices, and how many for each of their hull's. */
export const blockNumbers = 32;
export const blockStep = blockNumbers / 4;

const sortedSets = new WeakMap<PicturePolygons, SortedPolygons>();

/** Once for each set, which is not to be changed. */
export function sortedOut(set: PicturePolygons): SortedPolygons {
  let sorted = sortedSets.get(set);
  if (sorted === undefined) sortedSets.set(set, (sorted = sortOut(set)));
  return sorted;
}

function sortOut(set: PicturePolygons): SortedPolygons {
  const { xy, rings, polygons } = set;
  const count = polygons.length - 1;
  const boxes = new Int32Array(4 * count);
  const others = new Uint32Array(count);
  let end = 0;
  let otherCount = 0;
  for (let polygon = 0; polygon < count; polygon++) {
    const ring = polygons[polygon];
    // Looked at before the call, for a first picture is drawn by code that the engine has not compiled yet.
    if (rings[ring + 1] - rings[ring] === 4 && rectangleOf(set, polygon, boxes, end)) end += 4;
    else others[otherCount++] = polygon;
  }
  return {
    boxes: end === boxes.length ? boxes : boxes.slice(0, end),
    others: otherCount === count ? others : others.slice(0, otherCount),
    blocks: otherCount === 0 ? null : blocksOf(xy.subarray(0, 2 * rings[rings.length - 1])),
  };
}

function blocksOf(xy: Int32Array): Int32Array {
  const blocks = new Int32Array(4 * Math.ceil(xy.length / blockNumbers));
  for (let start = 0, at = 0; start < xy.length; start += blockNumbers, at += 4) {
    let left = xy[start];
    let bottom = xy[start + 1];
    let right = left;
    let top = bottom;
    const end = Math.min(start + blockNumbers, xy.length);
    for (let i = start + 2; i < end; i += 2) {
      const x = xy[i];
      const y = xy[i + 1];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
    blocks[at] = left;
    blocks[at + 1] = bottom;
    blocks[at + 2] = right;
    blocks[at + 3] = top;
  }
  return blocks;
}
