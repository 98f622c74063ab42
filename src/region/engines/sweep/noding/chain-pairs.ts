/**
 * Pairs of segments whose boxes touch, found by way of the chains that they are in (segments.ts): strips of the plane,
 * horizontal ones or slanted ones (slant.ts), in each a sweep along x over the boxes of the chains that reach into it, and
 * for each two boxes that touch a walk along both chains.
 */
import { type Distribution, distribute, orderBy, type Strips, stripAt, stripsOf } from "../../strips.ts";
import type { Segments } from "../segments.ts";
import { doubled } from "./passes.ts";
import { acrossStrips, type Slant } from "./slant.ts";

/** The chains by strips of the plane. */
export interface ChainSlices extends Distribution {
  readonly strips: Strips;
  readonly left: Int32Array;
  readonly low: Int32Array;
  readonly right: Int32Array;
  readonly high: Int32Array;
  /** Where each chain begins across the strips: `low` where they are horizontal. */
  readonly first: Int32Array;
}

/** How a search for pairs ended: with all of them seen, because `visit` had seen enough, or after too many looks. */
export type Ending = "all" | "stopped" | "spent";

/**
 * @param reach  by how much the boxes of chains are larger
 * @param slant  the direction across the strips; they are horizontal without it
 */
export function chainSlices(segments: Segments, reach = 0, slant: Slant | null = null): ChainSlices {
  const { ax, ay, bx, by, chainStarts, isLeftward, chains } = segments;
  const left = new Int32Array(chains);
  const right = new Int32Array(chains);
  const low = new Int32Array(chains);
  const high = new Int32Array(chains);
  for (let c = 0; c < chains; c++) {
    const first = isLeftward[c] === 1 ? chainStarts[c + 1] - 1 : chainStarts[c];
    const last = isLeftward[c] === 1 ? chainStarts[c] : chainStarts[c + 1] - 1;
    left[c] = ax[first];
    right[c] = bx[last];
    // A chain of verticals alone may run downwards.
    const y1 = Math.min(ay[first], by[first], ay[last], by[last]);
    const y2 = Math.max(ay[first], by[first], ay[last], by[last]);
    low[c] = y1;
    high[c] = y2;
  }
  const { first, last } = slant === null ? { first: low, last: high } : acrossStrips(segments, slant);
  const strips = stripsOf(chains, first, last);
  return { strips, left, right, low, high, first, ...distribute(orderBy(left, chains), first, last, strips, reach) };
}

/** A walk along two chains takes as long as so many looks at boxes, about. */
const looksOfWalk = 8;

/**
 * Calls `visit` for each two segments of different chains whose boxes touch, or are no more than `reach` apart, until it
 * says that it has seen enough. Slanted strips leave out pairs that are farther apart than their boxes.
 * @param mostLooks  boxes that may be compared with one another
 * @param isWanted  tells of two chains whether they are of interest
 * @param advance  hears which share of the chains will be looked at next, with all before them
 */
export function visitPairs(
  segments: Segments,
  { strips, left, right, low, high, first, starts, members }: ChainSlices,
  reach: number,
  visit: (e: number, f: number, c: number, d: number) => boolean,
  mostLooks: number,
  advance: (share: number) => void = () => {},
  isWanted: ((c: number, d: number) => boolean) | null = null,
): Ending {
  let open: Int32Array = new Int32Array(64);
  let looks = 0;
  for (let strip = 0; strip < strips.count; strip++) {
    let openCount = 0;
    advance(starts[strip + 1] / members.length);
    for (let k = starts[strip]; k < starts[strip + 1]; k++) {
      const c = members[k];
      const from = left[c] - reach;
      const lowC = low[c] - reach;
      const highC = high[c] + reach;
      let kept = 0;
      looks += openCount;
      if (looks > mostLooks) return "spent";
      for (let m = 0; m < openCount; m++) {
        const d = open[m];
        if (right[d] < from) continue;
        open[kept++] = d;
        if (high[d] < lowC || low[d] > highC) continue;
        if (isWanted !== null && !isWanted(c, d)) continue;
        // In several strips together they are compared in the lowest one.
        if (strip > 0 && stripAt((first[c] > first[d] ? first[c] : first[d]) - reach, strips) !== strip) continue;
        looks += looksOfWalk;
        if (walk(segments, c, d, right[d] < right[c] ? right[d] : right[c], reach, visit)) return "stopped";
      }
      if (kept === open.length) open = doubled(open);
      open[kept++] = c;
      openCount = kept;
    }
  }
  return "all";
}

/** Along both chains from left to right: what lies left of the one's segment lies left of all that follow. */
function walk(
  { ax, ay, bx, by, chainStarts, isLeftward }: Segments,
  c: number,
  d: number,
  right: number,
  reach: number,
  visit: (e: number, f: number, c: number, d: number) => boolean,
): boolean {
  const stepE = isLeftward[c] === 1 ? -1 : 1;
  const stepF = isLeftward[d] === 1 ? -1 : 1;
  const endE = stepE < 0 ? chainStarts[c] - 1 : chainStarts[c + 1];
  const endF = stepF < 0 ? chainStarts[d] - 1 : chainStarts[d + 1];
  let f = stepF < 0 ? chainStarts[d + 1] - 1 : chainStarts[d];
  for (let e = stepE < 0 ? chainStarts[c + 1] - 1 : chainStarts[c]; e !== endE; e += stepE) {
    const left = ax[e] - reach;
    if (left > right) break;
    const isUp = ay[e] < by[e];
    const lowE = (isUp ? ay[e] : by[e]) - reach;
    const highE = (isUp ? by[e] : ay[e]) + reach;
    while (f !== endF && bx[f] < left) f += stepF;
    const to = bx[e] + reach;
    for (let g = f; g !== endF && ax[g] <= to; g += stepF) {
      if ((ay[g] < lowE && by[g] < lowE) || (ay[g] > highE && by[g] > highE)) continue;
      if (visit(e, g, c, d)) return true;
    }
  }
  return false;
}
