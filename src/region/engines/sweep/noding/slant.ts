/**
 * Strips of the plane along the long segments that there are. The lines of a grating at an angle all reach through all
 * horizontal strips, and their boxes overlap, although none comes near another one: in strips along them few are together.
 */
import type { Segments } from "../segments.ts";

/** A direction across strips, as a vector of length ½: what it makes of int32 coordinates are int32 again. */
export interface Slant {
  readonly x: number;
  readonly y: number;
}

/** Angles that are tried at a time, and how often closer to the best one: 16⁻⁵ half turns are a unit in a million. */
const angles = 16;
const rounds = 5;

/** The direction in which the segments are shortest together. */
export function shortestAcross({ ax, ay, bx, by, count }: Pick<Segments, "ax" | "ay" | "bx" | "by" | "count">): Slant {
  let best: Slant = { x: 0, y: 0.5 };
  let bestLength = Infinity;
  let middle = Math.PI / 2;
  for (let round = 0, step = Math.PI / angles; round < rounds; round++, step *= 2 / angles) {
    const centre = middle;
    for (let k = -angles / 2; k < angles / 2; k++) {
      const angle = centre + k * step;
      const [x, y] = [Math.cos(angle) / 2, Math.sin(angle) / 2];
      let length = 0;
      for (let i = 0; i < count; i++) length += Math.abs(x * (bx[i] - ax[i]) + y * (by[i] - ay[i]));
      if (length >= bestLength) continue;
      bestLength = length;
      best = { x, y };
      middle = angle;
    }
  }
  return best;
}

/** Where each chain begins and ends in the direction of the slant, with room for rounding. */
export function acrossStrips(
  { ax, ay, bx, by, chainStarts, chains }: Segments,
  { x, y }: Slant,
): { first: Int32Array; last: Int32Array } {
  const first = new Int32Array(chains);
  const last = new Int32Array(chains);
  for (let c = 0; c < chains; c++) {
    let least = Infinity;
    let most = -Infinity;
    for (let e = chainStarts[c]; e < chainStarts[c + 1]; e++) {
      const a = x * ax[e] + y * ay[e];
      const b = x * bx[e] + y * by[e];
      if (a < least) least = a;
      if (a > most) most = a;
      if (b < least) least = b;
      if (b > most) most = b;
    }
    first[c] = Math.floor(least) - 1;
    last[c] = Math.ceil(most) + 1;
  }
  return { first, last };
}
