// AssemblyScript: the inner loops of manhattan/, where each has a TypeScript twin that gives the same bits and
// says how it works. Memory is laid out by the caller; addresses are bytes.

/** Twin: `depositCorners` of ../deposit-corners.ts. */
export function depositCorners(
  xy: usize,
  rings: usize,
  weights: usize,
  ringCount: i32,
  firstVertex: i32,
  originX: f64,
  originY: f64,
  pitchX: f64,
  pitchY: f64,
  pixelX: i32,
  pixelY: i32,
  columns: i32,
  rows: i32,
  cells: usize,
): void {
  const rowBytes: usize = <usize>(columns + 1) << 2;
  const perPitchX = 1 / pitchX;
  const perPitchY = 1 / pitchY;
  const width = <f64>columns * pitchX;
  const height = <f64>rows * pitchY;
  const wide = <f64>pixelX;
  const high = <f64>pixelY;
  for (let ring = 0; ring < ringCount; ring++) {
    const weight: i32 = load<i8>(weights + ring);
    if (weight == 0) continue;
    let at = xy + (<usize>(load<i32>(rings + (<usize>ring << 2)) - firstVertex) << 3);
    const end = xy + (<usize>(load<i32>(rings + (<usize>ring << 2), 4) - firstVertex) << 3);
    if (at == end) continue;
    // The row of a vertex serves the edge before it and the one after it.
    let y0 = load<i32>(end - 8, 4);
    let row0: i32 = -1;
    let low0: i32 = 0;
    let y = <f64>y0 - originY;
    if (y < height) {
      row0 = 0;
      low0 = pixelY;
      if (y > 0) {
        row0 = <i32>(y * perPitchY);
        let inside = y - <f64>row0 * pitchY;
        if (inside < 0) {
          row0 -= 1;
          inside = y - <f64>row0 * pitchY;
        } else if (inside >= pitchY) {
          row0 += 1;
          inside = y - <f64>row0 * pitchY;
        }
        low0 = inside < high ? <i32>(high - inside) : 0;
      }
    }
    for (; at < end; at += 8) {
      const y1 = load<i32>(at, 4);
      if (y1 == y0) continue;
      let row1: i32 = -1;
      let low1: i32 = 0;
      y = <f64>y1 - originY;
      if (y < height) {
        row1 = 0;
        low1 = pixelY;
        if (y > 0) {
          row1 = <i32>(y * perPitchY);
          let inside = y - <f64>row1 * pitchY;
          if (inside < 0) {
            row1 -= 1;
            inside = y - <f64>row1 * pitchY;
          } else if (inside >= pitchY) {
            row1 += 1;
            inside = y - <f64>row1 * pitchY;
          }
          low1 = inside < high ? <i32>(high - inside) : 0;
        }
      }
      const x = <f64>load<i32>(at) - originX;
      if (x < width) {
        let column: i32 = 0;
        let near: i32 = pixelX;
        if (x > 0) {
          column = <i32>(x * perPitchX);
          let inside = x - <f64>column * pitchX;
          if (inside < 0) {
            column -= 1;
            inside = x - <f64>column * pitchX;
          } else if (inside >= pitchX) {
            column += 1;
            inside = x - <f64>column * pitchX;
          }
          near = inside < wide ? <i32>(wide - inside) : 0;
        }
        const far = pixelX - near;
        const first = cells + (<usize>column << 2);
        if (row0 >= 0) add(first + <usize>row0 * rowBytes, rowBytes, near, far, -weight * low0, -weight * (pixelY - low0));
        if (row1 >= 0) add(first + <usize>row1 * rowBytes, rowBytes, near, far, weight * low1, weight * (pixelY - low1));
      }
      y0 = y1;
      row0 = row1;
      low0 = low1;
    }
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function add(cell: usize, rowBytes: usize, near: i32, far: i32, low: i32, high: i32): void {
  store<i32>(cell, load<i32>(cell) + near * low);
  store<i32>(cell, load<i32>(cell, 4) + far * low, 4);
  const above = cell + rowBytes;
  store<i32>(above, load<i32>(above) + near * high);
  store<i32>(above, load<i32>(above, 4) + far * high, 4);
}

/** Twin: `sumUp` of ../sum-up.ts. The row of sums before comes in at `below`, as many numbers as columns, and goes out. */
export function sumUp(
  cells: usize,
  below: usize,
  out: usize,
  columns: i32,
  rows: i32,
  divisor: f64,
  isDouble: bool,
): void {
  const rowBytes: usize = <usize>(columns + 1) << 2;
  const whole = columns & ~3;
  const divisors = f64x2.splat(divisor);
  const divides = divisor != 1;
  for (let row = 0; row < rows; row++) {
    const from = cells + <usize>row * rowBytes;
    let sum = i32x4.splat(0);
    for (let column = 0; column < whole; column += 4) {
      const at = <usize>column << 2;
      let part = v128.load(from + at);
      part = i32x4.add(part, v128.shuffle<i32>(part, i32x4.splat(0), 4, 0, 1, 2));
      part = i32x4.add(part, v128.shuffle<i32>(part, i32x4.splat(0), 4, 4, 0, 1));
      sum = i32x4.add(sum, part);
      const area = i32x4.add(v128.load(below + at), sum);
      v128.store(below + at, area);
      sum = v128.shuffle<i32>(sum, sum, 3, 3, 3, 3);
      let first = f64x2.convert_low_i32x4_s(area);
      let second = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(area, area, 2, 3, 2, 3));
      if (divides) {
        first = f64x2.div(first, divisors);
        second = f64x2.div(second, divisors);
      }
      if (isDouble) {
        v128.store(out + (at << 1), first);
        v128.store(out + (at << 1), second, 16);
      } else {
        v128.store(
          out + at,
          v128.shuffle<i32>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 1, 4, 5),
        );
      }
    }
    let rest = i32x4.extract_lane(sum, 0);
    for (let column = whole; column < columns; column++) {
      const at = <usize>column << 2;
      rest += load<i32>(from + at);
      const area = load<i32>(below + at) + rest;
      store<i32>(below + at, area);
      const value = divides ? <f64>area / divisor : <f64>area;
      if (isDouble) store<f64>(out + (at << 1), value);
      else store<f32>(out + at, <f32>value);
    }
    out += <usize>columns << (isDouble ? 3 : 2);
  }
}
