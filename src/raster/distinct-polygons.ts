/** Copies of polygons: arrays placed upon each other give thousands, and a union needs one of them. */
import type { PolygonSet } from "../geometry/index.ts";

/** Of these polygons the first of each that are the same, vertex by vertex. */
export function distinctPolygons(set: PolygonSet, listed: Uint32Array): Uint32Array {
  const seen = new Map<number, number[]>();
  return listed.filter((polygon) => {
    const hash = hashOf(set, polygon);
    const others = seen.get(hash);
    if (others === undefined) seen.set(hash, [polygon]);
    else if (others.some((other) => areSame(set, polygon, other))) return false;
    else others.push(polygon);
    return true;
  });
}

/** FNV-1a of the coordinates. */
function hashOf({ xy, rings, polygons }: PolygonSet, polygon: number): number {
  let hash = 0x811c9dc5 | 0;
  const end = 2 * rings[polygons[polygon + 1]];
  for (let i = 2 * rings[polygons[polygon]]; i < end; i++) hash = Math.imul(hash ^ xy[i], 0x01000193);
  return hash;
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
