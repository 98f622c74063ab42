/**
 * The union of crowds of simple polygons along the axes, on pixels of whole database units: how many lie on each square unit is
 * summed up, as areas are, and those with any are counted. However many lie upon each other, each costs its corners.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import type { KernelName } from "../coverage/index.ts";
import { isWholeGrid, type PixelGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";
import { wholeKernel } from "./kernels.ts";

/** Square units that are counted at once. */
const mostUnits = 2 ** 22;

/** True for sets and grids that this is for. */
export function hasUnits(survey: Survey, grid: PixelGrid): boolean {
  const { columns, rows, pitchX, pitchY } = grid;
  return isSimpleManhattan(survey, grid) && columns * pitchX * rows * pitchY <= mostUnits;
}

/** True for sets along the axes, of simple polygons, on grids of whole units. */
export function isSimpleManhattan({ isManhattan, knotted }: Survey, grid: PixelGrid): boolean {
  return isManhattan && knotted.length === 0 && isWholeGrid(grid);
}

/** Writes the union of all polygons to `out`: areas, each divided by `divisor`. */
export function unionByUnits(
  set: PolygonSet,
  survey: Survey,
  grid: PixelGrid,
  divisor: number,
  out: Float32Array | Float64Array,
  kernel: KernelName,
): void {
  const { columns, rows, pitchX, pitchY, pixelX, pixelY } = grid;
  const units = { ...grid, pitchX: 1, pitchY: 1, pixelX: 1, pixelY: 1, columns: columns * pitchX, rows: rows * pitchY };
  const counts = new Float32Array(units.columns * units.rows);
  wholeKernel(kernel)(set, survey, [0, set.count], units, 1, counts, 0);
  for (let row = 0, to = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, to++) {
      let area = 0;
      for (let y = row * pitchY; y < row * pitchY + pixelY; y++) {
        const start = y * units.columns + column * pitchX;
        for (let i = start; i < start + pixelX; i++) if (counts[i] !== 0) area++;
      }
      out[to] = area / divisor;
    }
}
