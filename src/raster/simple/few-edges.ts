import { mayMeet } from "./edge-pairs.ts";

/** Up to so many vertices trying all pairs of edges is faster than sorting them. */
export const fewVertices = 16;

/** Whether the edges of one ring meet nowhere but at their common vertices. Twin of `fewEdgesAreApart` in ../survey/wasm/look.ts. */
export function fewEdgesAreApart(xy: Int32Array, start: number, end: number): boolean {
  for (let a = end - 2, b = start; b < end; a = b, b += 2) {
    if (xy[a] === xy[b] && xy[a + 1] === xy[b + 1]) return false;
    for (let c = b, d = b + 2; d < end; c = d, d += 2) {
      if (Math.min(xy[a], xy[b]) > Math.max(xy[c], xy[d]) || Math.max(xy[a], xy[b]) < Math.min(xy[c], xy[d])) continue;
      const [low, high] = xy[a + 1] < xy[b + 1] ? [xy[a + 1], xy[b + 1]] : [xy[b + 1], xy[a + 1]];
      if (low > Math.max(xy[c + 1], xy[d + 1]) || high < Math.min(xy[c + 1], xy[d + 1])) continue;
      if (mayMeet(xy, a, b, c, d)) return false;
    }
  }
  return true;
}
