/** What edges look like as a whole, from all their lengths and an even sample of them: decides how the sweep cuts them. */
import type { PolygonSet } from "../../../geometry/index.ts";

/** Edges of one direction: an even sample, each standing for `every` of them. */
export interface EdgeSample {
  /** Length of all edges of this direction. */
  readonly total: number;
  readonly every: number;
  readonly count: number;
  /** The coordinate that the edge keeps, and its lesser and greater one along its direction. */
  readonly across: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** Edges of a direction in a sample, at most about; of few edges a part is enough, too. */
const mostSampled = 2 ** 14;
const sampledOfEach = 1 / 16;
const fewestSampled = 2 ** 9;

export function sampleEdges(...sets: readonly PolygonSet[]): { vertical: EdgeSample; horizontal: EdgeSample } {
  const vertices = sets.reduce((sum, set) => sum + set.vertexCount, 0);
  // Odd, so that of rectangles' two edges of a direction it is not always the same one.
  const sampled = Math.min(mostSampled, Math.max(fewestSampled, vertices * sampledOfEach));
  const every = 2 * Math.floor(vertices / 4 / sampled) + 1;
  const vertical = new Sample(every, vertices);
  const horizontal = new Sample(every, vertices);
  for (const { xy, rings, ringCount } of sets) {
    for (let ring = 0; ring < ringCount; ring++) {
      const end = 2 * rings[ring + 1];
      let x = xy[end - 2];
      let y = xy[end - 1];
      for (let i = 2 * rings[ring]; i < end; i += 2) {
        if (xy[i] === x) vertical.add(x, y, xy[i + 1]);
        else horizontal.add(y, x, xy[i]);
        x = xy[i];
        y = xy[i + 1];
      }
    }
  }
  return { vertical, horizontal };
}

/** The most edges that any line across their direction meets, by the sample. */
export function mostMet({ low, high, count, every }: EdgeSample): number {
  const lows = low.slice(0, count).sort();
  const highs = high.slice(0, count).sort();
  let most = 0;
  for (let opened = 0, closed = 0; opened < count; opened++) {
    while (highs[closed] < lows[opened]) closed++;
    if (opened + 1 - closed > most) most = opened + 1 - closed;
  }
  return most * every;
}

class Sample implements EdgeSample {
  total = 0;
  count = 0;
  readonly every: number;
  readonly across: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  #wait = 0;

  constructor(every: number, edges: number) {
    this.every = every;
    const room = Math.ceil(edges / every);
    this.across = new Int32Array(room);
    this.low = new Int32Array(room);
    this.high = new Int32Array(room);
  }

  add(across: number, from: number, to: number): void {
    this.total += from < to ? to - from : from - to;
    if (--this.#wait > 0) return;
    this.#wait = this.every;
    this.across[this.count] = across;
    this.low[this.count] = from < to ? from : to;
    this.high[this.count++] = from < to ? to : from;
  }
}
