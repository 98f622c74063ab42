// AssemblyScript: loops over runs of pixels that lie side by side, where each has a TypeScript twin that gives the same bits
// (../blocks.ts, ../block-loops.ts, ../combine.ts). Memory is laid out by the caller; addresses are bytes, and what is
// written begins at multiples of 16. Types of pixels are numbered as in ../wasm-kernel.ts.

/** Two numbers as float64. */
// @ts-ignore: decorator
@inline
function pair<T>(at: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(at);
  if (isFloat<T>()) return f64x2.promote_low_f32x4(v128.load64_zero(at));
  if (sizeof<T>() == 4) {
    const wide = v128.load64_zero(at);
    return isSigned<T>() ? f64x2.convert_low_i32x4_s(wide) : f64x2.convert_low_i32x4_u(wide);
  }
  if (sizeof<T>() == 2) {
    const short = v128.load32_zero(at);
    return f64x2.convert_low_i32x4_s(isSigned<T>() ? i32x4.extend_low_i16x8_s(short) : i32x4.extend_low_i16x8_u(short));
  }
  const bytes = i16x8.splat(<i16>load<u16>(at));
  return f64x2.convert_low_i32x4_s(
    isSigned<T>()
      ? i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes))
      : i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)),
  );
}

// @ts-ignore: decorator
@inline
function widenOf<T>(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 2 <= count; i += 2) v128.store(to + (<usize>i << 3), pair<T>(from + <usize>i * sizeof<T>()));
  if (i < count) store<f64>(to + (<usize>i << 3), <f64>load<T>(from + <usize>i * sizeof<T>()));
}

/** Numbers of a type as float64. Twin: `load`. */
export function widen(type: i32, from: usize, to: usize, count: i32): void {
  switch (type) {
    case 0: return widenOf<u8>(from, to, count);
    case 1: return widenOf<u16>(from, to, count);
    case 2: return widenOf<u32>(from, to, count);
    case 3: return widenOf<i8>(from, to, count);
    case 4: return widenOf<i16>(from, to, count);
    case 5: return widenOf<i32>(from, to, count);
    case 6: return widenOf<f32>(from, to, count);
  }
}

// @ts-ignore: decorator
@inline
function narrowOf<T>(from: usize, to: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<T>(to + <usize>i * sizeof<T>(), <T>load<f64>(from + (<usize>i << 3)));
}

/** Numbers in float64, which are whole and of the type where it is one of integers, as that type. Twin: `store`. */
export function narrow(type: i32, from: usize, to: usize, count: i32): void {
  switch (type) {
    case 0: return narrowOf<u8>(from, to, count);
    case 1: return narrowOf<u16>(from, to, count);
    case 2: return narrowOf<u32>(from, to, count);
    case 3: return narrowOf<i8>(from, to, count);
    case 4: return narrowOf<i16>(from, to, count);
    case 5: return narrowOf<i32>(from, to, count);
    case 6: return narrowSingles(from, to, count);
  }
}

// @ts-ignore: decorator
@inline
function singles(first: v128, second: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 1, 4, 5);
}

function narrowSingles(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = from + (<usize>i << 3);
    v128.store(to + (<usize>i << 2), singles(v128.load(at), v128.load(at, 16)));
  }
  for (; i < count; i++) store<f32>(to + (<usize>i << 2), <f32>load<f64>(from + (<usize>i << 3)));
}

/** Four sums side by side, as `sumOf` has them. */
// @ts-ignore: decorator
@inline
function sumOfNumbers<T>(from: usize, count: i32): f64 {
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = from + <usize>i * sizeof<T>();
    first = f64x2.add(first, pair<T>(at));
    second = f64x2.add(second, pair<T>(at + 2 * sizeof<T>()));
  }
  let a = f64x2.extract_lane(first, 0);
  for (; i < count; i++) a += <f64>load<T>(from + <usize>i * sizeof<T>());
  return a + f64x2.extract_lane(first, 1) + (f64x2.extract_lane(second, 0) + f64x2.extract_lane(second, 1));
}

/** Of up to 2¹⁴ short integers, whose sums fit into 32 bits. */
// @ts-ignore: decorator
@inline
function sumOfShort<T>(from: usize, count: i32): f64 {
  const lanes = <i32>(16 / sizeof<T>());
  let sums = i32x4.splat(0);
  let i = 0;
  for (; i + lanes <= count; i += lanes) {
    let values = v128.load(from + <usize>i * sizeof<T>());
    if (sizeof<T>() == 1) {
      values = isSigned<T>() ? i16x8.extadd_pairwise_i8x16_s(values) : i16x8.extadd_pairwise_i8x16_u(values);
    }
    const isTwosComplement = isSigned<T>();
    sums = i32x4.add(
      sums,
      isTwosComplement ? i32x4.extadd_pairwise_i16x8_s(values) : i32x4.extadd_pairwise_i16x8_u(values),
    );
  }
  let sum = <f64>i32x4.extract_lane(sums, 0) + <f64>i32x4.extract_lane(sums, 1);
  sum += <f64>i32x4.extract_lane(sums, 2) + <f64>i32x4.extract_lane(sums, 3);
  for (; i < count; i++) sum += <f64>load<T>(from + <usize>i * sizeof<T>());
  return sum;
}

/** Twin: `sumOf`. */
export function sum(type: i32, from: usize, count: i32): f64 {
  switch (type) {
    case 0: return sumOfShort<u8>(from, count);
    case 1: return sumOfShort<u16>(from, count);
    case 2: return sumOfNumbers<u32>(from, count);
    case 3: return sumOfShort<i8>(from, count);
    case 4: return sumOfShort<i16>(from, count);
    case 5: return sumOfNumbers<i32>(from, count);
    case 6: return sumOfNumbers<f32>(from, count);
  }
  return sumOfNumbers<f64>(from, count);
}

// @ts-ignore: decorator
@inline
function squaresOf<T>(from: usize, count: i32, mean: f64): f64 {
  const means = f64x2.splat(mean);
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = from + <usize>i * sizeof<T>();
    const one = f64x2.sub(pair<T>(at), means);
    const other = f64x2.sub(pair<T>(at + 2 * sizeof<T>()), means);
    first = f64x2.add(first, f64x2.mul(one, one));
    second = f64x2.add(second, f64x2.mul(other, other));
  }
  let a = f64x2.extract_lane(first, 0);
  for (; i < count; i++) {
    const x = <f64>load<T>(from + <usize>i * sizeof<T>()) - mean;
    a += x * x;
  }
  return a + f64x2.extract_lane(first, 1) + (f64x2.extract_lane(second, 0) + f64x2.extract_lane(second, 1));
}

/** Twin: `squaresOf`. */
export function squares(type: i32, from: usize, count: i32, mean: f64): f64 {
  switch (type) {
    case 0: return squaresOf<u8>(from, count, mean);
    case 1: return squaresOf<u16>(from, count, mean);
    case 2: return squaresOf<u32>(from, count, mean);
    case 3: return squaresOf<i8>(from, count, mean);
    case 4: return squaresOf<i16>(from, count, mean);
    case 5: return squaresOf<i32>(from, count, mean);
    case 6: return squaresOf<f32>(from, count, mean);
  }
  return squaresOf<f64>(from, count, mean);
}

/** The least or the largest of at least one number; NaN where one is among them. */
// @ts-ignore: decorator
@inline
function extremeOf<T>(from: usize, count: i32, isMost: bool): f64 {
  const lanes = <i32>(16 / sizeof<T>());
  let best = load<T>(from);
  let i = 0;
  if (count >= 2 * lanes) {
    let first = v128.load(from);
    let second = v128.load(from, 16);
    for (i = 2 * lanes; i + 2 * lanes <= count; i += 2 * lanes) {
      const at = from + <usize>i * sizeof<T>();
      if (isMost) {
        first = v128.max<T>(first, v128.load(at));
        second = v128.max<T>(second, v128.load(at, 16));
      } else {
        first = v128.min<T>(first, v128.load(at));
        second = v128.min<T>(second, v128.load(at, 16));
      }
    }
    first = isMost ? v128.max<T>(first, second) : v128.min<T>(first, second);
    v128.store(0, first);
    best = load<T>(0);
    for (let lane = 1; lane < lanes; lane++) {
      const x = load<T>(<usize>lane * sizeof<T>());
      best = isMost ? max<T>(best, x) : min<T>(best, x);
    }
  }
  for (; i < count; i++) {
    const x = load<T>(from + <usize>i * sizeof<T>());
    best = isMost ? max<T>(best, x) : min<T>(best, x);
  }
  return <f64>best;
}

/** Twin: `leastOf`. The first 16 bytes of the memory are its own. */
export function least(type: i32, from: usize, count: i32): f64 {
  switch (type) {
    case 0: return extremeOf<u8>(from, count, false);
    case 1: return extremeOf<u16>(from, count, false);
    case 2: return extremeOf<u32>(from, count, false);
    case 3: return extremeOf<i8>(from, count, false);
    case 4: return extremeOf<i16>(from, count, false);
    case 5: return extremeOf<i32>(from, count, false);
    case 6: return extremeOf<f32>(from, count, false);
  }
  return extremeOf<f64>(from, count, false);
}

/** Twin: `mostOf`. */
export function most(type: i32, from: usize, count: i32): f64 {
  switch (type) {
    case 0: return extremeOf<u8>(from, count, true);
    case 1: return extremeOf<u16>(from, count, true);
    case 2: return extremeOf<u32>(from, count, true);
    case 3: return extremeOf<i8>(from, count, true);
    case 4: return extremeOf<i16>(from, count, true);
    case 5: return extremeOf<i32>(from, count, true);
    case 6: return extremeOf<f32>(from, count, true);
  }
  return extremeOf<f64>(from, count, true);
}

// @ts-ignore: decorator
@inline
function calculated(how: i32, a: v128, b: v128): v128 {
  if (how == 0) return f64x2.add(a, b);
  if (how == 1) return f64x2.sub(a, b);
  if (how == 2) return f64x2.mul(a, b);
  return f64x2.div(a, b);
}

/** `count` is made a multiple of four: what lies behind the numbers is calculated, too. */
// @ts-ignore: decorator
@inline
function calculateBy(how: i32, a: usize, b: usize, count: i32, out: usize, isSingle: bool): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 3;
    const first = calculated(how, v128.load(a + at), v128.load(b + at));
    const second = calculated(how, v128.load(a + at, 16), v128.load(b + at, 16));
    if (isSingle) v128.store(out + (at >> 1), singles(first, second));
    else {
      v128.store(out + at, first);
      v128.store(out + at, second, 16);
    }
  }
}

/** Plus, minus, times, over of float64, rounded once. Twin: `calculations`. */
export function calculate(how: i32, a: usize, b: usize, count: i32, out: usize, isSingle: bool): void {
  switch (how) {
    case 0: return calculateBy(0, a, b, count, out, isSingle);
    case 1: return calculateBy(1, a, b, count, out, isSingle);
    case 2: return calculateBy(2, a, b, count, out, isSingle);
    default: return calculateBy(3, a, b, count, out, isSingle);
  }
}

/** The same of float32: rounding once more than float64 gives no other bits (Figueroa, 1995). */
export function calculateSingles(how: i32, a: usize, b: usize, count: i32, out: usize): void {
  const bytes = <usize>count << 2;
  switch (how) {
    case 0:
      for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, f32x4.add(v128.load(a + at), v128.load(b + at)));
      return;
    case 1:
      for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, f32x4.sub(v128.load(a + at), v128.load(b + at)));
      return;
    case 2:
      for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, f32x4.mul(v128.load(a + at), v128.load(b + at)));
      return;
    default:
      for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, f32x4.div(v128.load(a + at), v128.load(b + at)));
  }
}

// @ts-ignore: decorator
@inline
function judged<T>(how: i32, a: v128, b: v128): v128 {
  if (how == 0) return v128.lt<T>(a, b);
  if (how == 1) return v128.le<T>(a, b);
  return v128.eq<T>(a, b);
}

/** Sixteen answers as bytes of 0 and -1. */
// @ts-ignore: decorator
@inline
function sixteen<T>(how: i32, a: usize, b: usize): v128 {
  const first = judged<T>(how, v128.load(a), v128.load(b));
  if (sizeof<T>() == 1) return first;
  const second = judged<T>(how, v128.load(a, 16), v128.load(b, 16));
  if (sizeof<T>() == 2) return i8x16.narrow_i16x8_s(first, second);
  const third = judged<T>(how, v128.load(a, 32), v128.load(b, 32));
  const fourth = judged<T>(how, v128.load(a, 48), v128.load(b, 48));
  if (sizeof<T>() == 4) {
    return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(first, second), i16x8.narrow_i32x4_s(third, fourth));
  }
  const low = i16x8.narrow_i32x4_s(
    v128.shuffle<i32>(first, second, 0, 2, 4, 6),
    v128.shuffle<i32>(third, fourth, 0, 2, 4, 6),
  );
  const high = i16x8.narrow_i32x4_s(
    v128.shuffle<i32>(judged<T>(how, v128.load(a, 64), v128.load(b, 64)), judged<T>(how, v128.load(a, 80), v128.load(b, 80)), 0, 2, 4, 6),
    v128.shuffle<i32>(judged<T>(how, v128.load(a, 96), v128.load(b, 96)), judged<T>(how, v128.load(a, 112), v128.load(b, 112)), 0, 2, 4, 6),
  );
  return i8x16.narrow_i16x8_s(low, high);
}

// @ts-ignore: decorator
@inline
function judgeBy<T>(how: i32, isNot: bool, a: usize, b: usize, count: i32, out: usize): void {
  const ones = i8x16.splat(1);
  const flipped = i8x16.splat(isNot ? 1 : 0);
  for (let i = 0; i < count; i += 16) {
    const at = <usize>i * sizeof<T>();
    v128.store(out + <usize>i, v128.xor(v128.and(sixteen<T>(how, a + at, b + at), ones), flipped));
  }
}

// @ts-ignore: decorator
@inline
function judgeOf<T>(how: i32, isNot: bool, a: usize, b: usize, count: i32, out: usize): void {
  if (how == 0) judgeBy<T>(0, isNot, a, b, count, out);
  else if (how == 1) judgeBy<T>(1, isNot, a, b, count, out);
  else judgeBy<T>(2, isNot, a, b, count, out);
}

/** Less, at most, equal (or not) of two runs of one type, as bytes of 0 and 1; up to 15 more are judged. Twin: `judges`. */
export function judge(type: i32, how: i32, isNot: bool, a: usize, b: usize, count: i32, out: usize): void {
  switch (type) {
    case 0: return judgeOf<u8>(how, isNot, a, b, count, out);
    case 1: return judgeOf<u16>(how, isNot, a, b, count, out);
    case 2: return judgeOf<u32>(how, isNot, a, b, count, out);
    case 3: return judgeOf<i8>(how, isNot, a, b, count, out);
    case 4: return judgeOf<i16>(how, isNot, a, b, count, out);
    case 5: return judgeOf<i32>(how, isNot, a, b, count, out);
    case 6: return judgeOf<f32>(how, isNot, a, b, count, out);
    default: return judgeOf<f64>(how, isNot, a, b, count, out);
  }
}

// @ts-ignore: decorator
@inline
function gathered<T>(how: i32, from: usize, count: i32, out: usize): void {
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const at = out + (<usize>i << 3);
    const numbers = pair<T>(from + <usize>i * sizeof<T>());
    const before = v128.load(at);
    v128.store(
      at,
      how == 0 ? f64x2.add(before, numbers) : how == 1 ? f64x2.min(before, numbers) : f64x2.max(before, numbers),
    );
  }
  if (i < count) {
    const at = out + (<usize>i << 3);
    const x = <f64>load<T>(from + <usize>i * sizeof<T>());
    const before = load<f64>(at);
    store<f64>(at, how == 0 ? before + x : how == 1 ? min<f64>(before, x) : max<f64>(before, x));
  }
}

// @ts-ignore: decorator
@inline
function gatherOf<T>(how: i32, from: usize, count: i32, out: usize): void {
  if (how == 0) gathered<T>(0, from, count, out);
  else if (how == 1) gathered<T>(1, from, count, out);
  else gathered<T>(2, from, count, out);
}

/** Adds each number to one of `out`, or keeps the lesser or the larger. Twins: `addEach`, `leastEach`, `mostEach`. */
export function gather(type: i32, how: i32, from: usize, count: i32, out: usize): void {
  switch (type) {
    case 0: return gatherOf<u8>(how, from, count, out);
    case 1: return gatherOf<u16>(how, from, count, out);
    case 2: return gatherOf<u32>(how, from, count, out);
    case 3: return gatherOf<i8>(how, from, count, out);
    case 4: return gatherOf<i16>(how, from, count, out);
    case 5: return gatherOf<i32>(how, from, count, out);
    case 6: return gatherOf<f32>(how, from, count, out);
    default: return gatherOf<f64>(how, from, count, out);
  }
}
