// AssemblyScript: the discrete Fourier transform of lines of complex numbers, each of which is one vector of the processor: passes
// of radix 4, 2, 3 and 5 from one array to another, whose results need no reordering (Stockham). Twin: ../passes.ts. Of a pass
// `m` groups of `s` numbers are a radix'th of the lines apart, and factors for neighbours among them `turn` bytes.

/** A complex number times −i. */
// @ts-ignore: decorator
@inline
function turned(x: v128): v128 {
  return v128.xor(v128.shuffle<i64>(x, x, 1, 0), i64x2(0, i64.MIN_VALUE));
}

/** Of a factor at `table`: its real part twice, and its imaginary part, the first time with the other sign. */
// @ts-ignore: decorator
@inline
function imaginary(table: usize): v128 {
  return v128.xor(v128.load64_splat(table, 8), i64x2(i64.MIN_VALUE, 0));
}

// @ts-ignore: decorator
@inline
function product(x: v128, real: v128, imaginary: v128): v128 {
  return f64x2.add(f64x2.mul(x, real), f64x2.mul(v128.shuffle<i64>(x, x, 1, 0), imaginary));
}

function pass4(m: i32, s: i32, turn: usize, table: usize, from: usize, to: usize): void {
  const step = <usize>s << 4;
  const quarter = <usize>m * step;
  for (let p = 0; p < m; p++) {
    const w = table + <usize>p * turn;
    const w2 = table + <usize>p * 2 * turn;
    const w3 = table + <usize>p * 3 * turn;
    const r1 = v128.load64_splat(w), r2 = v128.load64_splat(w2), r3 = v128.load64_splat(w3);
    const i1 = imaginary(w), i2 = imaginary(w2), i3 = imaginary(w3);
    let a = from + <usize>p * step;
    let b = to + <usize>p * 4 * step;
    for (const end = a + step; a < end; a += 16, b += 16) {
      const a0 = v128.load(a), a1 = v128.load(a + quarter);
      const a2 = v128.load(a + 2 * quarter), a3 = v128.load(a + 3 * quarter);
      const even = f64x2.add(a0, a2), rest = f64x2.sub(a0, a2);
      const odd = f64x2.add(a1, a3), side = turned(f64x2.sub(a1, a3));
      v128.store(b, f64x2.add(even, odd));
      v128.store(b + step, product(f64x2.add(rest, side), r1, i1));
      v128.store(b + 2 * step, product(f64x2.sub(even, odd), r2, i2));
      v128.store(b + 3 * step, product(f64x2.sub(rest, side), r3, i3));
    }
  }
}

function pass2(m: i32, s: i32, turn: usize, table: usize, from: usize, to: usize): void {
  const step = <usize>s << 4;
  const half = <usize>m * step;
  for (let p = 0; p < m; p++) {
    const w = table + <usize>p * turn;
    const r1 = v128.load64_splat(w), i1 = imaginary(w);
    let a = from + <usize>p * step;
    let b = to + <usize>p * 2 * step;
    for (const end = a + step; a < end; a += 16, b += 16) {
      const a0 = v128.load(a), a1 = v128.load(a + half);
      v128.store(b, f64x2.add(a0, a1));
      v128.store(b + step, product(f64x2.sub(a0, a1), r1, i1));
    }
  }
}

function pass3(m: i32, s: i32, turn: usize, table: usize, from: usize, to: usize): void {
  const step = <usize>s << 4;
  const third = <usize>m * step;
  const half = f64x2.splat(0.5), sine = f64x2.splat(0.8660254037844386);
  for (let p = 0; p < m; p++) {
    const w = table + <usize>p * turn;
    const w2 = table + <usize>p * 2 * turn;
    const r1 = v128.load64_splat(w), r2 = v128.load64_splat(w2);
    const i1 = imaginary(w), i2 = imaginary(w2);
    let a = from + <usize>p * step;
    let b = to + <usize>p * 3 * step;
    for (const end = a + step; a < end; a += 16, b += 16) {
      const a0 = v128.load(a), a1 = v128.load(a + third), a2 = v128.load(a + 2 * third);
      const sum = f64x2.add(a1, a2);
      const middle = f64x2.sub(a0, f64x2.mul(sum, half));
      const side = turned(f64x2.mul(f64x2.sub(a1, a2), sine));
      v128.store(b, f64x2.add(a0, sum));
      v128.store(b + step, product(f64x2.add(middle, side), r1, i1));
      v128.store(b + 2 * step, product(f64x2.sub(middle, side), r2, i2));
    }
  }
}

function pass5(m: i32, s: i32, turn: usize, table: usize, from: usize, to: usize): void {
  const step = <usize>s << 4;
  const fifth = <usize>m * step;
  const c1 = f64x2.splat(0.30901699437494745), c2 = f64x2.splat(-0.8090169943749475);
  const s1 = f64x2.splat(0.9510565162951535), s2 = f64x2.splat(0.5877852522924731);
  for (let p = 0; p < m; p++) {
    const w = table + <usize>p * turn;
    const w2 = table + <usize>p * 2 * turn;
    const w3 = table + <usize>p * 3 * turn;
    const w4 = table + <usize>p * 4 * turn;
    let a = from + <usize>p * step;
    let b = to + <usize>p * 5 * step;
    for (const end = a + step; a < end; a += 16, b += 16) {
      const a0 = v128.load(a), a1 = v128.load(a + fifth), a2 = v128.load(a + 2 * fifth);
      const a3 = v128.load(a + 3 * fifth), a4 = v128.load(a + 4 * fifth);
      const outer = f64x2.add(a1, a4), inner = f64x2.add(a2, a3);
      const out = f64x2.sub(a1, a4), mid = f64x2.sub(a2, a3);
      const one = f64x2.add(f64x2.add(a0, f64x2.mul(outer, c1)), f64x2.mul(inner, c2));
      const two = f64x2.add(f64x2.add(a0, f64x2.mul(outer, c2)), f64x2.mul(inner, c1));
      const oneSide = turned(f64x2.add(f64x2.mul(out, s1), f64x2.mul(mid, s2)));
      const twoSide = turned(f64x2.sub(f64x2.mul(out, s2), f64x2.mul(mid, s1)));
      v128.store(b, f64x2.add(a0, f64x2.add(outer, inner)));
      v128.store(b + step, product(f64x2.add(one, oneSide), v128.load64_splat(w), imaginary(w)));
      v128.store(b + 2 * step, product(f64x2.add(two, twoSide), v128.load64_splat(w2), imaginary(w2)));
      v128.store(b + 3 * step, product(f64x2.sub(two, twoSide), v128.load64_splat(w3), imaginary(w3)));
      v128.store(b + 4 * step, product(f64x2.sub(one, oneSide), v128.load64_splat(w4), imaginary(w4)));
    }
  }
}

/**
 * `count` radices at `radices` make `length`; the factors exp(−2πik/length) are at `table`. Lines lie side by side: number i of line
 * n at i·lines + n. In place; `work` is as long.
 */
export function transform(
  length: i32, lines: i32, radices: usize, count: i32, table: usize, block: usize, work: usize,
): void {
  let from = block;
  let to = work;
  let m = length;
  let s = lines;
  let turn: usize = 16;
  for (let k = 0; k < count; k++) {
    const radix = load<i32>(radices + (<usize>k << 2));
    m /= radix;
    if (radix == 4) pass4(m, s, turn, table, from, to);
    else if (radix == 2) pass2(m, s, turn, table, from, to);
    else if (radix == 3) pass3(m, s, turn, table, from, to);
    else pass5(m, s, turn, table, from, to);
    s *= radix;
    turn *= <usize>radix;
    const next = from;
    from = to;
    to = next;
  }
  if (from == block) return;
  for (let at: usize = 0, bytes = <usize>(length * lines) << 4; at < bytes; at += 16) v128.store(block + at, v128.load(from + at));
}

/** Adds a line of `length` complex numbers times each of `count` factors to the factor's own line of sums, one behind the other. */
export function addMultiples(length: i32, line: usize, factors: usize, count: i32, sums: usize): void {
  const bytes = <usize>length << 4;
  for (let f = 0; f < count; f++) {
    const factor = factors + (<usize>f << 4);
    const real = v128.load64_splat(factor), side = imaginary(factor);
    const to = sums + <usize>f * bytes;
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(to + at, f64x2.add(v128.load(to + at), product(v128.load(line + at), real, side)));
    }
  }
}
