// AssemblyScript: two runs, number by number.
import { singles } from "./pairs";

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
