/** What one polygon does to an area: where it covers all of it, nothing else that lies there matters to a union. */
import type { Box, PolygonSet } from "../../geometry/index.ts";
import { isCertain } from "../simple/index.ts";
import type { Survey } from "../survey/index.ts";

/**
 * Of these polygons those that matter to the union within an area; null where one covers all of it.
 */
export function chosenWithin(set: PolygonSet, { boxes }: Survey, listed: Uint32Array, area: Box): Uint32Array | null {
  const { left, bottom, right, top } = area;
  const chosen = new Uint32Array(listed.length);
  let count = 0;
  for (let i = 0; i < listed.length; i++) {
    const polygon = listed[i];
    const b = 4 * polygon;
    if (boxes[b] >= right || boxes[b + 1] >= top || boxes[b + 2] <= left || boxes[b + 3] <= bottom) continue;
    const share = shareOf(set, polygon, area);
    if (share === "all") return null;
    if (share === "some") chosen[count++] = polygon;
  }
  return chosen.subarray(0, count);
}

/** How much of an area: doubt is some. */
type Share = "all" | "some" | "none";

/** How much of an area a polygon covers. */
function shareOf({ xy, rings, polygons }: PolygonSet, polygon: number, area: Box): Share {
  const ringEnd = polygons[polygon + 1];
  let share: Share = "none";
  for (let ring = polygons[polygon]; ring < ringEnd; ring++) {
    const within = shareOfRing(xy, 2 * rings[ring], 2 * rings[ring + 1], area);
    if (ring === polygons[polygon]) {
      if (within === "none") return "none";
      share = within;
    } else if (within === "all") return "none";
    else if (within === "some") share = "some";
  }
  return share;
}

/** All of an area where no edge of a ring comes into it and its middle is inside: its winding number is not 0 there. */
function shareOfRing(xy: Int32Array, start: number, end: number, area: Box): Share {
  const { left, bottom, right, top } = area;
  const middle = (bottom + top) / 2;
  let winding = 0;
  let x0 = xy[end - 2];
  let y0 = xy[end - 1];
  for (let i = start; i < end; i += 2) {
    const x1 = xy[i];
    const y1 = xy[i + 1];
    const isAbove = y0 >= top && y1 >= top;
    if (!(isAbove || (y0 <= bottom && y1 <= bottom) || (x0 >= right && x1 >= right))) {
      // Edges on the left of the middle count.
      let isLeft = x0 <= left && x1 <= left;
      if (!isLeft) {
        const side = sideOf(x0, y0, x1, y1, left, bottom);
        const isApart =
          side !== 0 &&
          side === sideOf(x0, y0, x1, y1, right, bottom) &&
          side === sideOf(x0, y0, x1, y1, right, top) &&
          side === sideOf(x0, y0, x1, y1, left, top);
        if (!isApart) return "some";
        isLeft = side < 0 === y1 > y0;
      }
      if (isLeft && y0 < middle !== y1 < middle) winding += y1 > y0 ? 1 : -1;
    }
    x0 = x1;
    y0 = y1;
  }
  return winding === 0 ? "none" : "all";
}

/** 1 where a point is to the left of the way from 0 to 1, −1 to the right; 0 on the line or where doubles cannot tell. */
function sideOf(x0: number, y0: number, x1: number, y1: number, x: number, y: number): number {
  const left = (x1 - x0) * (y - y0);
  const right = (y1 - y0) * (x - x0);
  return isCertain(left - right, left, right) ? Math.sign(left - right) : 0;
}
