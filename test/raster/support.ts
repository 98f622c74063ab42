/** Polygons and grids that tests of rasters are made of. */
import fc from "fast-check";
import { type PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import type { PixelGrid } from "../../src/raster/index.ts";
import type { ExactPolygon } from "../support/exact-area.ts";

export function setOf(polygons: readonly ExactPolygon[]): PolygonSet {
  const builder = new PolygonSetBuilder();
  for (const { hull, holes = [] } of polygons) {
    for (const ring of [hull, ...holes]) {
      builder.vertices(ring.flat());
      builder.endRing();
    }
    builder.endPolygon();
  }
  return builder.build();
}

export const rectangle = (x1: number, y1: number, x2: number, y2: number): ExactPolygon => ({
  hull: [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ],
});

export function squares(size: number, columns: number, rows: number, originX = 0, originY = 0): PixelGrid {
  return { originX, originY, pitchX: size, pitchY: size, pixelX: size, pixelY: size, columns, rows };
}

/** A point of a small picture. */
export const point = fc.tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: -20, max: 60 }));
/** Anything that up to seven points make. */
export const ring = fc.array(point, { minLength: 3, maxLength: 7 });
