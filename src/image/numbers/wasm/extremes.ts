// AssemblyScript: the least and the largest numbers of runs, and of rows column by column. The processor's own minimum knows
// neither NaN nor the sign of zero, and WebAssembly's, which does, takes several times as long: floats are compared by the
// former, with what it loses gathered beside it.
import { pair } from "./pairs";

/** Bits of numbers of which an extreme was taken: with it, whether one of two zeros was there. */
// @ts-ignore: decorator
@inline
function noSigns(isMost: bool): v128 {
  return i32x4.splat(isMost ? -1 : 0);
}

// @ts-ignore: decorator
@inline
function withSigns(signs: v128, x: v128, isMost: bool): v128 {
  return isMost ? v128.and(signs, x) : v128.or(signs, x);
}

/** The lesser or the larger, of integers; of floats NaN and the signs of zeros are left to `finished`. */
// @ts-ignore: decorator
@inline
function better<T>(a: v128, b: v128, isMost: bool): v128 {
  if (isFloat<T>()) return isMost ? v128.pmax<T>(a, b) : v128.pmin<T>(a, b);
  return isMost ? v128.max<T>(a, b) : v128.min<T>(a, b);
}

/** NaN where `odd` says so; a least zero is negative where one was, a largest one positive where one was. */
// @ts-ignore: decorator
@inline
function finished<T>(best: v128, signs: v128, odd: v128): v128 {
  if (!isFloat<T>()) return best;
  const sign = sizeof<T>() == 4 ? i32x4.splat(i32.MIN_VALUE) : i64x2.splat(i64.MIN_VALUE);
  const isZero = v128.eq<T>(best, v128.splat<T>(<T>0));
  return v128.or(v128.bitselect(v128.and(signs, sign), best, isZero), odd);
}

/** The least or the largest of at least one number; NaN where one is among them. */
// @ts-ignore: decorator
@inline
function extremeOf<T>(from: usize, count: i32, isMost: bool): f64 {
  const lanes = <i32>(16 / sizeof<T>());
  let best = load<T>(from);
  let i = 0;
  if (count >= 4 * lanes) {
    let a = v128.load(from);
    let b = a;
    let c = a;
    let d = a;
    let signs = noSigns(isMost);
    let odd = i32x4.splat(0);
    for (; i + 4 * lanes <= count; i += 4 * lanes) {
      const at = from + <usize>i * sizeof<T>();
      const p = v128.load(at);
      const q = v128.load(at, 16);
      const r = v128.load(at, 32);
      const s = v128.load(at, 48);
      a = better<T>(a, p, isMost);
      b = better<T>(b, q, isMost);
      c = better<T>(c, r, isMost);
      d = better<T>(d, s, isMost);
      if (!isFloat<T>()) continue;
      signs = withSigns(withSigns(withSigns(withSigns(signs, p, isMost), q, isMost), r, isMost), s, isMost);
      odd = v128.or(odd, v128.or(v128.ne<T>(p, p), v128.ne<T>(q, q)));
      odd = v128.or(odd, v128.or(v128.ne<T>(r, r), v128.ne<T>(s, s)));
    }
    a = finished<T>(better<T>(better<T>(a, b, isMost), better<T>(c, d, isMost), isMost), signs, odd);
    v128.store(0, a);
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

/** What a vector holds as float64, into numbers that become the lesser or the larger. */
// @ts-ignore: decorator
@inline
function mergeInto<T>(out: usize, isMost: bool): void {
  for (let at: usize = 0; at < 16; at += 2 * sizeof<T>()) {
    const to = out + at * (8 / sizeof<T>());
    const x = pair<T>(at);
    v128.store(to, isMost ? f64x2.max(v128.load(to), x) : f64x2.min(v128.load(to), x));
  }
}

/** Up to 15 columns more are done. */
// @ts-ignore: decorator
@inline
function extremeRowsOf<T>(from: usize, rowStep: usize, rows: i32, count: i32, out: usize, isMost: bool): void {
  const lanes = <i32>(16 / sizeof<T>());
  for (let j = 0; j < count; j += lanes) {
    let p = from + <usize>j * sizeof<T>();
    let best = v128.load(p);
    let signs = noSigns(isMost);
    let odd = i32x4.splat(0);
    for (let r = 0; r < rows; r++, p += rowStep) {
      const x = v128.load(p);
      best = better<T>(best, x, isMost);
      if (!isFloat<T>()) continue;
      signs = withSigns(signs, x, isMost);
      odd = v128.or(odd, v128.ne<T>(x, x));
    }
    v128.store(0, finished<T>(best, signs, odd));
    mergeInto<T>(out + (<usize>j << 3), isMost);
  }
}

/** Twin: `leastEach`, row after row. Writes its results of a vector to the first 16 bytes of the memory, too. */
export function leastRows(type: i32, from: usize, rowStep: usize, rows: i32, count: i32, out: usize): void {
  switch (type) {
    case 0: return extremeRowsOf<u8>(from, rowStep, rows, count, out, false);
    case 1: return extremeRowsOf<u16>(from, rowStep, rows, count, out, false);
    case 2: return extremeRowsOf<u32>(from, rowStep, rows, count, out, false);
    case 3: return extremeRowsOf<i8>(from, rowStep, rows, count, out, false);
    case 4: return extremeRowsOf<i16>(from, rowStep, rows, count, out, false);
    case 5: return extremeRowsOf<i32>(from, rowStep, rows, count, out, false);
    case 6: return extremeRowsOf<f32>(from, rowStep, rows, count, out, false);
    default: return extremeRowsOf<f64>(from, rowStep, rows, count, out, false);
  }
}

/** Twin: `mostEach`, as `leastRows`. */
export function mostRows(type: i32, from: usize, rowStep: usize, rows: i32, count: i32, out: usize): void {
  switch (type) {
    case 0: return extremeRowsOf<u8>(from, rowStep, rows, count, out, true);
    case 1: return extremeRowsOf<u16>(from, rowStep, rows, count, out, true);
    case 2: return extremeRowsOf<u32>(from, rowStep, rows, count, out, true);
    case 3: return extremeRowsOf<i8>(from, rowStep, rows, count, out, true);
    case 4: return extremeRowsOf<i16>(from, rowStep, rows, count, out, true);
    case 5: return extremeRowsOf<i32>(from, rowStep, rows, count, out, true);
    case 6: return extremeRowsOf<f32>(from, rowStep, rows, count, out, true);
    default: return extremeRowsOf<f64>(from, rowStep, rows, count, out, true);
  }
}
