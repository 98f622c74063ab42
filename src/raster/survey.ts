/**
 * One look at all polygons before any area is added up: where they are, which way their rings run, whether all edges are
 * parallel to the axes, and which polygons need winding numbers because they are not simple.
 */
import type { PolygonSet } from "../geometry/index.ts";
import { boundsOf, type PixelGrid } from "./pixel-grid.ts";
import { convexSign, isSimplePolygon, ringSign } from "./simple/index.ts";

export interface Survey {
  /** Left, bottom, right, top of each polygon, database units. */
  readonly boxes: Int32Array;
  /**
   * What the inside of each ring counts where it runs counter-clockwise: holes take away. 0 for what is not added up:
   * polygons outside of the grid, and knotted ones.
   */
  readonly weights: Int8Array;
  /** Polygons that are not simple, or not certainly so. */
  readonly knotted: readonly number[];
  readonly isManhattan: boolean;
  /** Vertices of the ring that has most. */
  readonly longestRing: number;
}

/** Boxes of the last survey, which the next one overwrites: fresh memory costs more than what is done with it. */
let spare: Int32Array = new Int32Array(0);
const mostSpare = 2 ** 20;

function boxesFor(count: number): Int32Array {
  const length = 4 * count;
  if (length > mostSpare) return new Int32Array(length);
  if (spare.length < length) spare = new Int32Array(Math.min(mostSpare, 2 * length));
  return spare.subarray(0, length);
}

/** What it returns holds until the next call. */
export function surveyPolygons(set: PolygonSet, grid: PixelGrid): Survey {
  const { xy, rings, polygons, count } = set;
  const { left: gridLeft, bottom: gridBottom, right: gridRight, top: gridTop } = boundsOf(grid);
  const boxes = boxesFor(count);
  const weights = new Int8Array(set.ringCount);
  const knotted: number[] = [];
  let isUprightSet = true;
  let longest = 0;
  for (let polygon = 0; polygon < count; polygon++) {
    const hull = polygons[polygon];
    const ringEnd = polygons[polygon + 1];
    const start = 2 * rings[hull];
    const end = 2 * rings[hull + 1];
    const b = 4 * polygon;
    if (ringEnd === hull || start === end) {
      // Right of nothing: in no window.
      boxes[b] = boxes[b + 1] = 2 ** 31 - 1;
      boxes[b + 2] = boxes[b + 3] = -(2 ** 31);
      continue;
    }
    if (end - start > longest) longest = end - start;
    if (end - start === 8 && ringEnd - hull === 1) {
      // Most polygons of most layouts.
      const x0 = xy[start];
      const y0 = xy[start + 1];
      const x2 = xy[start + 4];
      const y2 = xy[start + 5];
      const alongX = xy[start + 3] === y0 && xy[start + 2] === x2 && xy[start + 6] === x0 && xy[start + 7] === y2;
      if (alongX || (xy[start + 2] === x0 && xy[start + 3] === y2 && xy[start + 7] === y0 && xy[start + 6] === x2)) {
        const rightwards = x2 > x0;
        const upwards = y2 > y0;
        const left = rightwards ? x0 : x2;
        const right = rightwards ? x2 : x0;
        const bottom = upwards ? y0 : y2;
        const top = upwards ? y2 : y0;
        boxes[b] = left;
        boxes[b + 1] = bottom;
        boxes[b + 2] = right;
        boxes[b + 3] = top;
        if (left < gridRight && bottom < gridTop && right > gridLeft && top > gridBottom)
          weights[hull] = (rightwards === upwards) === alongX ? 1 : -1;
        continue;
      }
    }
    let left = xy[start];
    let bottom = xy[start + 1];
    let right = left;
    let top = bottom;
    // What the last edge did: 1 along x, 2 along y, 0 nothing, 3 both.
    const lastX = xy[end - 2];
    const lastY = xy[end - 1];
    let before = (left === lastX ? 0 : 1) + (bottom === lastY ? 0 : 2);
    let alternates = before === 1 || before === 2;
    let isUpright = before !== 3;
    for (let i = start + 2, fromX = left, fromY = bottom; i < end; i += 2) {
      const x = xy[i];
      const y = xy[i + 1];
      if (x < left) left = x;
      else if (x > right) right = x;
      if (y < bottom) bottom = y;
      else if (y > top) top = y;
      const way = (x === fromX ? 0 : 1) + (y === fromY ? 0 : 2);
      if (way === 3) isUpright = false;
      if (way + before !== 3) alternates = false;
      before = way;
      fromX = x;
      fromY = y;
    }
    boxes[b] = left;
    boxes[b + 1] = bottom;
    boxes[b + 2] = right;
    boxes[b + 3] = top;
    if (!(left < gridRight && bottom < gridTop && right > gridLeft && top > gridBottom)) continue;
    const hasHoles = ringEnd - hull > 1;
    if (!hasHoles && !isUpright) {
      isUprightSet = false;
      const sign = convexSign(xy, start, end, right - left < 2 ** 26 && top - bottom < 2 ** 26);
      if (sign !== 0) {
        weights[hull] = sign;
        continue;
      }
    }
    weights[hull] = ringSign(xy, start, end);
    for (let hole = hull + 1; hole < ringEnd; hole++) {
      const holeStart = 2 * rings[hole];
      const holeEnd = 2 * rings[hole + 1];
      if (holeEnd - holeStart > longest) longest = holeEnd - holeStart;
      weights[hole] = -ringSign(xy, holeStart, holeEnd);
      if (isUpright) isUpright = isUprightRing(xy, holeStart, holeEnd);
    }
    if (!isUpright) isUprightSet = false;
    if (!hasHoles) {
      if (end - start <= 6) continue;
      if (isUpright && alternates && end - start === 12 && isCorner(xy, start)) continue;
    }
    if (isSimplePolygon(set, polygon)) continue;
    knotted.push(polygon);
    // Not added up: a hole may even reach out of its hull's box, and so out of the tiles that are done again.
    weights.fill(0, hull, ringEnd);
  }
  return { boxes, weights, knotted, isManhattan: isUprightSet, longestRing: longest / 2 };
}

/** Rings that are looked at for a guess. */
const fewRings = 1000;

/** True where the edges of the first rings are parallel to the axes: mostly, all are. */
export function startsManhattan({ xy, rings, ringCount }: PolygonSet): boolean {
  for (let ring = 0; ring < Math.min(ringCount, fewRings); ring++)
    if (!isUprightRing(xy, 2 * rings[ring], 2 * rings[ring + 1])) return false;
  return true;
}

function isUprightRing(xy: Int32Array, start: number, end: number): boolean {
  for (let i = start, j = end - 2; i < end; j = i, i += 2) if (xy[i] !== xy[j] && xy[i + 1] !== xy[j + 1]) return false;
  return true;
}

/**
 * True for an L: six edges that go along x and y in turn, and turn to one side five times and to the other once. Then the
 * two that lie between the four of one side each are as long as the two against them, and nothing can meet.
 */
function isCorner(xy: Int32Array, start: number): boolean {
  let lefts = 0;
  for (let k = 0; k < 6; k++) {
    const i = start + 2 * k;
    const j = start + 2 * ((k + 1) % 6);
    const l = start + 2 * ((k + 2) % 6);
    // One of the two products is zero.
    const turn = (xy[j] - xy[i]) * (xy[l + 1] - xy[j + 1]) - (xy[j + 1] - xy[i + 1]) * (xy[l] - xy[j]);
    if (turn > 0) lefts++;
  }
  return lefts === 5 || lefts === 1;
}
