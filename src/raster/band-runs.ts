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

/** Collects the runs of each band. */
export class BandRunsBuilder {
  readonly #bandRows: number;
  readonly #lists: readonly IntList[];
  /** The run of each band that is not in its list yet. */
  readonly #first: Int32Array;
  readonly #end: Int32Array;
  readonly #counts: Uint32Array;

  constructor(bandCount: number, bandRows: number) {
    this.#bandRows = bandRows;
    this.#lists = Array.from({ length: bandCount }, () => new IntList());
    this.#first = new Int32Array(bandCount);
    this.#end = new Int32Array(bandCount);
    this.#counts = new Uint32Array(bandCount);
  }

  /** Polygons from `first` to before `end`, behind those before, touch the bands `low` to `high`; none where that is less. */
  add(first: number, end: number, low: number, high: number): void {
    for (let band = low; band <= high; band++) {
      this.#counts[band] += end - first;
      if (this.#end[band] !== first) {
        this.#keep(band);
        this.#first[band] = first;
      }
      this.#end[band] = end;
    }
  }

  finish(): BandRuns {
    for (let band = 0; band < this.#lists.length; band++) this.#keep(band);
    const most = this.#counts.reduce((a, b) => Math.max(a, b), 0);
    return { bandRows: this.#bandRows, runs: this.#lists.map((list) => list.view()), most };
  }

  #keep(band: number): void {
    if (this.#first[band] === this.#end[band]) return;
    this.#lists[band].push(this.#first[band]);
    this.#lists[band].push(this.#end[band]);
  }
}

/** @param boxes left, bottom, right, top of each polygon, database units */
export function bandRuns(boxes: Int32Array, grid: PixelGrid, bandRows: number): BandRuns {
  const { originY, pitchY, rows } = grid;
  const { left, right } = boundsOf(grid);
  const bandCount = Math.ceil(rows / bandRows);
  const perBand = 1 / (bandRows * pitchY);
  const builder = new BandRunsBuilder(bandCount, bandRows);
  // The polygons up to this one that touch the same bands.
  let [start, startLow, startHigh] = [0, 0, -1];
  const count = boxes.length / 4;
  for (let polygon = 0, b = 0; polygon < count; polygon++, b += 4) {
    let low = 0;
    let high = -1;
    if (boxes[b] < right && boxes[b + 2] > left) {
      // A rounded product may point at a neighbour, and a rest lies before it; one band more costs nothing.
      low = Math.floor((boxes[b + 1] - 1 - originY) * perBand);
      high = Math.floor((boxes[b + 3] + 1 - originY) * perBand);
      if (low < 0) low = 0;
      if (high >= bandCount) high = bandCount - 1;
    }
    if (low === startLow && high === startHigh) continue;
    builder.add(start, polygon, startLow, startHigh);
    start = polygon;
    startLow = low;
    startHigh = high;
  }
  builder.add(start, count, startLow, startHigh);
  return builder.finish();
}
