// AssemblyScript: sums of runs.
import { pair } from "./pairs";

/** The sum of both numbers of four vectors and of what no vector holds, in the order that `sumOf` has. */
// @ts-ignore: decorator
@inline
function total(a: v128, b: v128, c: v128, d: v128, rest: f64): f64 {
  const left = f64x2.extract_lane(a, 0) + rest + f64x2.extract_lane(a, 1) + (f64x2.extract_lane(b, 0) + f64x2.extract_lane(b, 1));
  return left + (f64x2.extract_lane(c, 0) + f64x2.extract_lane(c, 1) + (f64x2.extract_lane(d, 0) + f64x2.extract_lane(d, 1)));
}

/** Eight sums side by side, as `sumOf` has them. */
// @ts-ignore: decorator
@inline
function sumOfFloats<T>(from: usize, count: i32): f64 {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = from + <usize>i * sizeof<T>();
    a = f64x2.add(a, pair<T>(at));
    b = f64x2.add(b, pair<T>(at + 2 * sizeof<T>()));
    c = f64x2.add(c, pair<T>(at + 4 * sizeof<T>()));
    d = f64x2.add(d, pair<T>(at + 6 * sizeof<T>()));
  }
  let rest: f64 = 0;
  for (; i < count; i++) rest += <f64>load<T>(from + <usize>i * sizeof<T>());
  return total(a, b, c, d, rest);
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

/** Of up to 2¹⁴ integers of 32 bits; exact. */
// @ts-ignore: decorator
@inline
function sumOfLong<T>(from: usize, count: i32): f64 {
  let first = i64x2.splat(0);
  let second = i64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const x = v128.load(from + (<usize>i << 2));
    first = i64x2.add(first, isSigned<T>() ? i64x2.extend_low_i32x4_s(x) : i64x2.extend_low_i32x4_u(x));
    second = i64x2.add(second, isSigned<T>() ? i64x2.extend_high_i32x4_s(x) : i64x2.extend_high_i32x4_u(x));
  }
  first = i64x2.add(first, second);
  let sum = i64x2.extract_lane(first, 0) + i64x2.extract_lane(first, 1);
  for (; i < count; i++) sum += <i64>load<T>(from + (<usize>i << 2));
  return <f64>sum;
}

/** Twin: `sumOf`. */
export function sum(type: i32, from: usize, count: i32): f64 {
  switch (type) {
    case 0: return sumOfShort<u8>(from, count);
    case 1: return sumOfShort<u16>(from, count);
    case 2: return sumOfLong<u32>(from, count);
    case 3: return sumOfShort<i8>(from, count);
    case 4: return sumOfShort<i16>(from, count);
    case 5: return sumOfLong<i32>(from, count);
    case 6: return sumOfFloats<f32>(from, count);
  }
  return sumOfFloats<f64>(from, count);
}

/** The sum of float64, as `sumExactlyOf` has it; what it has lost is left at the beginning of the memory. */
export function sumExactly(from: usize, count: i32): f64 {
  let first = f64x2.splat(0);
  let second = first;
  let firstLost = first;
  let secondLost = first;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = from + (<usize>i << 3);
    const x = v128.load(at);
    const y = v128.load(at, 16);
    const next = f64x2.add(first, x);
    const after = f64x2.add(second, y);
    firstLost = f64x2.add(firstLost, errorOf(first, x, next));
    secondLost = f64x2.add(secondLost, errorOf(second, y, after));
    first = next;
    second = after;
  }
  v128.store(0, first);
  v128.store(16, second);
  v128.store(32, firstLost);
  v128.store(48, secondLost);
  for (let lane: usize = 0; i < count; i++, lane += 8) {
    const x = load<f64>(from + (<usize>i << 3));
    const sum = load<f64>(lane);
    store<f64>(lane, sum + x);
    store<f64>(lane + 32, load<f64>(lane + 32) + lostOf(sum, x));
  }
  let sum = load<f64>(0);
  let lost = load<f64>(32);
  for (let lane: usize = 8; lane < 32; lane += 8) {
    const x = load<f64>(lane);
    lost += load<f64>(lane + 32) + lostOf(sum, x);
    sum += x;
  }
  store<f64>(0, lost);
  return sum;
}

// @ts-ignore: decorator
@inline
function errorOf(sum: v128, x: v128, next: v128): v128 {
  const part = f64x2.sub(next, sum);
  return f64x2.add(f64x2.sub(sum, f64x2.sub(next, part)), f64x2.sub(x, part));
}

// @ts-ignore: decorator
@inline
function lostOf(sum: f64, x: f64): f64 {
  const next = sum + x;
  const part = next - sum;
  return sum - (next - part) + (x - part);
}

// @ts-ignore: decorator
@inline
function addSquare<T>(sum: v128, at: usize, means: v128): v128 {
  const x = f64x2.sub(pair<T>(at), means);
  return f64x2.add(sum, f64x2.mul(x, x));
}

// @ts-ignore: decorator
@inline
function squaresOf<T>(from: usize, count: i32, mean: f64): f64 {
  const means = f64x2.splat(mean);
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = from + <usize>i * sizeof<T>();
    a = addSquare<T>(a, at, means);
    b = addSquare<T>(b, at + 2 * sizeof<T>(), means);
    c = addSquare<T>(c, at + 4 * sizeof<T>(), means);
    d = addSquare<T>(d, at + 6 * sizeof<T>(), means);
  }
  let rest: f64 = 0;
  for (; i < count; i++) {
    const x = <f64>load<T>(from + <usize>i * sizeof<T>()) - mean;
    rest += x * x;
  }
  return total(a, b, c, d, rest);
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
