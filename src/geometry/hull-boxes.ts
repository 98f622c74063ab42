/** The boxes of polygons, in flat arrays. */
import type { PolygonSet } from "./polygon-set.ts";

/** left, bottom, right, top of each polygon of all sets; of its hull alone, in which its holes lie. */
export function hullBoxes(...sets: readonly PolygonSet[]): Int32Array {
  const boxes = new Int32Array(4 * sets.reduce((sum, set) => sum + set.count, 0));
  let at = 0;
  for (const { xy, rings, polygons, count } of sets) {
    for (let polygon = 0; polygon < count; polygon++, at += 4) {
      let i = 2 * rings[polygons[polygon]];
      const end = 2 * rings[polygons[polygon] + 1];
      let left = xy[i];
      let bottom = xy[i + 1];
      let right = left;
      let top = bottom;
      for (i += 2; i < end; i += 2) {
        const x = xy[i];
        const y = xy[i + 1];
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < bottom) bottom = y;
        if (y > top) top = y;
      }
      boxes[at] = left;
      boxes[at + 1] = bottom;
      boxes[at + 2] = right;
      boxes[at + 3] = top;
    }
  }
  return boxes;
}
