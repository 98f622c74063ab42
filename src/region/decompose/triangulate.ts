/**
 * Triangles of regions, corners at vertices only: by one sweep (triangle-sweep.ts), or by earcut (M. Held, "FIST", 2001),
 * which is quicker for polygons of few vertices and which takes them one by one.
 */
import earcut from "earcut";
import { ReticleError } from "../../errors.ts";
import { IntList, PolygonSet, PolygonSetBuilder, ringAreaTwice } from "../../geometry/index.ts";
import { booleanOf, own } from "../engines/index.ts";
import { type Triangulation, triangulationOf } from "./triangle-sweep.ts";

/** @returns counter-clockwise triangles */
export function triangulate(merged: PolygonSet): PolygonSet {
  const all = triangulations(merged);
  const count = all.reduce((sum, { corners }) => sum + corners.length, 0);
  const xy = new Int32Array(2 * count);
  let at = 0;
  for (const { x, y, corners } of all) {
    for (let i = 0; i < corners.length; i++) {
      xy[at++] = x[corners[i]];
      xy[at++] = y[corners[i]];
    }
  }
  const triangles = count / 3;
  const rings = new Uint32Array(triangles + 1);
  for (let t = 0; t <= triangles; t++) rings[t] = 3 * t;
  return new PolygonSet(
    xy,
    rings,
    rings.map((_, t) => t),
  );
}

/** Polygons with more vertices are left to the sweep. */
const fewVertices = 200;
/** In a smaller box all areas, and their sums, are exact in float64. */
const exactSize = 2 ** 24;

/** Together they fill the polygons. */
export function triangulations(merged: PolygonSet): Triangulation[] {
  const { xy, rings, polygons, count, vertexCount } = merged;
  const corners = new IntList(0);
  const others = new IntList(0);
  for (let polygon = 0; polygon < count; polygon++) {
    const base = rings[polygons[polygon]];
    const isSmall = rings[polygons[polygon + 1]] - base <= fewVertices;
    if (!isSmall || !addEars(merged, polygon, corners)) others.push(polygon);
  }
  const all: Triangulation[] = [];
  if (corners.length > 0) {
    const x = new Int32Array(vertexCount);
    const y = new Int32Array(vertexCount);
    for (let v = 0; v < vertexCount; v++) {
      x[v] = xy[2 * v];
      y[v] = xy[2 * v + 1];
    }
    all.push({ x, y, corners: corners.view() });
  }
  if (others.length === count) all.push(swept(merged));
  else if (others.length > 0) {
    const builder = new PolygonSetBuilder(0, 0);
    builder.appendChosen(merged, others.view());
    all.push(swept(builder.view()));
  }
  return all;
}

/** What is only said to be merged is merged first. */
function swept(set: PolygonSet): Triangulation {
  const triangulation = triangulationOf(set) ?? triangulationOf(booleanOf("or", set, PolygonSet.empty, own));
  if (triangulation !== null) return triangulation;
  // Merged polygons are all that the sweep asks for: this would mean a defect here.
  throw new ReticleError("RegionError", "engine", "triangles do not fill the region");
}

/** Three vertices a triangle, counter-clockwise; false where earcut, which promises none, does not fill just the polygon. */
function addEars({ xy, rings, polygons }: PolygonSet, polygon: number, corners: IntList): boolean {
  const [first, end] = [polygons[polygon], polygons[polygon + 1]];
  const base = rings[first];
  const holes: number[] = [];
  let twice = 0;
  for (let ring = first; ring < end; ring++) {
    if (ring > first) holes.push(rings[ring] - base);
    twice += ringAreaTwice(xy, 2 * rings[ring], 2 * rings[ring + 1]);
  }
  // Floating-point numbers near 0, so that products of them stay exact.
  const [x0, y0] = [xy[2 * base], xy[2 * base + 1]];
  const points = new Float64Array(2 * (rings[end] - base));
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [xy[2 * base + i] - x0, xy[2 * base + i + 1] - y0];
    if (Math.abs(x) >= exactSize || Math.abs(y) >= exactSize) return false;
    points[i] = x;
    points[i + 1] = y;
  }
  const ears = earcut(points, holes);
  let filled = 0;
  for (let i = 0; i < ears.length; i += 3) filled += Math.abs(areaTwice(points, ears, i));
  if (filled !== twice) return false;
  for (let i = 0; i < ears.length; i += 3) {
    const area = areaTwice(points, ears, i);
    if (area === 0) continue;
    corners.push(base + ears[i]);
    corners.push(base + ears[area > 0 ? i + 1 : i + 2]);
    corners.push(base + ears[area > 0 ? i + 2 : i + 1]);
  }
  return true;
}

/** Twice the area of the triangle of three ears' corners, positive where they run counter-clockwise. */
function areaTwice(points: Float64Array, ears: readonly number[], i: number): number {
  const [a, b, c] = [2 * ears[i], 2 * ears[i + 1], 2 * ears[i + 2]];
  const [x, y] = [points[a], points[a + 1]];
  return (points[b] - x) * (points[c + 1] - y) - (points[b + 1] - y) * (points[c] - x);
}
