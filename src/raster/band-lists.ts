/** Which polygons touch which bands of rows, so that each band is done by itself while it is in the cache. */
import { boundsOf, type PixelGrid } from "./pixel-grid.ts";

export interface BandLists {
  readonly bandRows: number;
  /** Where each band's polygons start in `polygons`, and their number last. */
  readonly starts: Uint32Array;
  /** In ascending order within a band. */
  readonly polygons: Uint32Array;
}

/** @param boxes left, bottom, right, top of each polygon, database units */
export function bandLists(boxes: Int32Array, grid: PixelGrid, bandRows: number): BandLists {
  const { originY, pitchY, rows } = grid;
  const { left, right } = boundsOf(grid);
  const bandCount = Math.ceil(rows / bandRows);
  const perBand = 1 / (bandRows * pitchY);
  const count = boxes.length / 4;
  const starts = new Uint32Array(bandCount + 1);
  const first = new Int32Array(count);
  const last = new Int32Array(count);
  for (let polygon = 0, b = 0; polygon < count; polygon++, b += 4) {
    last[polygon] = -1;
    if (boxes[b] >= right || boxes[b + 2] <= left) continue;
    // A rounded product may point at a neighbour, and a rest lies before it; one band more costs nothing.
    const low = Math.floor((boxes[b + 1] - 1 - originY) * perBand);
    const high = Math.floor((boxes[b + 3] + 1 - originY) * perBand);
    if (low >= bandCount || high < 0) continue;
    const from = low > 0 ? low : 0;
    const to = high < bandCount ? high : bandCount - 1;
    first[polygon] = from;
    last[polygon] = to;
    for (let band = from; band <= to; band++) starts[band + 1]++;
  }
  for (let band = 0; band < bandCount; band++) starts[band + 1] += starts[band];
  const polygons = new Uint32Array(starts[bandCount]);
  const next = starts.slice(0, -1);
  for (let polygon = 0; polygon < count; polygon++) {
    const to = last[polygon];
    for (let band = first[polygon]; band <= to; band++) polygons[next[band]++] = polygon;
  }
  return { bandRows, starts, polygons };
}
