/** Rasters along the axes that are done in bands of rows, and what 32 bits hold. */
import type { PolygonSet } from "../../geometry/index.ts";
import type { BandRuns } from "../band-runs.ts";
import { type PixelGrid, partOfGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";
import type { CornerKernel } from "./kernels.ts";

/** Cells that are summed up at once: what a last-level cache takes. Larger rasters are done in bands of rows. */
const mostCells = 2 ** 21;
/** Cells of a band: what a second-level cache takes. */
const bandCells = 2 ** 19;
/** Rows longer than this are for the kernel of all angles, which needs less memory. */
const mostColumns = 2 ** 23;

/** Rows of a band; null for rasters that are done in one piece. */
export function bandRowsOf({ columns, rows }: PixelGrid): number | null {
  const isOnePiece = (columns + 1) * (rows + 1) <= mostCells;
  return isOnePiece ? null : Math.max(4, Math.floor(bandCells / (columns + 1)) - 1);
}

/** True where so many polygons may lie upon each other, and their area still has 31 bits. */
export function reaches({ pixelX, pixelY, columns }: PixelGrid, multiplicity: number): boolean {
  return pixelX * pixelY * multiplicity < 2 ** 31 && columns <= mostColumns;
}

/** True where doubles hold the sums of so many polygons. */
export function reachesInDoubles({ pixelX, pixelY, columns }: PixelGrid, count: number): boolean {
  return pixelX * pixelY * (count + 1) < 2 ** 51 && columns <= mostColumns;
}

/** The largest of numbers that are given by their differences. */
export function mostOf(changes: Int32Array): number {
  let [count, most] = [0, 0];
  for (let i = 0; i < changes.length; i++) {
    count += changes[i];
    if (count > most) most = count;
  }
  return most;
}

export function addUpBands(
  kernel: CornerKernel,
  set: PolygonSet,
  survey: Pick<Survey, "weights" | "longestRing">,
  { bandRows, runs }: BandRuns,
  grid: PixelGrid,
  divisor: number,
  out: Float32Array | Float64Array,
  check?: () => void,
): void {
  const { columns, rows } = grid;
  for (const [band, polygons] of runs.entries()) {
    check?.();
    const first = band * bandRows;
    const rowsOfBand = partOfGrid(grid, 0, first, columns, Math.min(bandRows, rows - first));
    kernel(set, survey, polygons, rowsOfBand, divisor, out, first * columns, check);
  }
}
