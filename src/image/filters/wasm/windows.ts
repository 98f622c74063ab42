// AssemblyScript: extremes and medians of windows that slide over pixels of any type, as they are. Twins: ../sliding.ts and
// ../small-medians.ts. Types of pixels are numbered as in ../window-kernel.ts.

// @ts-ignore: decorator
@inline
function lesser<T>(a: v128, b: v128): v128 {
  return v128.min<T>(a, b);
}

// @ts-ignore: decorator
@inline
function larger<T>(a: v128, b: v128): v128 {
  return v128.max<T>(a, b);
}

// @ts-ignore: decorator
@inline
function slideOf<T>(at: usize, bytes: usize, offset: usize, isMost: bool): void {
  for (const end = at + bytes; at < end; at += 16) {
    const x = v128.load(at), y = v128.load(at + offset);
    v128.store(at, isMost ? larger<T>(x, y) : lesser<T>(x, y));
  }
}

// @ts-ignore: decorator
@inline
function slideBy<T>(at: usize, bytes: usize, offset: usize, isMost: bool): void {
  if (isMost) slideOf<T>(at, bytes, offset, true);
  else slideOf<T>(at, bytes, offset, false);
}

/** Each pixel becomes the lesser or the larger of itself and of the one `offset` bytes behind it; up to 15 bytes more are written. */
export function slide(type: i32, at: usize, bytes: usize, offset: usize, isMost: bool): void {
  switch (type) {
    case 0: return slideBy<u8>(at, bytes, offset, isMost);
    case 1: return slideBy<u16>(at, bytes, offset, isMost);
    case 2: return slideBy<u32>(at, bytes, offset, isMost);
    case 3: return slideBy<i8>(at, bytes, offset, isMost);
    case 4: return slideBy<i16>(at, bytes, offset, isMost);
    case 5: return slideBy<i32>(at, bytes, offset, isMost);
    case 6: return slideBy<f32>(at, bytes, offset, isMost);
    default: return slideBy<f64>(at, bytes, offset, isMost);
  }
}

// @ts-ignore: decorator
@inline
function median<T>(a: v128, b: v128, c: v128): v128 {
  return larger<T>(lesser<T>(a, b), lesser<T>(larger<T>(a, b), c));
}

// @ts-ignore: decorator
@inline
function mediansOf<T>(from: usize, step: usize, rows: i32, bytes: usize, out: usize, outStep: usize, scratch: usize): void {
  // Columns of three, sorted: the least, the middle and the largest of each.
  const part = ((bytes + 2 * sizeof<T>() + 15) & ~15) + 16;
  for (let row = 0; row < rows; row++, from += step, out += outStep) {
    for (let x: usize = 0; x < bytes + 2 * sizeof<T>(); x += 16) {
      const a = v128.load(from + x), b = v128.load(from + step + x), c = v128.load(from + 2 * step + x);
      const low = lesser<T>(a, b), high = larger<T>(a, b);
      const middle = larger<T>(low, c);
      v128.store(scratch + x, lesser<T>(low, c));
      v128.store(scratch + part + x, lesser<T>(high, middle));
      v128.store(scratch + 2 * part + x, larger<T>(high, middle));
    }
    for (let x: usize = 0; x < bytes; x += 16) {
      const lows = scratch + x;
      const middles = lows + part;
      const highs = middles + part;
      const low = larger<T>(larger<T>(v128.load(lows), v128.load(lows + sizeof<T>())), v128.load(lows + 2 * sizeof<T>()));
      const high = lesser<T>(lesser<T>(v128.load(highs), v128.load(highs + sizeof<T>())), v128.load(highs + 2 * sizeof<T>()));
      const middle = median<T>(v128.load(middles), v128.load(middles + sizeof<T>()), v128.load(middles + 2 * sizeof<T>()));
      v128.store(out + x, median<T>(low, middle, high));
    }
  }
}

/**
 * The medians of 3×3 pixels, of which none is NaN: `rows` rows of `bytes` bytes from two more rows and columns of pixels at `from`. Up
 * to 15 bytes more of each row are written.
 */
export function medians(
  type: i32, from: usize, step: usize, rows: i32, bytes: usize, out: usize, outStep: usize, scratch: usize,
): void {
  switch (type) {
    case 0: return mediansOf<u8>(from, step, rows, bytes, out, outStep, scratch);
    case 1: return mediansOf<u16>(from, step, rows, bytes, out, outStep, scratch);
    case 2: return mediansOf<u32>(from, step, rows, bytes, out, outStep, scratch);
    case 3: return mediansOf<i8>(from, step, rows, bytes, out, outStep, scratch);
    case 4: return mediansOf<i16>(from, step, rows, bytes, out, outStep, scratch);
    case 5: return mediansOf<i32>(from, step, rows, bytes, out, outStep, scratch);
    case 6: return mediansOf<f32>(from, step, rows, bytes, out, outStep, scratch);
    default: return mediansOf<f64>(from, step, rows, bytes, out, outStep, scratch);
  }
}

/**
 * The median of side × side pixels for a vector of places: of a little more than half of them the least and the largest go, and one
 * of the others comes, until three are left. They are kept at `kept`.
 */
// @ts-ignore: decorator
@inline
function middleOf<T>(from: usize, step: usize, side: i32, kept: usize): v128 {
  const first = side * side / 2 + 2;
  let low = kept;
  let row = from;
  let column = 0;
  for (let i = 0; i < first; i++) {
    v128.store(low + (<usize>i << 4), v128.load(row + <usize>column * sizeof<T>()));
    if (++column == side) {
      column = 0;
      row += step;
    }
  }
  for (let count = first; count > 3; count--, low += 16) {
    const half = count >> 1;
    const last = low + (<usize>(count - 1) << 4);
    // The lesser of each pair to the left, the larger to the right; one in the middle belongs to both halves.
    for (let i = 0; i < half; i++) {
      const left = low + (<usize>i << 4), right = last - (<usize>i << 4);
      const a = v128.load(left), b = v128.load(right);
      v128.store(left, lesser<T>(a, b));
      v128.store(right, larger<T>(a, b));
    }
    let least = v128.load(low);
    for (let i = 1; i < count - half; i++) {
      const slot = low + (<usize>i << 4);
      const x = v128.load(slot);
      v128.store(slot, larger<T>(least, x));
      least = lesser<T>(least, x);
    }
    let largest = v128.load(last);
    for (let i = count - 2; i >= half; i--) {
      const slot = low + (<usize>i << 4);
      const x = v128.load(slot);
      v128.store(slot, lesser<T>(largest, x));
      largest = larger<T>(largest, x);
    }
    v128.store(last, v128.load(row + <usize>column * sizeof<T>()));
    if (++column == side) {
      column = 0;
      row += step;
    }
  }
  return median<T>(v128.load(low), v128.load(low + 16), v128.load(low + 32));
}

// @ts-ignore: decorator
@inline
function largerMediansOf<T>(from: usize, step: usize, side: i32, rows: i32, bytes: usize, out: usize, outStep: usize, kept: usize): void {
  for (let row = 0; row < rows; row++, from += step, out += outStep) {
    for (let x: usize = 0; x < bytes; x += 16) v128.store(out + x, middleOf<T>(from + x, step, side, kept));
  }
}

/** The same of side × side pixels, an odd side, with as many more rows and columns; `kept` has room for a vector for each of two more than half of them. */
export function largerMedians(
  type: i32, from: usize, step: usize, side: i32, rows: i32, bytes: usize, out: usize, outStep: usize, kept: usize,
): void {
  switch (type) {
    case 0: return largerMediansOf<u8>(from, step, side, rows, bytes, out, outStep, kept);
    case 1: return largerMediansOf<u16>(from, step, side, rows, bytes, out, outStep, kept);
    case 2: return largerMediansOf<u32>(from, step, side, rows, bytes, out, outStep, kept);
    case 3: return largerMediansOf<i8>(from, step, side, rows, bytes, out, outStep, kept);
    case 4: return largerMediansOf<i16>(from, step, side, rows, bytes, out, outStep, kept);
    case 5: return largerMediansOf<i32>(from, step, side, rows, bytes, out, outStep, kept);
    case 6: return largerMediansOf<f32>(from, step, side, rows, bytes, out, outStep, kept);
    default: return largerMediansOf<f64>(from, step, side, rows, bytes, out, outStep, kept);
  }
}
