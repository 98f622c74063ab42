// AssemblyScript: pixels of any type two by two as float64, and back.

/** Two numbers as float64. */
// @ts-ignore: decorator
@inline
export function pair<T>(at: usize): v128 {
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

/** Four numbers of two vectors of float64 as float32. */
// @ts-ignore: decorator
@inline
export function singles(first: v128, second: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 1, 4, 5);
}
