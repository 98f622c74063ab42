/** Boxes of the polygons of a set, and the polygons that touch a window. */
import type { Box, PolygonSet } from "../geometry/index.ts";

/** left, bottom, right, top of each polygon's hull. */
export function polygonBoxes(set: PolygonSet): Int32Array {
  const boxes = new Int32Array(4 * set.count);
  for (let i = 0; i < set.count; i++) {
    const ring = set.polygons[i];
    hullBox(set.xy, 2 * set.rings[ring], 2 * set.rings[ring + 1], boxes, 4 * i);
  }
  return boxes;
}

function hullBox(xy: Int32Array, start: number, end: number, out: Int32Array, at: number): void {
  let [left, bottom, right, top] = [2 ** 31 - 1, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31)];
  for (let i = start; i < end; i += 2) {
    const x = xy[i];
    const y = xy[i + 1];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  out[at] = left;
  out[at + 1] = bottom;
  out[at + 2] = right;
  out[at + 3] = top;
}

/** Indices of the polygons whose boxes touch a window, by looking at each of them. */
export function scan(set: PolygonSet, window: Box): Uint32Array {
  const { left, bottom, right, top } = window;
  const box = new Int32Array(4);
  const found = new Uint32Array(set.count);
  let count = 0;
  for (let i = 0; i < set.count; i++) {
    const ring = set.polygons[i];
    hullBox(set.xy, 2 * set.rings[ring], 2 * set.rings[ring + 1], box, 0);
    if (box[0] <= right && box[2] >= left && box[1] <= top && box[3] >= bottom) found[count++] = i;
  }
  return found.slice(0, count);
}
