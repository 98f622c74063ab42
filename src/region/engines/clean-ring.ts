/** Rings without what carries no area: repeated points, points on a straight line, spikes. */
import { turn } from "../../geometry/index.ts";

/**
 * Writes the cleaned ring `source[start…end)` to `target` from index `at` and returns the index behind it; `at` itself
 * where nothing with an area is left.
 *
 * A spike is a → b → c with c back on the line of a and b: then b is collinear, too, so that one rule removes both.
 * The filled area is the same whatever the winding.
 */
export function cleanRing(source: Int32Array, start: number, end: number, target: Int32Array, at: number): number {
  let top = at;
  for (let i = start; i < end; i += 2) {
    const x = source[i];
    const y = source[i + 1];
    while (top - at >= 4 && turn(target[top - 4], target[top - 3], target[top - 2], target[top - 1], x, y) === 0)
      top -= 2;
    if (top - at === 2 && target[top - 2] === x && target[top - 1] === y) continue;
    target[top++] = x;
    target[top++] = y;
  }
  return trimSeam(target, at, top);
}

/** The same rule across the ring's seam: last and first points. */
function trimSeam(target: Int32Array, at: number, top: number): number {
  let first = at;
  for (let changed = true; changed; ) {
    changed = false;
    if (top - first < 6) return at;
    const x0 = target[first];
    const y0 = target[first + 1];
    if (turn(target[top - 4], target[top - 3], target[top - 2], target[top - 1], x0, y0) === 0) {
      top -= 2;
      changed = true;
    } else if (turn(target[top - 2], target[top - 1], x0, y0, target[first + 2], target[first + 3]) === 0) {
      first += 2;
      changed = true;
    }
  }
  if (first > at) target.copyWithin(at, first, top);
  return at + top - first;
}

/** Turns the ring `xy[start…end)` round, in place. */
export function reverseRing(xy: Int32Array, start: number, end: number): void {
  for (let i = start, j = end - 2; i < j; i += 2, j -= 2) {
    const x = xy[i];
    const y = xy[i + 1];
    xy[i] = xy[j];
    xy[i + 1] = xy[j + 1];
    xy[j] = x;
    xy[j + 1] = y;
  }
}
