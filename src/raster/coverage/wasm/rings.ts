// AssemblyScript: the inner loops of coverage/, where each has a TypeScript twin that gives the same bits and says how it
// works. Memory is laid out by the caller; addresses are bytes.

/**
 * Twin: `addRing` of ../add-ring.ts, for rings one after the other, each with its weight. The lowest and highest row that
 * were touched are updated at `touched`.
 */
export function addRings(
  xy: usize,
  rings: usize,
  weights: usize,
  ringCount: i32,
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
  const perPitchY = 1 / pitchY;
  let lowest = load<i32>(touched);
  let highest = load<i32>(touched, 4);
  for (let ring = 0; ring < ringCount; ring++) {
    const weight: f64 = <f64>load<i8>(weights + ring);
    let from = xy + (<usize>load<i32>(rings + (<usize>ring << 2)) << 3);
    const end = xy + (<usize>load<i32>(rings + (<usize>ring << 2), 4) << 3);
    if (from == end) continue;
    let x0 = <f64>load<i32>(end - 8) - baseX - fractionX;
    let y0 = <f64>load<i32>(end - 8, 4) - baseY - fractionY - bottom;
    let column0 = <i32>floor<f64>(x0 * perPitchX);
    if (<f64>column0 * pitchX > x0) column0--;
    else if (<f64>(column0 + 1) * pitchX <= x0) column0++;
    let row0 = <i32>floor<f64>(y0 * perPitchY);
    let step0 = floor<f64>((y0 - <f64>row0 * pitchY) * steps + 0.5);
    for (; from < end; from += 8) {
      const x1 = <f64>load<i32>(from) - baseX - fractionX;
      const y1 = <f64>load<i32>(from, 4) - baseY - fractionY - bottom;
      let column1 = <i32>floor<f64>(x1 * perPitchX);
      if (<f64>column1 * pitchX > x1) column1--;
      else if (<f64>(column1 + 1) * pitchX <= x1) column1++;
      const row1 = <i32>floor<f64>(y1 * perPitchY);
      const step1 = floor<f64>((y1 - <f64>row1 * pitchY) * steps + 0.5);
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

/** Twin: `sumInPlace` of ../coverage-buffer.ts. */
export function sumRow(
  cells: usize,
  line: usize,
  columns: i32,
  pixelX: f64,
  divisor: f64,
  limit: f64,
  factor: f64,
): void {
  const end = line + (<usize>columns << 3);
  let cover: f64 = 0;
  let same: f64 = 0;
  for (; line < end; line += 8, cells += 16) {
    const more = load<f64>(cells);
    const part = load<f64>(cells, 8);
    if (more != 0) {
      cover += more;
      const value = (pixelX * cover) / divisor;
      same = value > 0 ? (value < limit ? value : limit) * factor : 0;
    }
    if (part == 0) store<f64>(line, same);
    else {
      const value = (part + pixelX * cover) / divisor;
      store<f64>(line, value > 0 ? (value < limit ? value : limit) * factor : 0);
    }
  }
}
