/** Copies of polygons: arrays placed upon each other give thousands, and a union needs one of them. */
import type { PolygonSet } from "../../geometry/index.ts";

/** Of these polygons the first of each that are the same, vertex by vertex. */
export function distinctPolygons(set: PolygonSet, listed: Uint32Array): Uint32Array {
  const mask = 2 ** Math.ceil(Math.log2(2 * listed.length + 1)) - 1;
  /** Where each was found to be in the result, plus one: at its hash, or behind it. */
  const table = new Uint32Array(mask + 1);
  const distinct = new Uint32Array(listed.length);
  let count = 0;
  for (let i = 0; i < listed.length; i++) {
    const polygon = listed[i];
    let place = hashOf(set, polygon) & mask;
    while (table[place] !== 0 && !areSame(set, polygon, distinct[table[place] - 1])) place = (place + 1) & mask;
    if (table[place] !== 0) continue;
    distinct[count++] = polygon;
    table[place] = count;
  }
  return distinct.subarray(0, count);
}

/** Of the coordinates, each bit of which moves the lower bits of the result, that tables look at. */
function hashOf({ xy, rings, polygons }: PolygonSet, polygon: number): number {
  let hash = 0x811c9dc5 | 0;
  const end = 2 * rings[polygons[polygon + 1]];
  for (let i = 2 * rings[polygons[polygon]]; i < end; i++) hash = Math.imul(hash ^ xy[i] ^ (hash >>> 15), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function areSame({ xy, rings, polygons }: PolygonSet, a: number, b: number): boolean {
  const count = polygons[a + 1] - polygons[a];
  if (polygons[b + 1] - polygons[b] !== count) return false;
  const shift = rings[polygons[b]] - rings[polygons[a]];
  for (let ring = 1; ring <= count; ring++)
    if (rings[polygons[b] + ring] - rings[polygons[a] + ring] !== shift) return false;
  const end = 2 * rings[polygons[a + 1]];
  for (let i = 2 * rings[polygons[a]]; i < end; i++) if (xy[i] !== xy[i + 2 * shift]) return false;
  return true;
}
