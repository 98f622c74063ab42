/** Sets made ring by ring of merged polygons: hulls, holes, boxes, snapped and thinned outlines. */

import { checkArgument } from "../../errors.ts";
import { hullBoxes, PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { checkCoordinate, wholeGrid } from "../../units.ts";

/** Hulls with their holes filled. */
export function hullsOf({ xy, rings, polygons }: PolygonSet): PolygonSet {
  const out = new PolygonSetBuilder(xy.length / 2, polygons.length);
  for (const ring of polygons.subarray(0, -1)) out.polygon(xy, 2 * rings[ring], 2 * (rings[ring + 1] - rings[ring]));
  return out.build();
}

/** Holes as polygons, counter-clockwise. */
export function holesOf({ xy, rings, polygons }: PolygonSet): PolygonSet {
  const out = new PolygonSetBuilder(0, 0);
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) {
    for (let ring = polygons[polygon] + 1; ring < polygons[polygon + 1]; ring++) {
      for (let v = rings[ring + 1] - 1; v >= rings[ring]; v--) out.vertex(xy[2 * v], xy[2 * v + 1]);
      out.endRing();
      out.endPolygon();
    }
  }
  return out.build();
}

/** Every vertex to the nearest multiple of the grid, halves upwards (as KLayout's). */
export function snapped(set: PolygonSet, gridX: number, gridY: number): PolygonSet {
  const xy = new Int32Array(set.xy.length);
  for (let i = 0; i < xy.length; i++) {
    const grid = i % 2 === 0 ? gridX : gridY;
    xy[i] = checkCoordinate(Math.floor(set.xy[i] / grid + 0.5) * grid, "snapped coordinate");
  }
  return new PolygonSet(xy, set.rings, set.polygons);
}

/** The grid in database units: throws a RegionError `grid` unless they are whole. */
export function gridUnits(grid: number | readonly [number, number], dbu: number): [number, number] {
  checkArgument(typeof grid === "number" || Array.isArray(grid), grid, "RegionError", "a grid in µm, or [x, y],");
  const [x, y] = typeof grid === "number" ? [grid, grid] : grid;
  return [wholeGrid(x, dbu, "RegionError"), wholeGrid(y, dbu, "RegionError")];
}

/** The boxes of polygons, enlarged; one that is left with no area is left out. */
export function extentsOf(set: PolygonSet, dx: number, dy: number): PolygonSet {
  const boxes = hullBoxes(set);
  const out = new PolygonSetBuilder(boxes.length, boxes.length / 4);
  const check = (value: number) => checkCoordinate(value, "side of a box");
  for (let i = 0; i < boxes.length; i += 4) {
    const [left, bottom, right, top] = [boxes[i] - dx, boxes[i + 1] - dy, boxes[i + 2] + dx, boxes[i + 3] + dy];
    if (left < right && bottom < top) out.rectangle(check(left), check(bottom), check(right), check(top));
  }
  return out.build();
}
