/**
 * Which polygons need no winding numbers: those whose rings neither cross nor touch themselves or each other. Doubt
 * counts as no, which costs time and never a wrong area.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import { side } from "./edge-pairs.ts";
import { edgesAreApart } from "./edges-apart.ts";
import { fewEdgesAreApart, fewVertices } from "./few-edges.ts";
import { ringSign } from "./ring-signs.ts";

/** True only for a polygon whose rings are simple and apart from each other; made for those that are not convex. */
export function isSimplePolygon(set: PolygonSet, polygon: number): boolean {
  const { xy, rings, polygons } = set;
  const firstRing = polygons[polygon];
  const ringEnd = polygons[polygon + 1];
  const start = 2 * rings[firstRing];
  const end = 2 * rings[ringEnd];
  if (ringEnd - firstRing === 1 && end - start <= 2 * fewVertices) return fewEdgesAreApart(xy, start, end);
  return edgesAreApart(set, firstRing, ringEnd) && holesAreInPlace(set, firstRing, ringEnd);
}

/**
 * Of rings that are apart: each hole lies in the hull and in no other hole. One sweep upwards over all edges, since a mask
 * has thousands of holes: at the height of each hole's first point, the winding number of all other rings there, with the
 * hull as +1 and holes as −1, has to be 1.
 */
function holesAreInPlace({ xy, rings }: PolygonSet, hull: number, ringEnd: number): boolean {
  if (ringEnd - hull === 1) return true;
  const ringOf = new Uint32Array(rings[ringEnd] - rings[hull]);
  const from = new Uint32Array(ringOf.length);
  const low = new Int32Array(ringOf.length);
  const turns = new Int8Array(ringEnd - hull);
  let count = 0;
  for (let ring = hull; ring < ringEnd; ring++) {
    const start = 2 * rings[ring];
    const end = 2 * rings[ring + 1];
    turns[ring - hull] = (ring === hull ? 1 : -1) * ringSign(xy, start, end);
    for (let i = start, j = end - 2; i < end; j = i, i += 2) {
      if (xy[i + 1] === xy[j + 1]) continue;
      ringOf[count] = ring;
      from[count] = j;
      low[count++] = Math.min(xy[i + 1], xy[j + 1]);
    }
  }
  const edges = new Uint32Array(count).map((_, edge) => edge).sort((a, b) => low[a] - low[b]);
  const holes = Uint32Array.from({ length: ringEnd - hull - 1 }, (_, i) => hull + 1 + i);
  holes.sort((a, b) => xy[2 * rings[a] + 1] - xy[2 * rings[b] + 1]);
  const active = new Uint32Array(count);
  let open = 0;
  let next = 0;
  for (const hole of holes) {
    const point = 2 * rings[hole];
    const y = xy[point + 1];
    for (; next < count && low[edges[next]] <= y; next++) active[open++] = edges[next];
    let kept = 0;
    let winding = 0;
    for (let k = 0; k < open; k++) {
      const edge = active[k];
      const ring = ringOf[edge];
      const j = from[edge];
      const i = j + 2 === 2 * rings[ring + 1] ? 2 * rings[ring] : j + 2;
      const rises = xy[i + 1] > y;
      // Both ends are at this height or below: it is done with.
      if (xy[j + 1] > y === rises) continue;
      active[kept++] = edge;
      if (ring === hole) continue;
      const where = side(xy, j, i, point);
      if (where === 0) return false;
      if (where > 0 === rises) winding += rises ? turns[ring - hull] : -turns[ring - hull];
    }
    open = kept;
    if (winding !== 1) return false;
  }
  return true;
}
