/**
 * The Minkowski sum of polygons with a shape, convex part by convex part: the part swept along every edge, and the
 * polygons moved by one of its points. What is swept along one edge is the part at its start and at its end, and what
 * lies between.
 */
import { ReticleError } from "../../errors.ts";
import { Box, PolygonSet, PolygonSetBuilder, turn } from "../../geometry/index.ts";
import { checkCoordinate, toDbu } from "../../units.ts";
import { booleanOf, own } from "../engines/index.ts";
import { convexParts } from "./convex-parts.ts";

/** A box, or points of a polygon; two points are the line between them. µm. */
export type MinkowskiShape = Box | readonly (readonly [number, number])[];

/**
 * @param shape a merged set, or else its points
 * @returns polygons that overlap. Throws a RegionError `points`.
 */
export function minkowskiSum(merged: PolygonSet, shape: MinkowskiShape | PolygonSet, dbu: number): PolygonSet {
  const out = new PolygonSetBuilder(4 * merged.vertexCount, merged.vertexCount);
  if (shape instanceof PolygonSet) {
    addSums(merged, convexParts(shape), out);
    return out.build();
  }
  const xy = pointsOf(shape, dbu);
  if (xy.length === 4) {
    addMinkowskiSum(merged, xy, out);
    return out.build();
  }
  const one = new PolygonSet(xy, Uint32Array.of(0, xy.length / 2), Uint32Array.of(0, 1));
  const parts = convexParts(booleanOf("or", one, PolygonSet.empty, own));
  // A polygon without an area is a line, or a point.
  if (parts.count === 0) addMinkowskiSum(merged, ends(xy), out);
  addSums(merged, parts, out);
  return out.build();
}

function addSums(merged: PolygonSet, parts: PolygonSet, out: PolygonSetBuilder): void {
  for (let part = 0; part < parts.count; part++)
    addMinkowskiSum(merged, parts.xy.subarray(2 * parts.rings[part], 2 * parts.rings[part + 1]), out);
}

/** x,y pairs, database units. */
function pointsOf(shape: MinkowskiShape, dbu: number): Int32Array {
  const points = shape instanceof Box ? boxCorners(shape) : shape;
  const isList = Array.isArray(points) && points.every((point) => Array.isArray(point) && point.length === 2);
  if (!isList || points.length < 2) {
    const seen = isList ? `${points.length} points` : `${points}`;
    const message = `a sum with ${seen}: it takes a region, a box or 2 points [x, y] or more`;
    throw new ReticleError("RegionError", "points", message);
  }
  return Int32Array.from(points.flatMap(([x, y]) => [toDbu(x, dbu, "x"), toDbu(y, dbu, "y")]));
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

/** @param shape x,y pairs of a convex polygon, counter-clockwise, or of two points
 * @returns polygons that overlap */
function addMinkowskiSum({ xy, rings, polygons }: PolygonSet, shape: Int32Array, out: PolygonSetBuilder): void {
  const add = (a: number, b: number) => checkCoordinate(a + b, "coordinate of the sum");
  const size = shape.length;
  const corner = (x: number, y: number, k: number) => out.vertex(add(x, shape[k]), add(y, shape[k + 1]));
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    let before = 2 * rings[ring + 1] - 2;
    for (let i = 2 * rings[ring]; i < 2 * rings[ring + 1]; i += 2) {
      const [ax, ay, bx, by] = [xy[before], xy[before + 1], xy[i], xy[i + 1]];
      before = i;
      // Sides of the shape that look along the edge move to its end, the others stay at its start.
      const looksAhead = (k: number) => {
        const to = k + 2 === size ? 0 : k + 2;
        return turn(ax, ay, bx, by, ax + shape[to] - shape[k], ay + shape[to + 1] - shape[k + 1]) > 0;
      };
      let wasAhead = looksAhead(size - 2);
      for (let k = 0; k < size; k += 2) {
        const isAhead = looksAhead(k);
        if (wasAhead) corner(bx, by, k);
        if (!wasAhead || !isAhead) corner(ax, ay, k);
        if (!wasAhead && isAhead) corner(bx, by, k);
        wasAhead = isAhead;
      }
      out.endRing();
      out.endPolygon();
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
