/** Horizontal strips of the plane: what lies in no common strip cannot meet. */

export interface Strips {
  readonly count: number;
  readonly bottom: number;
  readonly height: number;
}

/** As many strips as leave a thing in about four of them on average. */
export function stripsOf(count: number, low: (i: number) => number, high: (i: number) => number): Strips {
  let bottom = Infinity;
  let top = -Infinity;
  let heights = 0;
  for (let i = 0; i < count; i++) {
    const lowest = low(i);
    const highest = high(i);
    heights += highest - lowest;
    if (lowest < bottom) bottom = lowest;
    if (highest > top) top = highest;
  }
  const extent = top - bottom + 1;
  const most = heights === 0 ? count : (3 * count * extent) / heights;
  const strips = Math.max(1, Math.floor(Math.min(count / 16, most, extent)));
  return { count: strips, bottom, height: extent / strips };
}

/** The strip of a y; the first or last one where it lies outside. */
export function stripAt(y: number, { count, bottom, height }: Strips): number {
  return Math.max(0, Math.min(count - 1, Math.floor((y - bottom) / height)));
}

/** The members of each strip: those of strip s are members[starts[s]] … members[starts[s + 1] − 1]. */
export interface Distribution {
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** Counting sort of things with a y-range into strips; each strip keeps their order. */
export function distribute(
  order: Int32Array,
  low: (i: number) => number,
  high: (i: number) => number,
  strips: Strips,
): Distribution {
  const starts = new Int32Array(strips.count + 1);
  for (const i of order) {
    const last = stripAt(high(i), strips);
    for (let s = stripAt(low(i), strips); s <= last; s++) starts[s + 1]++;
  }
  for (let s = 0; s < strips.count; s++) starts[s + 1] += starts[s];
  const members = new Int32Array(starts[strips.count]);
  const at = starts.slice();
  for (const i of order) {
    const last = stripAt(high(i), strips);
    for (let s = stripAt(low(i), strips); s <= last; s++) members[at[s]++] = i;
  }
  return { starts, members };
}

/** The indices 0 … count − 1 sorted by int32 values. */
export function orderBy(values: Int32Array, count: number): Int32Array {
  // Value and index in one float64 (32 + 20 bits): the native sort of numbers is several times faster than a comparator.
  if (count > 2 ** 20) return Int32Array.from({ length: count }, (_, i) => i).sort((p, q) => values[p] - values[q]);
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = (values[i] + 2 ** 31) * 2 ** 20 + i;
  keys.sort();
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = keys[i] % 2 ** 20;
  return order;
}
