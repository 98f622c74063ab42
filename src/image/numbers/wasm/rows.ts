// AssemblyScript: many rows of numbers into one row of float64. Twins: `addEach`, `squaresEach`, `leastEach`, `mostEach`, row
// after row. Up to 15 columns more are done. `rowStep` is in bytes; of integers of 8 bits there are at most 128 rows, of 16
// bits 32768.
import { pair } from "./pairs";

/** Adds four integers of 32 bits to four sums. */
// @ts-ignore: decorator
@inline
function add4(out: usize, numbers: v128): void {
  v128.store(out, f64x2.add(v128.load(out), f64x2.convert_low_i32x4_s(numbers)));
  const upper = v128.shuffle<i32>(numbers, numbers, 2, 3, 2, 3);
  v128.store(out, f64x2.add(v128.load(out, 16), f64x2.convert_low_i32x4_s(upper)), 16);
}

// @ts-ignore: decorator
@inline
function add8(out: usize, numbers: v128): void {
  add4(out, i32x4.extend_low_i16x8_s(numbers));
  add4(out + 32, i32x4.extend_high_i16x8_s(numbers));
}

// @ts-ignore: decorator
@inline
function addRowsOf1<T>(from: usize, rowStep: usize, rows: i32, count: i32, out: usize): void {
  for (let j = 0; j < count; j += 16) {
    let low = i16x8.splat(0);
    let high = i16x8.splat(0);
    for (let r = 0, p = from + <usize>j; r < rows; r++, p += rowStep) {
      const x = v128.load(p);
      low = i16x8.add(low, isSigned<T>() ? i16x8.extend_low_i8x16_s(x) : i16x8.extend_low_i8x16_u(x));
      high = i16x8.add(high, isSigned<T>() ? i16x8.extend_high_i8x16_s(x) : i16x8.extend_high_i8x16_u(x));
    }
    add8(out + (<usize>j << 3), low);
    add8(out + (<usize>j << 3) + 64, high);
  }
}

// @ts-ignore: decorator
@inline
function addRowsOf2<T>(from: usize, rowStep: usize, rows: i32, count: i32, out: usize): void {
  for (let j = 0; j < count; j += 8) {
    let low = i32x4.splat(0);
    let high = i32x4.splat(0);
    for (let r = 0, p = from + (<usize>j << 1); r < rows; r++, p += rowStep) {
      const x = v128.load(p);
      low = i32x4.add(low, isSigned<T>() ? i32x4.extend_low_i16x8_s(x) : i32x4.extend_low_i16x8_u(x));
      high = i32x4.add(high, isSigned<T>() ? i32x4.extend_high_i16x8_s(x) : i32x4.extend_high_i16x8_u(x));
    }
    add4(out + (<usize>j << 3), low);
    add4(out + (<usize>j << 3) + 32, high);
  }
}

// @ts-ignore: decorator
@inline
function addRowsOf4<T>(from: usize, rowStep: usize, rows: i32, count: i32, out: usize): void {
  for (let j = 0; j < count; j += 4) {
    let low = i64x2.splat(0);
    let high = i64x2.splat(0);
    for (let r = 0, p = from + (<usize>j << 2); r < rows; r++, p += rowStep) {
      const x = v128.load(p);
      low = i64x2.add(low, isSigned<T>() ? i64x2.extend_low_i32x4_s(x) : i64x2.extend_low_i32x4_u(x));
      high = i64x2.add(high, isSigned<T>() ? i64x2.extend_high_i32x4_s(x) : i64x2.extend_high_i32x4_u(x));
    }
    const at = out + (<usize>j << 3);
    store<f64>(at, load<f64>(at) + <f64>i64x2.extract_lane(low, 0));
    store<f64>(at, load<f64>(at, 8) + <f64>i64x2.extract_lane(low, 1), 8);
    store<f64>(at, load<f64>(at, 16) + <f64>i64x2.extract_lane(high, 0), 16);
    store<f64>(at, load<f64>(at, 24) + <f64>i64x2.extract_lane(high, 1), 24);
  }
}

function addRowsOfSingles(from: usize, rowStep: usize, rows: i32, count: i32, out: usize): void {
  for (let j = 0; j < count; j += 4) {
    const at = out + (<usize>j << 3);
    let low = v128.load(at);
    let high = v128.load(at, 16);
    for (let r = 0, p = from + (<usize>j << 2); r < rows; r++, p += rowStep) {
      low = f64x2.add(low, pair<f32>(p));
      high = f64x2.add(high, pair<f32>(p + 8));
    }
    v128.store(at, low);
    v128.store(at, high, 16);
  }
}

/** Adds rows of a type whose sums lose nothing, or hardly anything: all but float64. */
export function addRows(type: i32, from: usize, rowStep: usize, rows: i32, count: i32, out: usize): void {
  switch (type) {
    case 0: return addRowsOf1<u8>(from, rowStep, rows, count, out);
    case 1: return addRowsOf2<u16>(from, rowStep, rows, count, out);
    case 2: return addRowsOf4<u32>(from, rowStep, rows, count, out);
    case 3: return addRowsOf1<i8>(from, rowStep, rows, count, out);
    case 4: return addRowsOf2<i16>(from, rowStep, rows, count, out);
    case 5: return addRowsOf4<i32>(from, rowStep, rows, count, out);
    default: return addRowsOfSingles(from, rowStep, rows, count, out);
  }
}

/** Knuth's sum of two numbers and its error, row after row. Twin: `addTo`. */
export function addRowsExactly(from: usize, rowStep: usize, rows: i32, count: i32, out: usize, lost: usize): void {
  for (let j = 0; j < count; j += 2) {
    const at = <usize>j << 3;
    let sum = v128.load(out + at);
    let missing = v128.load(lost + at);
    for (let r = 0, p = from + at; r < rows; r++, p += rowStep) {
      const x = v128.load(p);
      const next = f64x2.add(sum, x);
      const part = f64x2.sub(next, sum);
      missing = f64x2.add(missing, f64x2.add(f64x2.sub(sum, f64x2.sub(next, part)), f64x2.sub(x, part)));
      sum = next;
    }
    v128.store(out + at, sum);
    v128.store(lost + at, missing);
  }
}

// @ts-ignore: decorator
@inline
function squareRowsOf<T>(from: usize, rowStep: usize, rows: i32, count: i32, means: usize, out: usize): void {
  for (let j = 0; j < count; j += 2) {
    const at = <usize>j << 3;
    const mean = v128.load(means + at);
    let sum = v128.load(out + at);
    for (let r = 0, p = from + <usize>j * sizeof<T>(); r < rows; r++, p += rowStep) {
      const x = f64x2.sub(pair<T>(p), mean);
      sum = f64x2.add(sum, f64x2.mul(x, x));
    }
    v128.store(out + at, sum);
  }
}

/** Adds the squares of differences to means. */
export function squareRows(type: i32, from: usize, rowStep: usize, rows: i32, count: i32, means: usize, out: usize): void {
  switch (type) {
    case 0: return squareRowsOf<u8>(from, rowStep, rows, count, means, out);
    case 1: return squareRowsOf<u16>(from, rowStep, rows, count, means, out);
    case 2: return squareRowsOf<u32>(from, rowStep, rows, count, means, out);
    case 3: return squareRowsOf<i8>(from, rowStep, rows, count, means, out);
    case 4: return squareRowsOf<i16>(from, rowStep, rows, count, means, out);
    case 5: return squareRowsOf<i32>(from, rowStep, rows, count, means, out);
    case 6: return squareRowsOf<f32>(from, rowStep, rows, count, means, out);
    default: return squareRowsOf<f64>(from, rowStep, rows, count, means, out);
  }
}
