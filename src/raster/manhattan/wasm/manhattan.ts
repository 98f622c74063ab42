// AssemblyScript: the inner loops of manhattan/, where each has a TypeScript twin that gives the same bits and
// says how it works. Memory is laid out by the caller; addresses are bytes.
export { lookAtPolygons } from "../../survey/wasm/look";

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
  const first = v128.load(at);
  const second = v128.load(at, 16);
  // Twice the same: x upwards where bit 0 is set, y where bit 1 is.
  const ways = i32x4.bitmask(i32x4.gt_s(second, first)) & 3;
  const isAlongX = load<i32>(at, 12) == load<i32>(at, 4);
  const turn = (ways == 0 || ways == 3) == isAlongX ? weight : -weight;
  const least = i32x4.min_s(first, second);
  const most = i32x4.max_s(first, second);
  const sidesX = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(least, most, 0, 4, 0, 4));
  const sidesY = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(least, most, 1, 5, 1, 5));
  const xs = f64x2.sub(sidesX, f64x2.splat(originX));
  const ys = f64x2.sub(sidesY, f64x2.splat(originY));
  if (f64x2.extract_lane(xs, 0) >= width || f64x2.extract_lane(ys, 0) >= height) return;
  const columns = places(xs, pitchX);
  const rows = places(ys, pitchY);
  const near = restOf(xs, columns, pitchX, pixelX);
  const low = restOf(ys, rows, pitchY, pixelY);
  const wholeColumns = f64x2.add(columns, f64x2.splat(magic));
  const wholeRows = f64x2.add(rows, f64x2.splat(magic));
  const firstRow = cells + <usize>i32x4.extract_lane(wholeRows, 0) * rowBytes;
  const lastRow = cells + <usize>i32x4.extract_lane(wholeRows, 2) * rowBytes;
  const left = <usize>i32x4.extract_lane(wholeColumns, 0) << 2;
  const right = <usize>i32x4.extract_lane(wholeColumns, 2) << 2;
  // near, far of the left side, and of the right one, which counts the other way; wholes are in the lower halves.
  const far = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(0), 1, pixelX), 3, pixelX);
  const turns = i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(turn), 2, -turn), 3, -turn);
  const sides = i32x4.mul(i32x4.abs(i32x4.sub(v128.shuffle<i32>(near, near, 0, 0, 2, 2), far)), turns);
  const endsInX = f64x2.extract_lane(xs, 1) < width;
  const endsInY = f64x2.extract_lane(ys, 1) < height;
  const all = i32x4.mul(sides, i32x4.splat(pixelY));
  const bottom = i32x4.mul(sides, v128.shuffle<i32>(low, low, 0, 0, 0, 0));
  const aboveBottom = i32x4.sub(all, bottom);
  const highest = i32x4.mul(sides, v128.shuffle<i32>(low, low, 2, 2, 2, 2));
  const top = i32x4.neg(highest);
  const aboveTop = i32x4.sub(highest, all);
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
  for (let row = 0; row < rows; row++, cells += rowBytes) {
    if (isDouble) sumRowInDoubles(cells, below, out, columns, divisor);
    else if (divisor > <f64>singles) sumRow(cells, below, out, columns, divisor);
    else sumRowInSingles(cells, below, out, columns, divisor);
    out += <usize>columns << (isDouble ? 3 : 2);
  }
}

/** The sums of four cells, each with those before it in the row. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function sumsOf(cells: usize, before: v128): v128 {
  const part = v128.load(cells);
  const pairs = i32x4.add(part, v128.shuffle<i32>(part, i32x4.splat(0), 4, 0, 1, 2));
  return i32x4.add(before, i32x4.add(pairs, v128.shuffle<i32>(pairs, i32x4.splat(0), 4, 4, 0, 1)));
}

function sumRowInDoubles(cells: usize, below: usize, out: usize, columns: i32, divisor: f64): void {
  const divisors = f64x2.splat(divisor);
  const divides = divisor != 1;
  let sum = i32x4.splat(0);
  const end = below + (<usize>(columns & ~3) << 2);
  for (; below < end; below += 16, cells += 16, out += 32) {
    sum = sumsOf(cells, sum);
    const area = i32x4.add(v128.load(below), sum);
    v128.store(below, area);
    sum = v128.shuffle<i32>(sum, sum, 3, 3, 3, 3);
    let first = f64x2.convert_low_i32x4_s(area);
    let second = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(area, area, 2, 3, 2, 3));
    if (divides) {
      first = f64x2.div(first, divisors);
      second = f64x2.div(second, divisors);
    }
    v128.store(out, first);
    v128.store(out, second, 16);
  }
  let rest = i32x4.extract_lane(sum, 0);
  for (let i = 0; i < (columns & 3); i++, below += 4, cells += 4, out += 8) {
    rest += load<i32>(cells);
    const area = load<i32>(below) + rest;
    store<i32>(below, area);
    store<f64>(out, <f64>area / divisor);
  }
}

/** Four areas over the divisor, rounded once. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function quotients(areas: v128, divisors: v128): v128 {
  const first = f64x2.div(f64x2.convert_low_i32x4_s(areas), divisors);
  const second = f64x2.div(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(areas, areas, 2, 3, 2, 3)), divisors);
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 1, 4, 5);
}

function sumRow(cells: usize, below: usize, out: usize, columns: i32, divisor: f64): void {
  const divisors = f64x2.splat(divisor);
  let sum = i32x4.splat(0);
  const end = below + (<usize>(columns & ~3) << 2);
  for (; below < end; below += 16, cells += 16, out += 16) {
    sum = sumsOf(cells, sum);
    const area = i32x4.add(v128.load(below), sum);
    v128.store(below, area);
    sum = v128.shuffle<i32>(sum, sum, 3, 3, 3, 3);
    v128.store(out, quotients(area, divisors));
  }
  sumRest(cells, below, out, columns & 3, i32x4.extract_lane(sum, 0), divisor);
}

/** Whole numbers up to this are singles. */
const singles: i32 = 2 ** 24;

/**
 * The same for divisors that are singles: where the areas are, too, their quotients in singles are those in doubles rounded to
 * singles, for doubles have more than twice as many digits.
 */
function sumRowInSingles(cells: usize, below: usize, out: usize, columns: i32, divisor: f64): void {
  const divisors = f64x2.splat(divisor);
  const divisorsInSingles = f32x4.splat(<f32>divisor);
  const most = i32x4.splat(singles);
  let sum = i32x4.splat(0);
  const end = below + (<usize>(columns & ~3) << 2);
  for (; below < end; below += 16, cells += 16, out += 16) {
    sum = sumsOf(cells, sum);
    const area = i32x4.add(v128.load(below), sum);
    v128.store(below, area);
    sum = v128.shuffle<i32>(sum, sum, 3, 3, 3, 3);
    if (i32x4.all_true(i32x4.le_u(area, most)))
      v128.store(out, f32x4.div(f32x4.convert_i32x4_s(area), divisorsInSingles));
    else v128.store(out, quotients(area, divisors));
  }
  sumRest(cells, below, out, columns & 3, i32x4.extract_lane(sum, 0), divisor);
}

function sumRest(cells: usize, below: usize, out: usize, count: i32, before: i32, divisor: f64): void {
  for (let i = 0; i < count; i++, below += 4, cells += 4, out += 4) {
    before += load<i32>(cells);
    const area = load<i32>(below) + before;
    store<i32>(below, area);
    store<f32>(out, <f32>(<f64>area / divisor));
  }
}

/**
 * Adds boxes (left, bottom, right, top of each) to differences of how many each row of pixels meets: one more than rows, for what
 * lies beyond.
 */
export function countRows(boxes: usize, count: i32, originY: f64, pitchY: f64, rows: i32, changes: usize): void {
  const perPitch = f64x2.splat(1 / pitchY);
  const origin = f64x2.splat(originY);
  // A rounded product may point at a neighbour, which counts one too many. Behind the row of the upper side it is over.
  const beyond = f64x2.replace_lane(f64x2.splat(-1e-9), 1, 1 + 1e-9);
  const most = f64x2.splat(<f64>rows);
  for (const end = boxes + (<usize>count << 4); boxes < end; boxes += 16) {
    const box = v128.load(boxes);
    const sides = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(box, box, 1, 3, 1, 3));
    const places = f64x2.floor(f64x2.add(f64x2.mul(f64x2.sub(sides, origin), perPitch), beyond));
    const inGrid = i32x4.trunc_sat_f64x2_s_zero(f64x2.min(f64x2.max(places, f64x2.splat(0)), most));
    const low = changes + (<usize>i32x4.extract_lane(inGrid, 0) << 2);
    store<i32>(low, load<i32>(low) + 1);
    const high = changes + (<usize>i32x4.extract_lane(inGrid, 1) << 2);
    store<i32>(high, load<i32>(high) - 1);
  }
}

/**
 * Writes runs of boxes that touch the same bands: the number of the first, the lowest band and the highest, which is less where
 * there is none. Gives the number of runs. Twin: `bandRuns` of ../../band-runs.ts.
 */
export function bandsOf(
  boxes: usize,
  count: i32,
  left: f64,
  right: f64,
  originY: f64,
  bandHeight: f64,
  bandCount: i32,
  runs: usize,
): i32 {
  const perBand = 1 / bandHeight;
  const start = runs;
  const highest = <f64>(bandCount - 1);
  let lastLow: f64 = 0;
  let lastHigh: f64 = -2;
  // What lies between these is in the last band, away from its border.
  let lower: f64 = 0;
  let upper: f64 = 0;
  for (let i = 0; i < count; i++, boxes += 16) {
    const bottom = <f64>load<i32>(boxes, 4);
    const top = <f64>load<i32>(boxes, 12);
    let low: f64 = 0;
    let high: f64 = -1;
    if (<f64>load<i32>(boxes) < right && <f64>load<i32>(boxes, 8) > left) {
      if (bottom > lower && top < upper) continue;
      low = max<f64>(0, floor<f64>((bottom - 1 - originY) * perBand));
      high = min<f64>(highest, floor<f64>((top + 1 - originY) * perBand));
      if (high < low) {
        low = 0;
        high = -1;
      }
    }
    if (low == lastLow && high == lastHigh) continue;
    store<i32>(runs, i);
    store<i32>(runs, <i32>low, 4);
    store<i32>(runs, <i32>high, 8);
    runs += 12;
    lastLow = low;
    lastHigh = high;
    lower = low == high ? originY + low * bandHeight + 2 : 0;
    upper = low == high ? originY + (low + 1) * bandHeight - 2 : 0;
  }
  return <i32>(runs - start) / 12;
}
