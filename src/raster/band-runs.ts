/**
 * Which polygons touch which bands of rows, so that each band is done by itself while it is in the cache. Polygons that follow
 * each other in a set mostly lie near each other: what a band holds is a few runs of them, which are copied at once.
 */
import { IntList } from "../geometry/index.ts";
import { boundsOf, type PixelGrid } from "./pixel-grid.ts";

export interface BandRuns {
  readonly bandRows: number;
  /** Of each band, in ascending order: the first polygon of a run, and the one behind its last. */
  readonly runs: readonly Int32Array[];
  /** Polygons of the band that has most. */
  readonly most: number;
}

/** @param boxes left, bottom, right, top of each polygon, database units */
export function bandRuns(boxes: Int32Array, grid: PixelGrid, bandRows: number): BandRuns {
  const { originY, pitchY, rows } = grid;
  const { left, right } = boundsOf(grid);
  const bandCount = Math.ceil(rows / bandRows);
  const perBand = 1 / (bandRows * pitchY);
  const lists = Array.from({ length: bandCount }, () => new IntList());
  /** The run of each band that is not in its list yet. */
  const first = new Int32Array(bandCount);
  const end = new Int32Array(bandCount);
  const counts = new Uint32Array(bandCount);
  for (let polygon = 0, b = 0; b < boxes.length; polygon++, b += 4) {
    if (boxes[b] >= right || boxes[b + 2] <= left) continue;
    // A rounded product may point at a neighbour, and a rest lies before it; one band more costs nothing.
    const low = Math.floor((boxes[b + 1] - 1 - originY) * perBand);
    const high = Math.floor((boxes[b + 3] + 1 - originY) * perBand);
    if (low >= bandCount || high < 0) continue;
    const last = high < bandCount ? high : bandCount - 1;
    for (let band = low > 0 ? low : 0; band <= last; band++) {
      counts[band]++;
      if (end[band] !== polygon) {
        addRun(lists[band], first[band], end[band]);
        first[band] = polygon;
      }
      end[band] = polygon + 1;
    }
  }
  for (let band = 0; band < bandCount; band++) addRun(lists[band], first[band], end[band]);
  return { bandRows, runs: lists.map((list) => list.view()), most: counts.reduce((a, b) => Math.max(a, b), 0) };
}

function addRun(list: IntList, first: number, end: number): void {
  if (first === end) return;
  list.push(first);
  list.push(end);
}
