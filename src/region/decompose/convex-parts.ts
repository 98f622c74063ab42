/**
 * Convex parts of polygons, corners at vertices only: triangles are joined across every diagonal without which both ends
 * stay convex (S. Hertel, K. Mehlhorn, 1983): at most four times as many parts as the best cut has.
 */
import { type PolygonSet, PolygonSetBuilder, turn } from "../../geometry/index.ts";
import { trapezoids } from "./trapezoids.ts";
import { triangleCorners } from "./triangulate.ts";

export function convexParts(merged: PolygonSet): PolygonSet {
  const out = new PolygonSetBuilder(merged.vertexCount, merged.count);
  for (let polygon = 0; polygon < merged.count; polygon++) {
    const corners = triangleCorners(merged, polygon);
    if (corners === null) out.append(trapezoids(merged.polygon(polygon), "horizontal"));
    else joinTriangles(merged.xy, merged.rings[merged.polygons[polygon]], corners, out);
  }
  return out.build();
}

/** Half edges 3t, 3t + 1, 3t + 2 of triangle t go round their part by `next`; `twin` is the same edge walked back. */
function joinTriangles(xy: Int32Array, base: number, corners: Uint32Array, out: PolygonSetBuilder): void {
  const count = corners.length;
  const from = Uint32Array.from(corners, (v) => base + v);
  for (let t = 0; t < count; t += 3) {
    if (side(xy, from[t], from[t + 1], from[t + 2]) >= 0) continue;
    [from[t + 1], from[t + 2]] = [from[t + 2], from[t + 1]];
  }
  const next = Int32Array.from({ length: count }, (_, i) => (i % 3 === 2 ? i - 2 : i + 1));
  const previous = Int32Array.from({ length: count }, (_, i) => (i % 3 === 0 ? i + 2 : i - 1));
  const isGone = new Uint8Array(count);
  const seen = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const [a, b] = [from[i], from[next[i]]];
    const twin = seen.get(b * 2 ** 26 + a);
    if (twin === undefined) {
      seen.set(a * 2 ** 26 + b, i);
      continue;
    }
    // Around both ends of the diagonal, from the edge before it to the edge behind it.
    const [p, q] = [previous[i], next[twin]];
    const [r, s] = [previous[twin], next[i]];
    const isConvex =
      side(xy, from[p], from[i], from[next[q]]) >= 0 && side(xy, from[r], from[twin], from[next[s]]) >= 0;
    if (!isConvex) continue;
    next[p] = q;
    previous[q] = p;
    next[r] = s;
    previous[s] = r;
    isGone[i] = 1;
    isGone[twin] = 1;
  }
  const isDone = new Uint8Array(count);
  for (let start = 0; start < count; start++) {
    if (isGone[start] === 1 || isDone[start] === 1) continue;
    let edge = start;
    do {
      isDone[edge] = 1;
      // A corner that joining made straight is none.
      if (side(xy, from[previous[edge]], from[edge], from[next[edge]]) !== 0)
        out.vertex(xy[2 * from[edge]], xy[2 * from[edge] + 1]);
      edge = next[edge];
    } while (edge !== start);
    if (out.openVertices === 0) continue;
    out.endRing();
    out.endPolygon();
  }
}

function side(xy: Int32Array, a: number, b: number, c: number): number {
  return turn(xy[2 * a], xy[2 * a + 1], xy[2 * b], xy[2 * b + 1], xy[2 * c], xy[2 * c + 1]);
}
