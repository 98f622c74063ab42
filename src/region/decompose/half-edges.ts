/** Sides of triangles: half edges 3t, 3t + 1, 3t + 2 go round triangle t, each from one of its corners to the next one. */
import { orderBy } from "../engines/index.ts";

/** The next side of the same triangle. */
export function nextSide(i: number): number {
  return i % 3 === 2 ? i - 2 : i + 1;
}

/**
 * The half edge that runs back along each one; −1 for none.
 * @param from  the corner that each starts at
 */
export function twinsOf(from: Int32Array): Int32Array {
  const count = from.length;
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const to = from[nextSide(i)];
    low[i] = Math.min(from[i], to);
    high[i] = Math.max(from[i], to);
  }
  const order = orderBy(low, count, orderBy(high, count));
  const twins = new Int32Array(count).fill(-1);
  for (let k = 1; k < count; k++) {
    const [i, j] = [order[k - 1], order[k]];
    if (low[i] !== low[j] || high[i] !== high[j]) continue;
    twins[i] = j;
    twins[j] = i;
  }
  return twins;
}
