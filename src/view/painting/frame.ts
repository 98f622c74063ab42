/** Where plain polygons lie on a canvas: database units to pixels, and which of them are rectangles. */
import type { PicturePolygons } from "../layout-svg.ts";

export interface CanvasFrame {
  /** Lower left corner of the picture, database units. */
  readonly left: number;
  readonly bottom: number;
  /** Pixels in a database unit. */
  readonly scale: number;
}

/** The axis-parallel rectangle that a polygon is, as left, bottom, right, top in `out` from `at` on; false for any other polygon. */
export function rectangleOf(
  { xy, rings, polygons }: PicturePolygons,
  polygon: number,
  out: Int32Array,
  at: number,
): boolean {
  const ring = polygons[polygon];
  if (polygons[polygon + 1] !== ring + 1 || rings[ring + 1] - rings[ring] !== 4) return false;
  const i = 2 * rings[ring];
  const isUpright =
    xy[i] === xy[i + 2] && xy[i + 3] === xy[i + 5] && xy[i + 4] === xy[i + 6] && xy[i + 7] === xy[i + 1];
  const isLying = xy[i + 1] === xy[i + 3] && xy[i + 2] === xy[i + 4] && xy[i + 5] === xy[i + 7] && xy[i + 6] === xy[i];
  if (!isUpright && !isLying) return false;
  out[at] = Math.min(xy[i], xy[i + 4]);
  out[at + 1] = Math.min(xy[i + 1], xy[i + 5]);
  out[at + 2] = Math.max(xy[i], xy[i + 4]);
  out[at + 3] = Math.max(xy[i + 1], xy[i + 5]);
  return true;
}
