/**
 * The Minkowski sum of polygons with a convex shape: the shape swept along every edge, and the polygons moved by one of its
 * points. What is swept along one edge is the convex hull of the shape at both ends.
 */
import { ReticleError } from "../../errors.ts";
import { Box, PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { checkCoordinate, toDbu } from "../../units.ts";
import { booleanOf } from "../engines/boolean.ts";
import { own } from "../engines/own.ts";
import { convexHull } from "../outline/convex-hull.ts";
import { convexParts } from "./convex-parts.ts";

/** A box, or points of a polygon; two points are the line between them. µm. */
export type MinkowskiShape = Box | readonly (readonly [number, number])[];

/** @returns polygons that overlap. Throws a RegionError `points`. */
export function minkowskiSum(merged: PolygonSet, shape: MinkowskiShape, dbu: number): PolygonSet {
  const points = shape instanceof Box ? boxCorners(shape) : shape;
  if (points.length < 2)
    throw new ReticleError(
      "RegionError",
      "points",
      `a sum with ${points.length} points: it takes a box or 2 points or more`,
    );
  const xy = Int32Array.from(points.flatMap(([x, y]) => [toDbu(x, dbu, "x"), toDbu(y, dbu, "y")]));
  const out = new PolygonSetBuilder(4 * merged.vertexCount, merged.vertexCount);
  if (points.length === 2) {
    addMinkowskiSum(merged, xy, out);
    return out.build();
  }
  const one = new PolygonSet(xy, Uint32Array.of(0, points.length), Uint32Array.of(0, 1));
  const parts = convexParts(booleanOf("or", one, PolygonSet.empty, own));
  // A polygon without an area is a line, or a point.
  if (parts.count === 0) addMinkowskiSum(merged, ends(xy), out);
  for (let part = 0; part < parts.count; part++)
    addMinkowskiSum(merged, parts.xy.subarray(2 * parts.rings[part], 2 * parts.rings[part + 1]), out);
  return out.build();
}

function boxCorners({ left, bottom, right, top }: Box): [number, number][] {
  return [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
}

/** The two ends of points on a line. */
function ends(xy: Int32Array): Int32Array {
  let [first, last] = [0, 0];
  for (let i = 2; i < xy.length; i += 2) {
    if (xy[i] < xy[first] || (xy[i] === xy[first] && xy[i + 1] < xy[first + 1])) first = i;
    if (xy[i] > xy[last] || (xy[i] === xy[last] && xy[i + 1] > xy[last + 1])) last = i;
  }
  return Int32Array.of(xy[first], xy[first + 1], xy[last], xy[last + 1]);
}

/** @param shape x,y pairs of a convex polygon, or of two points
 * @returns polygons that overlap */
function addMinkowskiSum({ xy, rings, polygons }: PolygonSet, shape: Int32Array, out: PolygonSetBuilder): void {
  const add = (a: number, b: number) => checkCoordinate(a + b, "coordinate of the sum");
  const points = new Int32Array(2 * shape.length);
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    let before = 2 * rings[ring + 1] - 2;
    for (let i = 2 * rings[ring]; i < 2 * rings[ring + 1]; i += 2) {
      for (let k = 0; k < shape.length; k += 2) {
        points[2 * k] = add(xy[before], shape[k]);
        points[2 * k + 1] = add(xy[before + 1], shape[k + 1]);
        points[2 * k + 2] = add(xy[i], shape[k]);
        points[2 * k + 3] = add(xy[i + 1], shape[k + 1]);
      }
      const hull = convexHull(points);
      if (hull.length >= 6) out.polygon(hull);
      before = i;
    }
  }
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) {
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
      for (let i = 2 * rings[ring]; i < 2 * rings[ring + 1]; i += 2)
        out.vertex(add(xy[i], shape[0]), add(xy[i + 1], shape[1]));
      out.endRing();
    }
    out.endPolygon();
  }
}
