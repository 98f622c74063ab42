/** The polygons of a set, or their boxes, that touch a window. */
import type { Box, PolygonSet } from "../geometry/index.ts";

/** Indices of the polygons whose boxes touch a window, by looking at each of them. */
export function scan(set: PolygonSet, window: Box): Uint32Array {
  const { left, bottom, right, top } = window;
  const { xy, rings, polygons, count } = set;
  const found = new Uint32Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    const ring = polygons[i];
    const end = 2 * rings[ring + 1];
    let isRight = true;
    let isLeft = true;
    let isAbove = true;
    let isBelow = true;
    for (let k = 2 * rings[ring]; k < end; k += 2) {
      const x = xy[k];
      const y = xy[k + 1];
      if (x <= right) isRight = false;
      if (x >= left) isLeft = false;
      if (y <= top) isAbove = false;
      if (y >= bottom) isBelow = false;
    }
    if (!(isRight || isLeft || isAbove || isBelow)) found[length++] = i;
  }
  return found.subarray(0, length);
}

/** Indices of the boxes (left, bottom, right, top of each) that touch a window. */
export function indicesIn(boxes: Int32Array, { left, bottom, right, top }: Box): Uint32Array {
  const found = new Uint32Array(boxes.length / 4);
  let length = 0;
  for (let i = 0; i < boxes.length; i += 4) {
    if (boxes[i] > right || boxes[i + 2] < left || boxes[i + 1] > top || boxes[i + 3] < bottom) continue;
    found[length++] = i / 4;
  }
  return found.subarray(0, length);
}

/** The boxes (left, bottom, right, top of each) that touch a window. */
export function boxesIn(boxes: Int32Array, { left, bottom, right, top }: Box): Int32Array {
  const found = new Int32Array(boxes.length);
  let length = 0;
  for (let i = 0; i < boxes.length; i += 4) {
    if (boxes[i] > right || boxes[i + 2] < left || boxes[i + 1] > top || boxes[i + 3] < bottom) continue;
    found[length] = boxes[i];
    found[length + 1] = boxes[i + 1];
    found[length + 2] = boxes[i + 2];
    found[length + 3] = boxes[i + 3];
    length += 4;
  }
  return found.subarray(0, length);
}
