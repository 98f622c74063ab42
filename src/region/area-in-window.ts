/**
 * Area of merged polygons inside a box, without moving a vertex to the grid: rings are clipped against the four sides in
 * float64 (I. Sutherland, G. Hodgman, "Reentrant polygon clipping", CACM 17, 1974). Clipped parts may hang together
 * along a side of the box; such bridges have no area.
 */
import { type Box, BoxTree, hullBoxes, type PolygonSet, PolygonSetBuilder, ringAreaTwice } from "../geometry/index.ts";
import { convexParts } from "./decompose/convex-parts.ts";

/** Square database units; `window` in database units, at any real place. The polygons must be merged. */
export function areaInWindow({ xy, rings, ringCount }: PolygonSet, window: Box): number {
  let twice = 0;
  for (let ring = 0; ring < ringCount; ring++)
    twice += clippedAreaTwice(xy, 2 * rings[ring], 2 * rings[ring + 1], window);
  return twice / 2;
}

/** Vertices of a polygon from which on its convex parts are looked at instead: a window meets few of them. */
const manyVertices = 128;
/** Fewer windows are not worth parting it. */
const fewWindows = 4;

/** The same for many windows: each is compared with the polygons whose box it touches. */
export function areasInWindows(merged: PolygonSet, windows: readonly Box[]): Float64Array {
  const set = windows.length < fewWindows ? merged : withFewVertices(merged);
  const { xy, rings, polygons } = set;
  const tree = new BoxTree(hullBoxes(set));
  return Float64Array.from(windows, (window) => {
    let twice = 0;
    for (const polygon of tree.touching(window)) {
      for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++)
        twice += clippedAreaTwice(xy, 2 * rings[ring], 2 * rings[ring + 1], window);
    }
    return twice / 2;
  });
}

function withFewVertices(merged: PolygonSet): PolygonSet {
  const { rings, polygons, count } = merged;
  const large: number[] = [];
  const small: number[] = [];
  for (let polygon = 0; polygon < count; polygon++) {
    const vertices = rings[polygons[polygon + 1]] - rings[polygons[polygon]];
    (vertices < manyVertices ? small : large).push(polygon);
  }
  if (large.length === 0) return merged;
  const chosen = (some: readonly number[]): PolygonSetBuilder => {
    const builder = new PolygonSetBuilder(0, 0);
    builder.appendChosen(merged, Uint32Array.from(some));
    return builder;
  };
  const all = chosen(small);
  all.append(convexParts(chosen(large).view()));
  return all.view();
}

function clippedAreaTwice(xy: Int32Array, start: number, end: number, window: Box): number {
  let isInside = true;
  let points: number[] = [];
  // Coordinates are taken from the window's lower left corner, so that large ones lose no digits.
  for (let i = start; i < end; i += 2) {
    const x = xy[i] - window.left;
    const y = xy[i + 1] - window.bottom;
    isInside &&= x >= 0 && y >= 0 && x <= window.width && y <= window.height;
    points.push(x, y);
  }
  if (isInside) return ringAreaTwice(xy, start, end);
  points = clipped(points, 0, 1, 0);
  points = clipped(points, 0, -1, -window.width);
  points = clipped(points, 1, 1, 0);
  points = clipped(points, 1, -1, -window.height);
  let sum = 0;
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    sum += points[i] * points[j + 1] - points[j] * points[i + 1];
  }
  return sum;
}

/** The part of a ring with sign · p[axis] ≥ limit. */
function clipped(points: readonly number[], axis: 0 | 1, sign: 1 | -1, limit: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    const from = sign * points[i + axis] - limit;
    const to = sign * points[j + axis] - limit;
    if (from >= 0) result.push(points[i], points[i + 1]);
    if (from >= 0 === to >= 0) continue;
    const t = from / (from - to);
    const across = points[i + 1 - axis] + t * (points[j + 1 - axis] - points[i + 1 - axis]);
    if (axis === 0) result.push(sign * limit, across);
    else result.push(across, sign * limit);
  }
  return result;
}
