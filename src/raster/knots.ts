/**
 * Polygons that cross themselves, added up: each is rasterized by itself, in the part of the grid around it, and put on
 * top of what is there. However many lie upon each other, none makes the others' sweeps longer.
 */
import { type PolygonSet, PolygonSetBuilder } from "../geometry/index.ts";
import { type PixelGrid, partOfGrid } from "./pixel-grid.ts";

/** A set's polygons but those with some indices (ascending). */
export function without(set: PolygonSet, excluded: readonly number[]): PolygonSet {
  const isExcluded = new Uint8Array(set.count);
  for (const polygon of excluded) isExcluded[polygon] = 1;
  const builder = new PolygonSetBuilder();
  builder.appendChosen(
    set,
    Uint32Array.from({ length: set.count }, (_, i) => i).filter((i) => isExcluded[i] === 0),
  );
  return builder.view();
}

/** A part of a grid, and the number of its first pixel in the whole of it. */
export interface PartOfGrid {
  readonly grid: PixelGrid;
  readonly index: number;
}

/** The pixels around a polygon; null where it is beside the grid. */
export function partAround(grid: PixelGrid, set: PolygonSet): PartOfGrid | null {
  const { originX, originY, pitchX, pitchY, columns, rows } = grid;
  const { left, bottom, right, top } = set.bbox()!;
  // A rounded quotient may point at a neighbour, and a rest lies before it: one pixel more costs nothing.
  const from = (low: number, origin: number, pitch: number) => Math.max(0, Math.floor((low - 1 - origin) / pitch));
  const to = (high: number, origin: number, pitch: number, count: number) =>
    Math.min(count, Math.floor((high + 1 - origin) / pitch) + 1);
  const firstColumn = from(left, originX, pitchX);
  const firstRow = from(bottom, originY, pitchY);
  const width = to(right, originX, pitchX, columns) - firstColumn;
  const height = to(top, originY, pitchY, rows) - firstRow;
  if (!(width > 0 && height > 0)) return null;
  return {
    grid: partOfGrid(grid, firstColumn, firstRow, width, height),
    index: firstRow * columns + firstColumn,
  };
}
