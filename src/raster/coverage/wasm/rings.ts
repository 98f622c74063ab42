// AssemblyScript: the inner loops of coverage/, where each has a TypeScript twin that gives the same bits and says how it
// works. Memory is laid out by the caller; addresses are bytes.

/**
 * Twin: `addRing` of ../add-ring.ts, for rings one after the other, each with its weight; their starts count from
 * `firstVertex`. The lowest and highest row that
 * were touched are updated at `touched`.
 */
export function addRings(
  xy: usize,
  rings: usize,
  weights: usize,
  ringCount: i32,
  firstVertex: i32,
  baseX: f64,
  baseY: f64,
  fractionX: f64,
  fractionY: f64,
  bottom: f64,
  pitchX: f64,
  pitchY: f64,
  steps: f64,
  full: f64,
  columns: i32,
  rows: i32,
  cells: usize,
  touched: usize,
): void {
  const rowBytes: usize = <usize>(columns + 1) << 4;
  const perPitchX = 1 / pitchX;
  const base = pair(baseX, baseY);
  const fraction = pair(fractionX, fractionY);
  const above = pair(0, bottom);
  const pitch = pair(pitchX, pitchY);
  const perPitch = pair(perPitchX, 1 / pitchY);
  let lowest = load<i32>(touched);
  let highest = load<i32>(touched, 4);
  for (let ring = 0; ring < ringCount; ring++) {
    const weight: f64 = <f64>load<i8>(weights + ring);
    let from = xy + (<usize>(load<i32>(rings + (<usize>ring << 2)) - firstVertex) << 3);
    const end = xy + (<usize>(load<i32>(rings + (<usize>ring << 2), 4) - firstVertex) << 3);
    if (from == end || weight == 0) continue;
    let point = pointAt(end - 8, base, fraction, above);
    let places = f64x2.floor(f64x2.mul(point, perPitch));
    let x0 = f64x2.extract_lane(point, 0);
    let y0 = f64x2.extract_lane(point, 1);
    let column0 = columnOf(x0, f64x2.extract_lane(places, 0), pitchX);
    let row0 = i32x4.extract_lane(f64x2.add(places, f64x2.splat(magic)), 2);
    let step0 = floor<f64>(f64x2.extract_lane(f64x2.sub(point, f64x2.mul(places, pitch)), 1) * steps + 0.5);
    for (; from < end; from += 8) {
      point = pointAt(from, base, fraction, above);
      places = f64x2.floor(f64x2.mul(point, perPitch));
      const x1 = f64x2.extract_lane(point, 0);
      const y1 = f64x2.extract_lane(point, 1);
      const column1 = columnOf(x1, f64x2.extract_lane(places, 0), pitchX);
      const row1 = i32x4.extract_lane(f64x2.add(places, f64x2.splat(magic)), 2);
      const step1 = floor<f64>(f64x2.extract_lane(f64x2.sub(point, f64x2.mul(places, pitch)), 1) * steps + 0.5);
      if (row0 == row1) {
        if (row1 >= 0 && row1 < rows && step0 != step1) {
          const at = cells + <usize>row1 * rowBytes;
          if (column0 == column1 && column1 >= 0 && column1 < columns) {
            const cover = (step0 - step1) * weight;
            add(at + (<usize>column1 << 4), cover * (pitchX - ((x0 + x1) / 2 - <f64>column1 * pitchX)), cover);
          } else along(at, x0, x1, column0, column1, step0, step1, pitchX, columns, -weight);
          if (row1 < lowest) lowest = row1;
          if (row1 > highest) highest = row1;
        }
      } else if (column0 < columns || column1 < columns) {
        const rises = row1 > row0;
        const first = rises ? row0 : row1;
        const last = rises ? row1 : row0;
        if (last >= 0 && first < rows) {
          const turn = rises ? -weight : weight;
          const slope = (x1 - x0) / (y1 - y0);
          let x = rises ? x0 : x1;
          let column = rises ? column0 : column1;
          let step = rises ? step0 : step1;
          let row = first;
          if (first < 0) {
            row = 0;
            step = 0;
            x = x0 - y0 * slope;
            column = <i32>floor<f64>(x * perPitchX);
          }
          if (row < lowest) lowest = row;
          const stop = last < rows ? last : rows;
          for (; row < stop; row++) {
            const nextX = x0 + (<f64>(row + 1) * pitchY - y0) * slope;
            const nextColumn = <i32>floor<f64>(nextX * perPitchX);
            const at = cells + <usize>row * rowBytes;
            if (column == nextColumn && column >= 0 && column < columns) {
              const cover = (full - step) * turn;
              add(at + (<usize>column << 4), cover * (pitchX - ((x + nextX) / 2 - <f64>column * pitchX)), cover);
            } else along(at, x, nextX, column, nextColumn, step, full, pitchX, columns, turn);
            x = nextX;
            column = nextColumn;
            step = 0;
          }
          if (last < rows) {
            const endStep = rises ? step1 : step0;
            if (endStep != step) {
              const endX = rises ? x1 : x0;
              const endColumn = rises ? column1 : column0;
              along(
                cells + <usize>last * rowBytes,
                x,
                endX,
                column,
                endColumn,
                step,
                endStep,
                pitchX,
                columns,
                turn,
              );
            }
            row++;
          }
          if (row - 1 > highest) highest = row - 1;
        }
      }
      x0 = x1;
      y0 = y1;
      column0 = column1;
      row0 = row1;
      step0 = step1;
    }
  }
  store<i32>(touched, lowest);
  store<i32>(touched, highest, 4);
}

/** Added to a whole number of 31 bits, the bits of the sum hold it in their lower half. */
const magic: f64 = 2 ** 52 + 2 ** 51;

// @ts-ignore: a decorator of AssemblyScript
@inline
function pair(x: f64, y: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(x), 1, y);
}

/** A vertex above the first row of cells. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function pointAt(at: usize, base: v128, fraction: v128, above: v128): v128 {
  return f64x2.sub(f64x2.sub(f64x2.sub(f64x2.convert_low_i32x4_s(v128.load64_zero(at)), base), fraction), above);
}

/** A rounded product may have missed the column. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function columnOf(x: f64, place: f64, pitch: f64): i32 {
  if (place * pitch > x) place -= 1;
  else if ((place + 1) * pitch <= x) place += 1;
  return <i32>reinterpret<i64>(place + magic);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function add(cell: usize, area: f64, cover: f64): void {
  store<f64>(cell, load<f64>(cell, 8) + area, 8);
  store<f64>(cell, load<f64>(cell, 16) + cover, 16);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function between(value: f64, least: f64, most: f64): f64 {
  return !(value >= least) ? least : value > most ? most : value;
}

/** Twin: `along` of ../along-row.ts. */
function along(
  at: usize,
  x0: f64,
  x1: f64,
  column0: i32,
  column1: i32,
  step0: f64,
  step1: f64,
  pitch: f64,
  columns: i32,
  sign: f64,
): void {
  const isRightwards = column1 > column0 || (column1 == column0 && x1 >= x0);
  const turn = isRightwards ? sign : -sign;
  const lastStep = isRightwards ? step1 : step0;
  const right = isRightwards ? x1 : x0;
  const last = isRightwards ? column1 : column0;
  let step = isRightwards ? step0 : step1;
  let x = isRightwards ? x0 : x1;
  let column = isRightwards ? column0 : column1;
  if (column >= columns) return;
  if (last < 0) {
    store<f64>(at, load<f64>(at) + (lastStep - step) * turn);
    return;
  }
  const slope = (lastStep - step) / (right - x);
  const startX = x;
  const startStep = step;
  const least = step < lastStep ? step : lastStep;
  const most = step < lastStep ? lastStep : step;
  if (column < 0) {
    const next = between(floor<f64>(startStep - startX * slope + 0.5), least, most);
    store<f64>(at, load<f64>(at) + (next - step) * turn);
    step = next;
    x = 0;
    column = 0;
  }
  const stop = last < columns ? last : columns;
  let cell = at + (<usize>column << 4);
  for (; column < stop; column++, cell += 16) {
    const nextX = <f64>(column + 1) * pitch;
    const next = between(floor<f64>(startStep + (nextX - startX) * slope + 0.5), least, most);
    const cover = (next - step) * turn;
    add(cell, cover * (pitch - ((x + nextX) / 2 - <f64>column * pitch)), cover);
    x = nextX;
    step = next;
  }
  if (last < columns) {
    const cover = (lastStep - step) * turn;
    add(at + (<usize>last << 4), cover * (pitch - ((x + right) / 2 - <f64>last * pitch)), cover);
  }
}

/** Twin: `sumInPlace` of ../coverage-buffer.ts. Four pixels at a time, of which mostly none is touched by an edge. */
export function sumRow(
  cells: usize,
  line: usize,
  columns: i32,
  pixelX: f64,
  divisor: f64,
  limit: f64,
  factor: f64,
): void {
  const fourth = line + (<usize>(columns & ~3) << 3);
  let cover: f64 = 0;
  let same = f64x2.splat(0);
  for (; line < fourth; line += 32, cells += 64) {
    const a = v128.load(cells);
    const b = v128.load(cells, 16);
    const c = v128.load(cells, 32);
    const d = v128.load(cells, 48);
    if (isTouched(v128.or(v128.or(a, b), v128.or(c, d)))) {
      const first = cover + f64x2.extract_lane(a, 0);
      const second = first + f64x2.extract_lane(b, 0);
      const third = second + f64x2.extract_lane(c, 0);
      cover = third + f64x2.extract_lane(d, 0);
      v128.store(line, valuesOf(first, second, v128.shuffle<i64>(a, b, 1, 3), pixelX, divisor, limit, factor));
      v128.store(line, valuesOf(third, cover, v128.shuffle<i64>(c, d, 1, 3), pixelX, divisor, limit, factor), 16);
      same = valuesOf(cover, cover, f64x2.splat(0), pixelX, divisor, limit, factor);
    } else {
      v128.store(line, same);
      v128.store(line, same, 16);
    }
  }
  for (const end = line + (<usize>(columns & 3) << 3); line < end; line += 8, cells += 16) {
    cover += load<f64>(cells);
    const part = f64x2.splat(load<f64>(cells, 8));
    store<f64>(line, f64x2.extract_lane(valuesOf(cover, cover, part, pixelX, divisor, limit, factor), 0));
  }
}

/** True where a number is not 0; the sign of zeros does not matter. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function isTouched(cells: v128): bool {
  return v128.any_true(v128.andnot(cells, f64x2.splat(-0.0)));
}

/** Values of two pixels from what covers all of each and what a part. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function valuesOf(
  first: f64,
  second: f64,
  parts: v128,
  pixelX: f64,
  divisor: f64,
  limit: f64,
  factor: f64,
): v128 {
  const covers = f64x2.mul(f64x2.splat(pixelX), pair(first, second));
  const values = f64x2.div(f64x2.add(parts, covers), f64x2.splat(divisor));
  const within = f64x2.mul(f64x2.pmin(f64x2.splat(limit), values), f64x2.splat(factor));
  return v128.and(within, f64x2.gt(values, f64x2.splat(0)));
}
