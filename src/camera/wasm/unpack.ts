// AssemblyScript: packed 12-bit pixels, eight at a time in a vector. Twin: the loop of ../unpack-uint12.ts.

/**
 * `count` pixels from 1.5 · count bytes, up to seven more. A pair's bytes are read as two numbers of 16 bits, b0 b1 and b2 b1,
 * of which the second one needs its lowest four bits taken off, and the first one these in the place of the next four.
 */
export function unpack(from: usize, count: i32, to: usize): void {
  const upper = i32x4.splat(0x0fff0ff0);
  const lower = i32x4.splat(0x0000000f);
  for (let i = 0; i < count; i += 8, from += 12, to += 16) {
    const bytes = v128.load(from);
    const pairs = v128.shuffle<i8>(bytes, bytes, 1, 0, 1, 2, 4, 3, 4, 5, 7, 6, 7, 8, 10, 9, 10, 11);
    v128.store(to, v128.or(v128.and(i16x8.shr_u(pairs, 4), upper), v128.and(pairs, lower)));
  }
}
