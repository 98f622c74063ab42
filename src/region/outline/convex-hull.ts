/** The convex hull of points (A. Andrew's monotone chain, 1979), with exact predicates. */
import { type PolygonSet, PolygonSetBuilder, turn } from "../../geometry/index.ts";

/** Counter-clockwise corners as x,y pairs; fewer than three points where all are on one line. */
export function convexHull(xy: Int32Array): number[] {
  const count = xy.length / 2;
  const hull = hullMembers(
    xy,
    Uint32Array.from({ length: count }, (_, i) => i),
  );
  return hull.flatMap((i) => [xy[2 * i], xy[2 * i + 1]]);
}

/** Of some points, named by their indices, the corners of the hull; one or two where all are on one line. */
export function hullMembers(xy: Int32Array, points: readonly number[] | Uint32Array): number[] {
  const order = Uint32Array.from(points);
  order.sort((a, b) => xy[2 * a] - xy[2 * b] || xy[2 * a + 1] - xy[2 * b + 1]);
  const lower = chain(xy, order);
  const upper = chain(xy, order.reverse());
  return lower.length === 1 ? lower : [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(xy: Int32Array, order: Uint32Array): number[] {
  const kept: number[] = [];
  for (const i of order) {
    const [x, y] = [xy[2 * i], xy[2 * i + 1]];
    const last = kept[kept.length - 1];
    if (last !== undefined && xy[2 * last] === x && xy[2 * last + 1] === y) continue;
    while (kept.length >= 2) {
      const [a, b] = [kept[kept.length - 2], kept[kept.length - 1]];
      if (turn(xy[2 * a], xy[2 * a + 1], xy[2 * b], xy[2 * b + 1], x, y) > 0) break;
      kept.pop();
    }
    kept.push(i);
  }
  return kept;
}

/** One hull around all polygons, or one for each. */
export function convexHullsOf(set: PolygonSet, each: boolean): PolygonSet {
  const { xy, rings, polygons } = set;
  const out = new PolygonSetBuilder();
  const add = (points: Int32Array) => {
    const hull = convexHull(points);
    if (hull.length >= 6) out.polygon(hull);
  };
  if (!each) add(xy);
  else for (const ring of polygons.subarray(0, -1)) add(xy.subarray(2 * rings[ring], 2 * rings[ring + 1]));
  return out.build();
}
