/**
 * Triangles of polygons with holes, corners at vertices only, by earcut (M. Held, "FIST", 2001). Where what earcut makes
 * does not have just the polygon's area (it promises none for every input), the polygon is cut into trapezoids instead.
 */
import earcut from "earcut";
import { type PolygonSet, PolygonSetBuilder, ringAreaTwice } from "../../geometry/index.ts";
import { monotonePieces } from "./monotone-pieces.ts";
import { trapezoids } from "./trapezoids.ts";

/** @returns counter-clockwise triangles */
export function triangulate(merged: PolygonSet): PolygonSet {
  const out = new PolygonSetBuilder(3 * merged.vertexCount, merged.vertexCount);
  for (let polygon = 0; polygon < merged.count; polygon++) {
    const corners = triangleCorners(merged, polygon);
    if (corners === null) {
      addHalves(trapezoids(merged.polygon(polygon), "horizontal"), out);
      continue;
    }
    const base = merged.rings[merged.polygons[polygon]];
    for (let i = 0; i < corners.length; i += 3)
      addTriangle(merged.xy, base + corners[i], base + corners[i + 1], base + corners[i + 2], out);
  }
  return out.build();
}

/** Three vertex indices a triangle, counted from the polygon's first vertex; null where earcut cannot do it exactly. */
export function triangleCorners({ xy, rings, polygons }: PolygonSet, polygon: number): Uint32Array | null {
  const [first, end] = [polygons[polygon], polygons[polygon + 1]];
  const base = rings[first];
  const starts: number[] = [];
  let twice = 0;
  for (let ring = first; ring <= end; ring++) {
    starts.push(rings[ring] - base);
    if (ring < end) twice += ringAreaTwice(xy, 2 * rings[ring], 2 * rings[ring + 1]);
  }
  // From the polygon's first vertex, so that products of large coordinates stay exact.
  const [x0, y0] = [xy[2 * base], xy[2 * base + 1]];
  const points = new Float64Array(2 * (rings[end] - base));
  for (let i = 0; i < points.length; i += 2) {
    points[i] = xy[2 * base + i] - x0;
    points[i + 1] = xy[2 * base + i + 1] - y0;
  }
  const corners = earcutCorners(points, starts);
  let sum = 0;
  for (let i = 0; i < corners.length; i += 3) {
    const [a, b, c] = [2 * corners[i], 2 * corners[i + 1], 2 * corners[i + 2]];
    const [ux, uy] = [points[b] - points[a], points[b + 1] - points[a + 1]];
    const [vx, vy] = [points[c] - points[a], points[c + 1] - points[a + 1]];
    sum += Math.abs(ux * vy - uy * vx);
  }
  return Math.abs(sum - twice) <= twice * 1e-12 ? corners : null;
}

/** Polygons with fewer are no trouble to earcut. */
const manyVertices = 1000;

function earcutCorners(points: Float64Array, starts: readonly number[]): Uint32Array {
  const pieces = points.length < 2 * manyVertices ? null : monotonePieces(points, starts);
  if (pieces === null) return Uint32Array.from(earcut(points, starts.slice(1, -1)));
  const corners = new Uint32Array(3 * pieces.vertices.length);
  let count = 0;
  for (let piece = 0; piece + 1 < pieces.starts.length; piece++) {
    const ring = pieces.vertices.subarray(pieces.starts[piece], pieces.starts[piece + 1]);
    const along = new Float64Array(2 * ring.length);
    for (let i = 0; i < ring.length; i++) {
      along[2 * i] = points[2 * ring[i]];
      along[2 * i + 1] = points[2 * ring[i] + 1];
    }
    for (const corner of earcut(along)) corners[count++] = ring[corner];
  }
  return corners.subarray(0, count);
}

function addTriangle(xy: Int32Array, a: number, b: number, c: number, out: PolygonSetBuilder): void {
  const [ax, ay] = [xy[2 * a], xy[2 * a + 1]];
  const [bx, by] = [xy[2 * b], xy[2 * b + 1]];
  const [cx, cy] = [xy[2 * c], xy[2 * c + 1]];
  const turned = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (turned === 0) return;
  out.polygon(turned > 0 ? [ax, ay, bx, by, cx, cy] : [ax, ay, cx, cy, bx, by]);
}

function addHalves({ xy, rings, ringCount }: PolygonSet, out: PolygonSetBuilder): void {
  for (let ring = 0; ring < ringCount; ring++)
    for (let v = rings[ring] + 1; v + 1 < rings[ring + 1]; v++) addTriangle(xy, rings[ring], v, v + 1, out);
}
