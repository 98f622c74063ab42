// AssemblyScript: numbers in float64 as integers. Twin: the loop of ../convert.ts.

/** Added to a number below 2⁵¹ it leaves no room for a fraction, and the whole number, two's complement, in the lower half. */
const rounding: f64 = 6755399441055744.0;

/** Two numbers within limits, NaN as 0. */
// @ts-ignore: decorator
@inline
function limited(x: v128, low: v128, high: v128): v128 {
  return v128.and(f64x2.pmin(f64x2.pmax(x, low), high), f64x2.eq(x, x));
}

/**
 * Each number times `factor` plus `shift` as the nearest integer of a type, halves the even ones, cut off at `low` and `high`,
 * of which the former is even and the latter odd. Tells whether all were of the type. Up to 15 more are written.
 */
export function toIntegers(
  bytes: i32, from: usize, count: i32, factor: f64, shift: f64, low: f64, high: f64, to: usize,
): bool {
  const factors = f64x2.splat(factor), shifts = f64x2.splat(shift);
  const lows = f64x2.splat(low), highs = f64x2.splat(high), magic = f64x2.splat(rounding);
  const first = f64x2.splat(low - 0.5), last = f64x2.splat(high + 0.5);
  const isSigned = low < 0;
  let fits = i32x4.splat(-1);
  // What lies behind the last number is no other fault than its own.
  const end = load<f64>(from + (<usize>(count - 1) << 3));
  for (let i = count; i < ((count + 3) & ~3); i++) store<f64>(from + (<usize>i << 3), end);
  for (let i = 0; i < count; i += 4) {
    const at = from + (<usize>i << 3);
    const x = f64x2.add(f64x2.mul(v128.load(at), factors), shifts);
    const y = f64x2.add(f64x2.mul(v128.load(at, 16), factors), shifts);
    fits = v128.and(fits, v128.and(f64x2.ge(x, first), f64x2.lt(x, last)));
    fits = v128.and(fits, v128.and(f64x2.ge(y, first), f64x2.lt(y, last)));
    const whole = v128.shuffle<i32>(
      f64x2.add(limited(x, lows, highs), magic),
      f64x2.add(limited(y, lows, highs), magic),
      0, 2, 4, 6,
    );
    const out = to + <usize>i * <usize>bytes;
    if (bytes == 4) v128.store(out, whole);
    else if (bytes == 2) v128.store64_lane(out, isSigned ? i16x8.narrow_i32x4_s(whole, whole) : i16x8.narrow_i32x4_u(whole, whole), 0);
    else {
      const short = i16x8.narrow_i32x4_s(whole, whole);
      v128.store32_lane(out, isSigned ? i8x16.narrow_i16x8_s(short, short) : i8x16.narrow_i16x8_u(short, short), 0);
    }
  }
  return v128.all_true<i64>(fits);
}
