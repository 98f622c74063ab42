/** Polygons with more points than a record may have, as several rings. */
import { type PolygonSet, splitRing } from "../../geometry/index.ts";
import { exactPieces } from "../../region/index.ts";
import { openRing } from "../open-ring.ts";

/** A hole that is opened takes two points more: of three points it becomes five. */
const openedShare = 3 / 5;

/**
 * Rings of at most `most` points that fill what the polygon fills. Nothing is rounded, but where the polygon crosses itself
 * beside the grid: then edges move by half a unit at most, where they are cut.
 * @param polygon  one, with its holes
 * @param most  at least 4; some rings that cross themselves may keep more
 */
export function splitPolygon(polygon: PolygonSet, most: number): ArrayLike<number>[] {
  const ring = openRing(polygon, 0);
  if (ring.length <= 2 * most) return [ring];
  const pieces = exactPieces(polygon, polygon.vertexCount > most ? most : fewerFor(most));
  if (pieces === null) return splitRing(ring, most);
  return Array.from({ length: pieces.count }, (_, i) => {
    const opened = openRing(pieces, i);
    return opened.length <= 2 * most ? [opened] : splitPolygon(pieces.polygon(i), most);
  }).flat();
}

/** Vertices of a piece whose ring has at most so many points. */
function fewerFor(most: number): number {
  return Math.max(4, Math.floor(most * openedShare));
}
