/**
 * Polygons that lie exactly on each other, as cells that were placed twice leave them: one of them is enough, and many
 * would have to be compared edge by edge, each with each.
 */
import { type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";

/** The set without polygons that have the rings of an earlier one, whichever vertex these begin with. */
export function distinct(set: PolygonSet): PolygonSet {
  const { count } = set;
  if (count < 2) return set;
  const starts = leastVertices(set);
  // Open addressing: polygons by the hash of their vertices, plus one; 0 where a place is free.
  const table = new Int32Array(2 ** (33 - Math.clz32(count)));
  const mask = table.length - 1;
  const kept = new Int32Array(count);
  const hashes = new Int32Array(count);
  let keptCount = 0;
  for (let polygon = 0; polygon < count; polygon++) {
    const hash = hashOf(set, polygon, starts);
    hashes[polygon] = hash;
    let at = hash & mask;
    let isNew = true;
    for (; isNew && table[at] !== 0; at = (at + 1) & mask) {
      const other = table[at] - 1;
      isNew = hashes[other] !== hash || !areSame(set, polygon, other, starts);
    }
    if (!isNew) continue;
    table[at] = polygon + 1;
    kept[keptCount++] = polygon;
  }
  if (keptCount === count) return set;
  const result = new PolygonSetBuilder(0, keptCount);
  result.appendChosen(set, kept.subarray(0, keptCount));
  return result.view();
}

/** Of each ring its lowest one of the leftmost vertices. */
function leastVertices({ xy, rings, ringCount }: PolygonSet): Uint32Array {
  const least = new Uint32Array(ringCount);
  for (let ring = 0; ring < ringCount; ring++) {
    let best = rings[ring];
    for (let v = best + 1; v < rings[ring + 1]; v++) {
      const dx = xy[2 * v] - xy[2 * best];
      if (dx < 0 || (dx === 0 && xy[2 * v + 1] < xy[2 * best + 1])) best = v;
    }
    least[ring] = best;
  }
  return least;
}

function hashOf({ xy, rings, polygons }: PolygonSet, polygon: number, starts: Uint32Array): number {
  let hash = 0;
  for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
    for (let v = starts[ring], n = rings[ring + 1] - rings[ring]; n > 0; n--) {
      hash = Math.imul(hash ^ xy[2 * v], 0x9e3779b1);
      hash = Math.imul(hash ^ (hash >>> 15) ^ xy[2 * v + 1], 0x85ebca77);
      if (++v === rings[ring + 1]) v = rings[ring];
    }
  }
  return hash ^ (hash >>> 13);
}

function areSame({ xy, rings, polygons }: PolygonSet, one: number, other: number, starts: Uint32Array): boolean {
  const shift = polygons[other] - polygons[one];
  if (polygons[other + 1] - polygons[one + 1] !== shift) return false;
  for (let ring = polygons[one]; ring < polygons[one + 1]; ring++) {
    const end = rings[ring + 1];
    const otherEnd = rings[ring + shift + 1];
    if (end - rings[ring] !== otherEnd - rings[ring + shift]) return false;
    let w = starts[ring + shift];
    for (let v = starts[ring], n = end - rings[ring]; n > 0; n--) {
      if (xy[2 * v] !== xy[2 * w] || xy[2 * v + 1] !== xy[2 * w + 1]) return false;
      if (++v === end) v = rings[ring];
      if (++w === otherEnd) w = rings[ring + shift];
    }
  }
  return true;
}
