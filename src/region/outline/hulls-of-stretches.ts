/**
 * Of points along a ring those that can be farthest from a line or a segment: distance from it is convex, so that it is
 * largest at a corner of their convex hull. Hulls are kept of stretches of 32 points, and of two of these, of four …
 */
import { hullMembers } from "./convex-hull.ts";

const stretch = 32;

export class HullsOfStretches {
  /** Level k holds the corners, as indices, of stretches of 32 · 2ᵏ points each. */
  readonly #levels: number[][][] = [];

  /** @param xy x,y pairs */
  constructor(xy: Int32Array) {
    const count = Math.floor(xy.length / 2 / stretch);
    let level = Array.from({ length: count }, (_, s) =>
      hullMembers(
        xy,
        Array.from({ length: stretch }, (_, i) => s * stretch + i),
      ),
    );
    for (; level.length > 0; level = pairsOf(xy, level)) this.#levels.push(level);
  }

  /** Calls `visit` with the points from `start` to before `end` that are corners of hulls, in stretches as long as fit. */
  visit(start: number, end: number, visit: (point: number) => void): void {
    for (let at = start; at < end; ) {
      if (at % stretch !== 0 || at + stretch > end) {
        visit(at++);
        continue;
      }
      let level = 0;
      let size = stretch;
      while (at % (2 * size) === 0 && at + 2 * size <= end && level + 1 < this.#levels.length) {
        level++;
        size *= 2;
      }
      for (const point of this.#levels[level][at / size]) visit(point);
      at += size;
    }
  }
}

function pairsOf(xy: Int32Array, level: readonly number[][]): number[][] {
  return Array.from({ length: level.length >> 1 }, (_, s) => hullMembers(xy, [...level[2 * s], ...level[2 * s + 1]]));
}
