import type { PolygonSet } from "../../geometry/index.ts";
import { bandRuns } from "../band-runs.ts";
import type { KernelName } from "../coverage/index.ts";
import { isWholeGrid, type PixelGrid, partOfGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";
import { doubleKernel, wholeKernel } from "./kernels.ts";

/** Cells that are summed up at once: what a last-level cache takes. Larger rasters are done in bands of rows. */
const mostCells = 2 ** 21;
/** Cells of a band: what a second-level cache takes. */
const bandCells = 2 ** 19;
/** Rows longer than this are for the kernel of all angles, which needs less memory. */
const mostColumns = 2 ** 23;

export interface ManhattanOptions {
  readonly as: "coverage" | "area";
  /** Where polygons overlap, or are not simple, the value does not matter: it is found otherwise. */
  readonly isUnion: boolean;
  readonly kernel?: KernelName;
}

/** Adds polygons up; false, and `out` as it was, where a set or a grid is not of this kind. */
export function addUpManhattan(
  set: PolygonSet,
  survey: Survey,
  grid: PixelGrid,
  out: Float32Array | Float64Array,
  { as, isUnion, kernel: name = "webassembly" }: ManhattanOptions,
): boolean {
  const { pixelX, pixelY, columns, rows } = grid;
  const { isManhattan, boxes } = survey;
  if (!isManhattan) return false;
  if (!isWholeGrid(grid)) return false;
  const area = pixelX * pixelY;
  if (area * (set.count + 1) >= 2 ** 51 || columns > mostColumns) return false;
  const fits = (multiplicity: number) => area * multiplicity < 2 ** 31;
  const bandRows = Math.max(4, Math.floor(bandCells / (columns + 1)) - 1);
  const isOnePiece = (columns + 1) * (rows + 1) <= mostCells;
  const bands = isOnePiece ? null : bandRuns(boxes, grid, bandRows);
  const most = bands === null ? set.count : bands.most;
  const isWhole = fits(1) && (isUnion || fits(most) || fits(mostInARow(boxes, grid)));
  const kernel = isWhole ? wholeKernel(name) : doubleKernel;
  const divisor = as === "area" ? 1 : area;
  if (bands === null) {
    kernel(set, survey, [0, set.count], grid, divisor, out, 0);
    return true;
  }
  for (const [band, runs] of bands.runs.entries()) {
    const first = band * bandRows;
    const rowsOfBand = partOfGrid(grid, 0, first, columns, Math.min(bandRows, rows - first));
    kernel(set, survey, runs, rowsOfBand, divisor, out, first * columns);
  }
  return true;
}

/** No more polygons than this lie above each other anywhere: the most that any row of pixels meets. */
function mostInARow(boxes: Int32Array, { rows, originY, pitchY }: PixelGrid): number {
  const changes = new Int32Array(rows + 1);
  const perPitch = 1 / pitchY;
  for (let b = 0; b < boxes.length; b += 4) {
    // A rounded product may point at a neighbour, which counts one too many.
    const low = Math.floor((boxes[b + 1] - originY) * perPitch - 1e-9);
    const high = Math.floor((boxes[b + 3] - originY) * perPitch + 1e-9);
    if (low >= rows || high < 0) continue;
    changes[low > 0 ? low : 0]++;
    if (high < rows) changes[high + 1]--;
  }
  let [count, most] = [0, 0];
  for (let row = 0; row < rows; row++) {
    count += changes[row];
    if (count > most) most = count;
  }
  return most;
}
