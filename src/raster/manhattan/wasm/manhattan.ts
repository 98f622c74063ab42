// AssemblyScript: the inner loops of manhattan/, where each has a TypeScript twin that gives the same bits and
// says how it works. Memory is laid out by the caller; addresses are bytes.

/**
 * Twin: `depositCorners` of ../deposit-corners.ts. A ring of four is a rectangle, for it is simple and along the axes: its
 * columns and rows are found two at a time.
 */
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
    if (end - at == 32) {
      depositRectangle(at, weight, originX, originY, pitchX, pitchY, pixelX, pixelY, width, height, rowBytes, cells);
      continue;
    }
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

/** Added to a whole number, the bits of the sum hold it in their lower half. */
const magic: f64 = 2 ** 52;

// @ts-ignore: a decorator of AssemblyScript
@inline
function depositRectangle(
  at: usize,
  weight: i32,
  originX: f64,
  originY: f64,
  pitchX: f64,
  pitchY: f64,
  pixelX: i32,
  pixelY: i32,
  width: f64,
  height: f64,
  rowBytes: usize,
  cells: usize,
): void {
  const x0 = load<i32>(at);
  const y0 = load<i32>(at, 4);
  const x2 = load<i32>(at, 16);
  const y2 = load<i32>(at, 20);
  const rightwards = x2 > x0;
  const upwards = y2 > y0;
  const isAlongX = load<i32>(at, 12) == y0;
  const turn = (rightwards == upwards) == isAlongX ? weight : -weight;
  const xs = f64x2.sub(rightwards ? pair(x0, x2) : pair(x2, x0), f64x2.splat(originX));
  const ys = f64x2.sub(upwards ? pair(y0, y2) : pair(y2, y0), f64x2.splat(originY));
  if (f64x2.extract_lane(xs, 0) >= width || f64x2.extract_lane(ys, 0) >= height) return;
  const columns = places(xs, pitchX);
  const rows = places(ys, pitchY);
  const near = restOf(xs, columns, pitchX, pixelX);
  const low = restOf(ys, rows, pitchY, pixelY);
  const firstRow = cells + <usize>wholeOf(rows, 0) * rowBytes;
  const lastRow = cells + <usize>wholeOf(rows, 1) * rowBytes;
  const left = <usize>wholeOf(columns, 0) << 2;
  const right = <usize>wholeOf(columns, 1) << 2;
  // near, far of the left side, and of the right one, which counts the other way; wholes are in the lower halves.
  const far = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(0), 1, pixelX), 3, pixelX);
  const turns = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(turn), 2, -turn), 3, -turn);
  const sides = i32x4.mul(i32x4.abs(i32x4.sub(v128.shuffle<i32>(near, near, 0, 0, 2, 2), far)), turns);
  const lowest = v128.shuffle<i32>(low, low, 0, 0, 0, 0);
  const highest = v128.shuffle<i32>(low, low, 2, 2, 2, 2);
  const full = i32x4.splat(pixelY);
  const endsInX = f64x2.extract_lane(xs, 1) < width;
  const endsInY = f64x2.extract_lane(ys, 1) < height;
  const bottom = i32x4.mul(sides, lowest);
  const aboveBottom = i32x4.mul(sides, i32x4.sub(full, lowest));
  const top = i32x4.neg(i32x4.mul(sides, highest));
  const aboveTop = i32x4.mul(sides, i32x4.sub(highest, full));
  if (endsInX && right > left + 4) {
    addApart(firstRow + left, firstRow + right, bottom);
    addApart(firstRow + rowBytes + left, firstRow + rowBytes + right, aboveBottom);
    if (!endsInY) return;
    addApart(lastRow + left, lastRow + right, top);
    addApart(lastRow + rowBytes + left, lastRow + rowBytes + right, aboveTop);
    return;
  }
  addNear(firstRow + left, firstRow + right, bottom, endsInX);
  addNear(firstRow + rowBytes + left, firstRow + rowBytes + right, aboveBottom, endsInX);
  if (!endsInY) return;
  addNear(lastRow + left, lastRow + right, top, endsInX);
  addNear(lastRow + rowBytes + left, lastRow + rowBytes + right, aboveTop, endsInX);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function pair(first: i32, second: i32): v128 {
  return f64x2.replace_lane(f64x2.splat(<f64>first), 1, <f64>second);
}

/** In which columns or rows whole numbers lie, as doubles: half a unit more, and no rounding of the product matters. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function places(values: v128, pitch: f64): v128 {
  const inGrid = f64x2.max(values, f64x2.splat(0));
  return f64x2.floor(f64x2.mul(f64x2.add(inGrid, f64x2.splat(0.5)), f64x2.splat(1 / pitch)));
}

/** How much of their pixels lies beyond them, with `magic`. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function restOf(values: v128, places: v128, pitch: f64, pixel: i32): v128 {
  const inGrid = f64x2.max(values, f64x2.splat(0));
  const inside = f64x2.sub(inGrid, f64x2.mul(places, f64x2.splat(pitch)));
  return f64x2.add(f64x2.max(f64x2.sub(f64x2.splat(<f64>pixel), inside), f64x2.splat(0)), f64x2.splat(magic));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function wholeOf(places: v128, lane: i32): i32 {
  return lane == 0 ? i32x4.extract_lane(f64x2.add(places, f64x2.splat(magic)), 0) : i32x4.extract_lane(f64x2.add(places, f64x2.splat(magic)), 2);
}

/** Two numbers at each of two places that are apart. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function addApart(left: usize, right: usize, areas: v128): void {
  const sums = i32x4.add(v128.load64_lane(right, v128.load64_zero(left), 1), areas);
  v128.store64_lane(left, sums, 0);
  v128.store64_lane(right, sums, 1);
}

/** One by one, for they may be the same. */
function addNear(left: usize, right: usize, areas: v128, hasRight: bool): void {
  store<i32>(left, load<i32>(left) + i32x4.extract_lane(areas, 0));
  store<i32>(left, load<i32>(left, 4) + i32x4.extract_lane(areas, 1), 4);
  if (!hasRight) return;
  store<i32>(right, load<i32>(right) + i32x4.extract_lane(areas, 2));
  store<i32>(right, load<i32>(right, 4) + i32x4.extract_lane(areas, 3), 4);
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
