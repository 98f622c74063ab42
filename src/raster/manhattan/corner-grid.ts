import type { PixelGrid } from "../pixel-grid.ts";

/** Some rows of a grid of whole database units, of which only the first may have polygons below it. */
export interface CornerGrid {
  /** Lower left corner of the first pixel. */
  readonly baseX: number;
  readonly baseY: number;
  readonly pitchX: number;
  readonly pitchY: number;
  readonly pixelX: number;
  readonly pixelY: number;
  readonly columns: number;
  readonly rows: number;
}

/** Rows of a grid from `first` on. */
export function cornerGrid(grid: PixelGrid, first: number, rows: number): CornerGrid {
  const { originX, originY, pitchX, pitchY, pixelX, pixelY, columns } = grid;
  return { baseX: originX, baseY: originY + first * pitchY, pitchX, pitchY, pixelX, pixelY, columns, rows };
}
