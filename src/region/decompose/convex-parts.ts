/**
 * Convex parts of polygons, corners at vertices only: triangles are joined across every diagonal without which both ends
 * stay convex (S. Hertel, K. Mehlhorn, 1983): at most four times as many parts as the best cut has.
 */
import { type PolygonSet, PolygonSetBuilder, turn } from "../../geometry/index.ts";
import { twinsOf } from "./half-edges.ts";
import type { Triangulation } from "./triangle-sweep.ts";
import { triangulations } from "./triangulate.ts";

export function convexParts(merged: PolygonSet): PolygonSet {
  const out = new PolygonSetBuilder(merged.vertexCount, merged.count);
  for (const triangulation of triangulations(merged)) joinTriangles(triangulation, out);
  return out.build();
}

/** Half edges 3t, 3t + 1, 3t + 2 of triangle t go round their part by `next`; `twin` is the same edge walked back. */
function joinTriangles({ x, y, corners: from }: Triangulation, out: PolygonSetBuilder): void {
  const count = from.length;
  const next = new Int32Array(count);
  const previous = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    next[i] = i % 3 === 2 ? i - 2 : i + 1;
    previous[next[i]] = i;
  }
  const side = (a: number, b: number, c: number) => turn(x[a], y[a], x[b], y[b], x[c], y[c]);
  const isGone = new Uint8Array(count);
  const twins = twinsOf(from);
  for (let i = 0; i < count; i++) {
    const twin = twins[i];
    if (twin === -1 || twin > i) continue;
    // Around both ends of the diagonal, from the edge before it to the edge behind it.
    const [p, q] = [previous[i], next[twin]];
    const [r, s] = [previous[twin], next[i]];
    const isConvex = side(from[p], from[i], from[next[q]]) >= 0 && side(from[r], from[twin], from[next[s]]) >= 0;
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
      if (side(from[previous[edge]], from[edge], from[next[edge]]) !== 0) out.vertex(x[from[edge]], y[from[edge]]);
      edge = next[edge];
    } while (edge !== start);
    if (out.openVertices === 0) continue;
    out.endRing();
    out.endPolygon();
  }
}
