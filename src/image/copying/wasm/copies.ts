// AssemblyScript: rows put in another order, and blocks of rows turned into blocks of columns, in the processor's vectors. Elements
// are moved as bits, whatever they mean. Addresses and steps are bytes; the twins are the plain loops of ../copy-loops.ts.

/** Row (i, k) of `bytes` bytes, 16 or more, goes from `from + i·fromOuter + k·fromInner` to `to + i·toOuter + k·toInner`. */
export function rows(
  from: usize, fromOuter: usize, fromInner: usize, outer: i32, inner: i32, bytes: usize, to: usize, toOuter: usize, toInner: usize,
): void {
  for (let i = 0; i < outer; i++) {
    let p = from + <usize>i * fromOuter;
    let q = to + <usize>i * toOuter;
    for (let k = 0; k < inner; k++, p += fromInner, q += toInner) {
      const end = p + bytes;
      let a = p;
      let b = q;
      for (; a + 64 <= end; a += 64, b += 64) {
        const one = v128.load(a), two = v128.load(a, 16), three = v128.load(a, 32), four = v128.load(a, 48);
        v128.store(b, one);
        v128.store(b, two, 16);
        v128.store(b, three, 32);
        v128.store(b, four, 48);
      }
      for (; a + 16 <= end; a += 16, b += 16) v128.store(b, v128.load(a));
      // The last sixteen bytes, of which some may be there already.
      if (a < end) v128.store(q + bytes - 16, v128.load(end - 16));
    }
  }
}

/** What is left beside the squares: lanes from `lane`, elements from `first`. */
// @ts-ignore: decorator
@inline
function rest<T>(from: usize, fromStep: usize, lane: i32, lanes: i32, first: i32, count: i32, to: usize, toStep: usize): void {
  for (let l = lane; l < lanes; l++) {
    let a = from + <usize>l * fromStep + <usize>first * sizeof<T>();
    let b = to + <usize>l * sizeof<T>() + <usize>first * toStep;
    for (let k = first; k < count; k++, a += sizeof<T>(), b += toStep) store<T>(b, load<T>(a));
  }
}

/** Element k of lane l goes from `from + l·fromStep + k·size` to `to + k·toStep + l·size`. `size` is 1, 2 or 4. */
export function turn(size: i32, from: usize, fromStep: usize, lanes: i32, count: i32, to: usize, toStep: usize): void {
  if (size == 1) turn1(from, fromStep, lanes, count, to, toStep);
  else if (size == 2) turn2(from, fromStep, lanes, count, to, toStep);
  else turn4(from, fromStep, lanes, count, to, toStep);
}

function turn1(from: usize, fromStep: usize, lanes: i32, count: i32, to: usize, toStep: usize): void {
  const wholeLanes = lanes & ~7;
  const wholeCount = count & ~7;
  for (let l = 0; l < wholeLanes; l += 8) {
    let p = from + <usize>l * fromStep;
    let q = to + <usize>l;
    for (let k = 0; k < wholeCount; k += 8, p += 8, q += toStep << 3) {
      const a = v128.load64_zero(p), b = v128.load64_zero(p + fromStep);
      const c = v128.load64_zero(p + 2 * fromStep), d = v128.load64_zero(p + 3 * fromStep);
      const e = v128.load64_zero(p + 4 * fromStep), f = v128.load64_zero(p + 5 * fromStep);
      const g = v128.load64_zero(p + 6 * fromStep), h = v128.load64_zero(p + 7 * fromStep);
      const ab = v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const cd = v128.shuffle<i8>(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const ef = v128.shuffle<i8>(e, f, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const gh = v128.shuffle<i8>(g, h, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const low = v128.shuffle<i16>(ab, cd, 0, 8, 1, 9, 2, 10, 3, 11);
      const high = v128.shuffle<i16>(ab, cd, 4, 12, 5, 13, 6, 14, 7, 15);
      const lowBehind = v128.shuffle<i16>(ef, gh, 0, 8, 1, 9, 2, 10, 3, 11);
      const highBehind = v128.shuffle<i16>(ef, gh, 4, 12, 5, 13, 6, 14, 7, 15);
      const first = v128.shuffle<i32>(low, lowBehind, 0, 4, 1, 5), second = v128.shuffle<i32>(low, lowBehind, 2, 6, 3, 7);
      const third = v128.shuffle<i32>(high, highBehind, 0, 4, 1, 5), last = v128.shuffle<i32>(high, highBehind, 2, 6, 3, 7);
      v128.store64_lane(q, first, 0);
      v128.store64_lane(q + toStep, first, 1);
      v128.store64_lane(q + 2 * toStep, second, 0);
      v128.store64_lane(q + 3 * toStep, second, 1);
      v128.store64_lane(q + 4 * toStep, third, 0);
      v128.store64_lane(q + 5 * toStep, third, 1);
      v128.store64_lane(q + 6 * toStep, last, 0);
      v128.store64_lane(q + 7 * toStep, last, 1);
    }
  }
  rest<u8>(from, fromStep, 0, wholeLanes, wholeCount, count, to, toStep);
  rest<u8>(from, fromStep, wholeLanes, lanes, 0, count, to, toStep);
}

function turn2(from: usize, fromStep: usize, lanes: i32, count: i32, to: usize, toStep: usize): void {
  const wholeLanes = lanes & ~7;
  const wholeCount = count & ~7;
  for (let l = 0; l < wholeLanes; l += 8) {
    let p = from + <usize>l * fromStep;
    let q = to + (<usize>l << 1);
    for (let k = 0; k < wholeCount; k += 8, p += 16, q += toStep << 3) {
      const a = v128.load(p), b = v128.load(p + fromStep);
      const c = v128.load(p + 2 * fromStep), d = v128.load(p + 3 * fromStep);
      const e = v128.load(p + 4 * fromStep), f = v128.load(p + 5 * fromStep);
      const g = v128.load(p + 6 * fromStep), h = v128.load(p + 7 * fromStep);
      const ab = v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11), abHigh = v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
      const cd = v128.shuffle<i16>(c, d, 0, 8, 1, 9, 2, 10, 3, 11), cdHigh = v128.shuffle<i16>(c, d, 4, 12, 5, 13, 6, 14, 7, 15);
      const ef = v128.shuffle<i16>(e, f, 0, 8, 1, 9, 2, 10, 3, 11), efHigh = v128.shuffle<i16>(e, f, 4, 12, 5, 13, 6, 14, 7, 15);
      const gh = v128.shuffle<i16>(g, h, 0, 8, 1, 9, 2, 10, 3, 11), ghHigh = v128.shuffle<i16>(g, h, 4, 12, 5, 13, 6, 14, 7, 15);
      two(q, toStep, v128.shuffle<i32>(ab, cd, 0, 4, 1, 5), v128.shuffle<i32>(ef, gh, 0, 4, 1, 5));
      two(q + 2 * toStep, toStep, v128.shuffle<i32>(ab, cd, 2, 6, 3, 7), v128.shuffle<i32>(ef, gh, 2, 6, 3, 7));
      two(q + 4 * toStep, toStep, v128.shuffle<i32>(abHigh, cdHigh, 0, 4, 1, 5), v128.shuffle<i32>(efHigh, ghHigh, 0, 4, 1, 5));
      two(q + 6 * toStep, toStep, v128.shuffle<i32>(abHigh, cdHigh, 2, 6, 3, 7), v128.shuffle<i32>(efHigh, ghHigh, 2, 6, 3, 7));
    }
  }
  rest<u16>(from, fromStep, 0, wholeLanes, wholeCount, count, to, toStep);
  rest<u16>(from, fromStep, wholeLanes, lanes, 0, count, to, toStep);
}

function turn4(from: usize, fromStep: usize, lanes: i32, count: i32, to: usize, toStep: usize): void {
  const wholeLanes = lanes & ~3;
  const wholeCount = count & ~3;
  for (let l = 0; l < wholeLanes; l += 4) {
    let p = from + <usize>l * fromStep;
    let q = to + (<usize>l << 2);
    for (let k = 0; k < wholeCount; k += 4, p += 16, q += toStep << 2) {
      const a = v128.load(p), b = v128.load(p + fromStep);
      const c = v128.load(p + 2 * fromStep), d = v128.load(p + 3 * fromStep);
      two(q, toStep, v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 0, 4, 1, 5));
      two(q + 2 * toStep, toStep, v128.shuffle<i32>(a, b, 2, 6, 3, 7), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
    }
  }
  rest<u32>(from, fromStep, 0, wholeLanes, wholeCount, count, to, toStep);
  rest<u32>(from, fromStep, wholeLanes, lanes, 0, count, to, toStep);
}

/** The lower halves of two vectors to one row, the upper ones to the next. */
// @ts-ignore: decorator
@inline
function two(to: usize, step: usize, left: v128, right: v128): void {
  v128.store(to, v128.shuffle<i64>(left, right, 0, 2));
  v128.store(to + step, v128.shuffle<i64>(left, right, 1, 3));
}
