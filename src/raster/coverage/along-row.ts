/** One row of a coverage buffer. */

/**
 * Adds the piece of an edge within one row, from (x0, step0) to (x1, step1), to its pixels. Steps go from column to column
 * as whole numbers, so that together they are just the rise of the piece.
 */
export function along(
  cells: Float64Array,
  at: number,
  x0: number,
  x1: number,
  column0: number,
  column1: number,
  step0: number,
  step1: number,
  pitch: number,
  columns: number,
  sign: number,
): void {
  const isRightwards = column1 > column0 || (column1 === column0 && x1 >= x0);
  const turn = isRightwards ? sign : -sign;
  const lastStep = isRightwards ? step1 : step0;
  const right = isRightwards ? x1 : x0;
  const last = isRightwards ? column1 : column0;
  let step = isRightwards ? step0 : step1;
  let x = isRightwards ? x0 : x1;
  let column = isRightwards ? column0 : column1;
  if (column >= columns) return;
  if (last < 0) {
    cells[at] += (lastStep - step) * turn;
    return;
  }
  const slope = (lastStep - step) / (right - x);
  const startX = x;
  const startStep = step;
  const least = step < lastStep ? step : lastStep;
  const most = step < lastStep ? lastStep : step;
  if (column < 0) {
    let next = Math.floor(startStep - startX * slope + 0.5);
    if (!(next >= least)) next = least;
    else if (next > most) next = most;
    cells[at] += (next - step) * turn;
    step = next;
    x = 0;
    column = 0;
  }
  const stop = last < columns ? last : columns;
  for (; column < stop; column++) {
    const nextX = (column + 1) * pitch;
    let next = Math.floor(startStep + (nextX - startX) * slope + 0.5);
    if (!(next >= least)) next = least;
    else if (next > most) next = most;
    const cover = (next - step) * turn;
    const cell = at + 2 * column;
    cells[cell + 1] += cover * (pitch - ((x + nextX) / 2 - column * pitch));
    cells[cell + 2] += cover;
    x = nextX;
    step = next;
  }
  if (last < columns) {
    const cover = (lastStep - step) * turn;
    const cell = at + 2 * last;
    cells[cell + 1] += cover * (pitch - ((x + right) / 2 - last * pitch));
    cells[cell + 2] += cover;
  }
}
