/** What one look at a polygon tells, in TypeScript: the twin of wasm/look.ts. */
import type { Box, PolygonSet } from "../../geometry/index.ts";
import { convexSign, fewEdgesAreApart, fewVertices, ringSign } from "../simple/index.ts";

/** What is found out about polygons, in arrays for all of them. */
export interface Findings {
  /** Left, bottom, right, top of each polygon, database units. */
  readonly boxes: Int32Array;
  /**
   * What the inside of each ring counts where it runs counter-clockwise: holes take away. 0 for polygons outside of the
   * grid; zeros before.
   */
  readonly weights: Int8Array;
  /** Polygons that may not be simple. */
  readonly doubtful: number[];
  /** Some edge is not parallel to the axes. */
  isSlanted: boolean;
  /** Vertices of the ring that has most, where it has many. */
  longestRing: number;
}

/**
 * Looks at polygons from `first` to before `stop`, of which those outside of `bounds` get a box and nothing else. Twin of
 * `lookAtPolygons` in wasm/look.ts.
 */
export function lookAtPolygons(set: PolygonSet, first: number, stop: number, bounds: Box, findings: Findings): void {
  const { xy, rings, polygons } = set;
  const { boxes, weights, doubtful } = findings;
  const { left: gridLeft, bottom: gridBottom, right: gridRight, top: gridTop } = bounds;
  for (let polygon = first; polygon < stop; polygon++) {
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
    if (end - start > 2 * findings.longestRing) findings.longestRing = (end - start) / 2;
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
      findings.isSlanted = true;
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
      if (holeEnd - holeStart > 2 * findings.longestRing) findings.longestRing = (holeEnd - holeStart) / 2;
      weights[hole] = -ringSign(xy, holeStart, holeEnd);
      if (isUpright) isUpright = isUprightRing(xy, holeStart, holeEnd);
    }
    if (!isUpright) findings.isSlanted = true;
    if (!hasHoles) {
      if (end - start <= 6) continue;
      if (isUpright && alternates && end - start === 12 && isCorner(xy, start)) continue;
      if (end - start <= 2 * fewVertices && fewEdgesAreApart(xy, start, end)) continue;
    }
    doubtful.push(polygon);
  }
}

export function isUprightRing(xy: Int32Array, start: number, end: number): boolean {
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
