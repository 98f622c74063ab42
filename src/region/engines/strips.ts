/** Horizontal strips of the plane: what lies in no common strip cannot meet. */

export interface Strips {
  readonly count: number;
  readonly bottom: number;
  readonly height: number;
}

/**
 * As many strips as leave a thing in about `each` of them on average. `low` and `high` bound each thing in y.
 * @param each above 1
 */
export function stripsOf(count: number, low: Int32Array, high: Int32Array, each = 4): Strips {
  let bottom = Infinity;
  let top = -Infinity;
  let heights = 0;
  for (let i = 0; i < count; i++) {
    heights += high[i] - low[i];
    if (low[i] < bottom) bottom = low[i];
    if (high[i] > top) top = high[i];
  }
  const extent = top - bottom + 1;
  const most = heights === 0 ? count : ((each - 1) * count * extent) / heights;
  const strips = Math.max(1, Math.floor(Math.min(count / 16, most, extent)));
  return { count: strips, bottom, height: extent / strips };
}

/** The strip of a y; the first or last one where it lies outside. */
export function stripAt(y: number, { count, bottom, height }: Strips): number {
  const strip = Math.floor((y - bottom) / height);
  return strip < 0 ? 0 : strip < count ? strip : count - 1;
}

/** The members of each strip: those of strip s are members[starts[s]] … members[starts[s + 1] − 1]. */
export interface Distribution {
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/**
 * Counting sort of things with a y-range into strips; each strip keeps their order.
 * @param order indices of the things; null where they are in order
 * @param reach by how much each thing's range is wider at both ends
 */
export function distribute(
  order: Int32Array | null,
  low: Int32Array,
  high: Int32Array,
  strips: Strips,
  reach = 0,
): Distribution {
  const count = order === null ? low.length : order.length;
  const starts = new Int32Array(strips.count + 1);
  const firsts = new Int32Array(count);
  const lasts = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const i = order === null ? k : order[k];
    const first = stripAt(low[i] - reach, strips);
    const last = stripAt(high[i] + reach, strips);
    firsts[k] = first;
    lasts[k] = last;
    for (let s = first; s <= last; s++) starts[s + 1]++;
  }
  for (let s = 0; s < strips.count; s++) starts[s + 1] += starts[s];
  const members = new Int32Array(starts[strips.count]);
  const at = starts.slice();
  for (let k = 0; k < count; k++) {
    const i = order === null ? k : order[k];
    for (let s = firsts[k]; s <= lasts[k]; s++) members[at[s]++] = i;
  }
  return { starts, members };
}

/**
 * The indices 0 … count − 1 sorted by int32 values; those of the same value as they stand in `before`, where that is
 * given, else ascending.
 */
export function orderBy(values: Int32Array, count: number, before?: Int32Array): Int32Array {
  if (count < fewToSort && before === undefined) return orderOfFew(values, count);
  let least = count === 0 ? 0 : values[0];
  let greatest = least;
  for (let i = 1; i < count; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > greatest) greatest = values[i];
  }
  // A radix sort from the lower digits up: stable, and several times faster than a comparator. Digits are so short that
  // their counters and the places where items go stay in the cache.
  const bits = 32 - Math.clz32(greatest - least);
  const passes = Math.max(1, Math.ceil(bits / mostDigitBits));
  const digitBits = Math.ceil(bits / passes);
  const starts = new Int32Array(2 ** digitBits);
  const mask = starts.length - 1;
  let from = before;
  let to = new Int32Array(count);
  let spare: Int32Array<ArrayBuffer> | null = null;
  for (let pass = 0; pass < passes; pass++) {
    const shift = pass * digitBits;
    starts.fill(0);
    for (let i = 0; i < count; i++) starts[((values[i] - least) >>> shift) & mask]++;
    toStarts(starts);
    if (from === undefined) for (let i = 0; i < count; i++) to[starts[((values[i] - least) >>> shift) & mask]++] = i;
    else {
      for (let k = 0; k < count; k++) {
        const i = from[k];
        to[starts[((values[i] - least) >>> shift) & mask]++] = i;
      }
    }
    if (pass + 1 === passes) return to;
    from = to;
    const next: Int32Array<ArrayBuffer> = spare ?? new Int32Array(count);
    spare = to;
    to = next;
  }
  return to;
}

/** Below this the counters of a radix sort cost more than they save. */
const fewToSort = 2 ** 9;
const mostDigitBits = 11;

/** Counts of digits to where each digit's items begin. */
function toStarts(counts: Int32Array): void {
  let sum = 0;
  for (let digit = 0; digit < counts.length; digit++) {
    const count = counts[digit];
    counts[digit] = sum;
    sum += count;
  }
}

function orderOfFew(values: Int32Array, count: number): Int32Array {
  // Value and index in one float64 (32 + 9 bits): the native sort of numbers is faster than a comparator.
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = (values[i] + 2 ** 31) * fewToSort + i;
  keys.sort();
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = keys[i] % fewToSort;
  return order;
}
