/**
 * Polygons and holes as KLayout's merging counts them: what touches in a point is one polygon, and what it encloses is a
 * hole. From polygons that only touch in points, by Euler's formula for the graph of their outlines: faces = edges −
 * vertices + components + 1, of which one lies outside and one in each polygon.
 */
import type { PolygonSet } from "../../../src/geometry/index.ts";

export function touchingCounts({ xy, rings, polygons }: PolygonSet): {
  readonly polygons: number;
  readonly holes: number;
} {
  const points = new Map<string, number>();
  const idOf = (v: number) => {
    const key = `${xy[2 * v]} ${xy[2 * v + 1]}`;
    if (!points.has(key)) points.set(key, points.size);
    return points.get(key)!;
  };
  const edges: [number, number][] = [];
  const polygonOf: number[] = [];
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++)
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++)
      for (let v = rings[ring]; v < rings[ring + 1]; v++) {
        edges.push([v, v + 1 === rings[ring + 1] ? rings[ring] : v + 1]);
        polygonOf.push(polygon);
      }
  const count = polygons.length - 1;
  const outlines = new Groups(edges.length + points.size + edges.length);
  const filled = new Groups(count + 2 * edges.length);
  let pieces = edges.length;
  edges.forEach(([a, b], edge) => {
    for (const v of [a, b]) {
      outlines.join(edges.length + idOf(v), edge);
      filled.join(count + idOf(v), polygonOf[edge]);
    }
  });
  edges.forEach(([a, b], edge) => {
    const inside = new Set<number>();
    for (let v = 0; v < xy.length / 2; v++) if (liesWithin(xy, v, a, b)) inside.add(idOf(v));
    for (const id of inside) {
      pieces++;
      outlines.join(edges.length + id, edge);
      filled.join(count + id, polygonOf[edge]);
    }
  });
  const components = new Set(edges.map((_, edge) => outlines.of(edge))).size;
  const faces = pieces - points.size + components + 1;
  const joined = new Set(Array.from({ length: count }, (_, polygon) => filled.of(polygon))).size;
  return { polygons: joined, holes: faces - 1 - count };
}

function liesWithin(xy: Int32Array, v: number, a: number, b: number): boolean {
  const [x, y] = [xy[2 * v], xy[2 * v + 1]];
  const [ax, ay, bx, by] = [xy[2 * a], xy[2 * a + 1], xy[2 * b], xy[2 * b + 1]];
  if ((x - ax) * (by - ay) !== (y - ay) * (bx - ax)) return false;
  const along = (x - ax) * (bx - ax) + (y - ay) * (by - ay);
  return along > 0 && along < (bx - ax) ** 2 + (by - ay) ** 2;
}

class Groups {
  readonly #parent: number[];
  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, i) => i);
  }
  of(i: number): number {
    let root = i;
    while (this.#parent[root] !== root) root = this.#parent[root] = this.#parent[this.#parent[root]];
    return root;
  }
  join(a: number, b: number): void {
    this.#parent[this.of(a)] = this.of(b);
  }
}
