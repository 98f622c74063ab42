/** Whether snap rounding could let two segments meet. */
import type { Segments } from "../segments.ts";

/**
 * True where an end of one of two segments is no more than a unit away from the other one in x and in y; false is certain.
 * Ends and crossings move by half a unit, so that segments which neither cross nor are near stay apart.
 */
export function areNear(segments: Segments, e: number, f: number): boolean {
  const { ax, ay, bx, by } = segments;
  return (
    isNear(segments, e, ax[f], ay[f]) ||
    isNear(segments, e, bx[f], by[f]) ||
    isNear(segments, f, ax[e], ay[e]) ||
    isNear(segments, f, bx[e], by[e])
  );
}

/** In the box around the segment, and between the parallels that touch squares of two units around its ends. */
function isNear({ ax, ay, bx, by }: Segments, e: number, x: number, y: number): boolean {
  const left = ax[e];
  const start = ay[e];
  if (x < left - 1 || x > bx[e] + 1) return false;
  if ((y < start - 1 && y < by[e] - 1) || (y > start + 1 && y > by[e] + 1)) return false;
  const dx = bx[e] - left;
  const dy = by[e] - start;
  const one = dx * (y - start);
  const other = dy * (x - left);
  // The float64 difference is off by less than 2⁻⁵⁰ of the products.
  return Math.abs(one - other) <= dx + Math.abs(dy) + 2 ** -50 * (Math.abs(one) + Math.abs(other));
}
