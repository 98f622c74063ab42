/** The polygons of a layer as the page fills them. */
import { PolygonSet, ringAreaTwice } from "../../geometry/index.ts";
import type { Cell, Layer, PolygonOptions } from "../../layout/index.ts";

/** Hulls are counter-clockwise, so that two that overlap do not cancel. Throws what `polygonsOf` does. */
export function shownPolygons(cell: Cell, layer: Layer, options: PolygonOptions = {}): PolygonSet {
  return withHullsOneWay(cell.polygonsOf(layer, { ...options, ifMissing: "empty" }));
}

function withHullsOneWay({ xy, rings, polygons }: PolygonSet): PolygonSet {
  const out = xy.slice();
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) {
    const first = polygons[polygon];
    if (ringAreaTwice(out, 2 * rings[first], 2 * rings[first + 1]) >= 0) continue;
    for (let ring = first; ring < polygons[polygon + 1]; ring++) reverse(out, rings[ring], rings[ring + 1]);
  }
  return new PolygonSet(out, rings, polygons);
}

function reverse(xy: Int32Array, start: number, end: number): void {
  for (let i = start, k = end - 1; i < k; i++, k--) {
    [xy[2 * i], xy[2 * k]] = [xy[2 * k], xy[2 * i]];
    [xy[2 * i + 1], xy[2 * k + 1]] = [xy[2 * k + 1], xy[2 * i + 1]];
  }
}
