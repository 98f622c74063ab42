/**
 * Polygons in pieces of at most so many vertices, hulls and holes together: a polygon that has more is cut in two by a line
 * through its median vertex, across its longer side, until every piece is small enough (as gdstk's fracture).
 */

import { ReticleError } from "../../errors.ts";
import { Box, PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { booleanOf, own } from "../engines/index.ts";
import { trapezoids } from "./trapezoids.ts";

/** @param most at least 4 */
export function fracture(merged: PolygonSet, most: number): PolygonSet {
  const out = new PolygonSetBuilder(merged.vertexCount, merged.count);
  const waiting: PolygonSet[] = [];
  addSmall(merged, most, out, waiting);
  for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
    const halves = cutInTwo(piece);
    if (halves === null) out.append(trapezoids(piece, "horizontal"));
    else for (const half of halves) addSmall(half, most, out, waiting);
  }
  return out.build();
}

function addSmall(set: PolygonSet, most: number, out: PolygonSetBuilder, waiting: PolygonSet[]): void {
  for (let polygon = 0; polygon < set.count; polygon++) {
    const vertices = set.rings[set.polygons[polygon + 1]] - set.rings[set.polygons[polygon]];
    if (vertices <= most) out.appendRange(set, polygon, polygon + 1);
    else waiting.push(set.polygon(polygon));
  }
}

/** Null where no line leaves fewer vertices on both sides. */
function cutInTwo(piece: PolygonSet): PolygonSet[] | null {
  const box = piece.bbox()!;
  for (const axis of box.width >= box.height ? [0, 1] : [1, 0]) {
    const values = piece.xy.filter((_, i) => i % 2 === axis).sort();
    const at = values[values.length >> 1];
    if (at === values[0] || at === values[values.length - 1]) continue;
    const low = axis === 0 ? new Box(box.left, box.bottom, at, box.top) : new Box(box.left, box.bottom, box.right, at);
    const high = axis === 0 ? new Box(at, box.bottom, box.right, box.top) : new Box(box.left, at, box.right, box.top);
    const halves = [low, high].map((half) => booleanOf("and", piece, PolygonSet.rectangle(half), own));
    if (halves.every((half) => half.vertexCount < piece.vertexCount)) return halves;
  }
  return null;
}

/** Throws a RegionError `vertices`. */
export function checkVertexLimit(most: number): number {
  if (Number.isInteger(most) && most >= 4) return most;
  throw new ReticleError("RegionError", "vertices", `fracture into ${most} vertices: it takes a whole number from 4`);
}
