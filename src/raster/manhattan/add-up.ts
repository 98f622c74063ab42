import type { PolygonSet } from "../../geometry/index.ts";
import { bandRuns } from "../band-runs.ts";
import type { KernelName } from "../coverage/index.ts";
import { isWholeGrid, type PixelGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";
import { addUpBands, bandRowsOf, mostOf, reaches, reachesInDoubles } from "./bands.ts";
import { doubleKernel, wholeKernel } from "./kernels.ts";

export interface ManhattanOptions {
  readonly as: "coverage" | "area";
  /** Where polygons overlap, or are not simple, the value does not matter: it is found otherwise. */
  readonly isUnion: boolean;
  readonly kernel?: KernelName;
  readonly check?: (() => void) | undefined;
}

/** Adds polygons up; false, and `out` as it was, where a set or a grid is not of this kind. */
export function addUpManhattan(
  set: PolygonSet,
  survey: Survey,
  grid: PixelGrid,
  out: Float32Array | Float64Array,
  { as, isUnion, kernel: name = "webassembly", check }: ManhattanOptions,
): boolean {
  const { isManhattan, boxes } = survey;
  if (!isManhattan || !isWholeGrid(grid) || !reachesInDoubles(grid, set.count)) return false;
  const bandRows = bandRowsOf(grid);
  const bands = bandRows === null ? null : bandRuns(boxes, grid, bandRows);
  const most = bands === null ? set.count : bands.most;
  const isWhole = reaches(grid, 1) && (isUnion || reaches(grid, most) || reaches(grid, mostInARow(boxes, grid)));
  const kernel = isWhole ? wholeKernel(name) : doubleKernel;
  const divisor = as === "area" ? 1 : grid.pixelX * grid.pixelY;
  if (bands === null) kernel(set, survey, [0, set.count], grid, divisor, out, 0, check);
  else addUpBands(kernel, set, survey, bands, grid, divisor, out, check);
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
  return mostOf(changes);
}
