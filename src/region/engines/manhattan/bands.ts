/** Horizontal bands of whole units, and the vertical edges that reach into each of them from left to right. */
import { orderBy } from "../strips.ts";
import type { VerticalEdges } from "./vertical-edges.ts";

export interface Bands {
  readonly count: number;
  readonly bottom: number;
  /** Whole units. */
  readonly height: number;
  /** The edges of band k are edges[starts[k]] … edges[starts[k + 1] − 1]. */
  readonly starts: Int32Array;
  readonly edges: Int32Array;
}

/** Ends of edges in a band, about: more make its runs long, fewer make bands many. */
const endsEach = 1000;
/** Edges of all bands together that tall edges may make: so many, and so many for each edge. */
const mostMembers = 2e7;
const mostMembersEach = 8;

/** Where edges are short, bands of twice their mean height: most edges are in one or two then. */
export function bandsOf({ count, x, low, high }: VerticalEdges): Bands {
  if (count === 0) return { count: 0, bottom: 0, height: 1, starts: Int32Array.of(0), edges: new Int32Array(0) };
  let bottom = 2 ** 31 - 1;
  let top = -(2 ** 31);
  let heights = 0;
  for (let i = 0; i < count; i++) {
    heights += high[i] - low[i];
    if (low[i] < bottom) bottom = low[i];
    if (high[i] > top) top = high[i];
  }
  const extent = Math.max(1, top - bottom);
  const wanted = Math.min((2 * heights) / count, (extent * endsEach) / (2 * count));
  const least = heights / (mostMembers + mostMembersEach * count);
  const height = Math.max(1, Math.ceil(Math.max(wanted, least, extent / count)));
  const bands = Math.ceil(extent / height);
  // Edges end before the band whose bottom is their top.
  const bandOf = (y: number) => Math.floor((y - bottom) / height);
  const starts = new Int32Array(bands + 1);
  for (let i = 0; i < count; i++) {
    const last = bandOf(high[i] - 1);
    for (let k = bandOf(low[i]); k <= last; k++) starts[k + 1]++;
  }
  for (let k = 0; k < bands; k++) starts[k + 1] += starts[k];
  const edges = new Int32Array(starts[bands]);
  const at = starts.slice();
  for (const i of orderBy(x, count)) {
    const last = bandOf(high[i] - 1);
    for (let k = bandOf(low[i]); k <= last; k++) edges[at[k]++] = i;
  }
  return { count: bands, bottom, height, starts, edges };
}
