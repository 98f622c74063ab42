/** The polygons of a set whose boxes touch a window. */
import { type Box, checkBox, type PolygonSet, PolygonSetBuilder } from "../geometry/index.ts";

export function setsInside(set: PolygonSet, window: Box): PolygonSet {
  checkBox(window, "a window");
  const box = set.bbox();
  if (box !== null && window.contains(box)) return set;
  const { xy, rings, polygons } = set;
  const builder = new PolygonSetBuilder();
  for (let polygon = 0; polygon < set.count; polygon++) {
    const hull = polygons[polygon];
    if (!ringTouches(xy, 2 * rings[hull], 2 * rings[hull + 1], window)) continue;
    for (let ring = hull; ring < polygons[polygon + 1]; ring++) {
      builder.vertices(xy, 2 * rings[ring], 2 * (rings[ring + 1] - rings[ring]));
      builder.endRing();
    }
    builder.endPolygon();
  }
  return builder.build();
}

function ringTouches(xy: Int32Array, start: number, end: number, window: Box): boolean {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = start; i < end; i += 2) {
    if (xy[i] < left) left = xy[i];
    if (xy[i] > right) right = xy[i];
    if (xy[i + 1] < bottom) bottom = xy[i + 1];
    if (xy[i + 1] > top) top = xy[i + 1];
  }
  return left <= window.right && window.left <= right && bottom <= window.top && window.bottom <= top;
}
