import { along } from "./along-row.ts";
import type { RingGrid } from "./ring-adder.ts";

/**
 * Adds `weight` times a ring, which is counter-clockwise where that is positive: the points `xy[start…end)`, all of them near
 * the grid, and pixels without gaps. Most edges are short: what was found out about the end of one serves the next, and all is
 * done in one piece, by numbers that the engine keeps in registers. Twin of `addRings` in wasm/rings.ts, which gives the same
 * bits.
 * @param bottom   height of the first row of cells above the grid's corner
 * @param touched  the lowest and the highest row that anything was added to
 */
export function addRing(
  xy: Int32Array,
  start: number,
  end: number,
  weight: number,
  grid: RingGrid,
  bottom: number,
  cells: Float64Array,
  touched: Int32Array,
): void {
  const { baseX, baseY, fractionX, fractionY, pitchX, pitchY, columns, rows, steps, pixelSteps: full } = grid;
  const rowLength = 2 * (columns + 1);
  const perPitchX = 1 / pitchX;
  const perPitchY = 1 / pitchY;
  let [lowest, highest] = [touched[0], touched[1]];
  // Near the grid these are 32-bit numbers. A rounded product may have missed the column; the row does not matter, for the
  // step is measured from it.
  let x0 = xy[end - 2] - baseX - fractionX;
  let y0 = xy[end - 1] - baseY - fractionY - bottom;
  let column0 = Math.floor(x0 * perPitchX) | 0;
  if (column0 * pitchX > x0) column0--;
  else if ((column0 + 1) * pitchX <= x0) column0++;
  let row0 = Math.floor(y0 * perPitchY) | 0;
  let step0 = Math.floor((y0 - row0 * pitchY) * steps + 0.5);
  for (let i = start; i < end; i += 2) {
    const x1 = xy[i] - baseX - fractionX;
    const y1 = xy[i + 1] - baseY - fractionY - bottom;
    let column1 = Math.floor(x1 * perPitchX) | 0;
    if (column1 * pitchX > x1) column1--;
    else if ((column1 + 1) * pitchX <= x1) column1++;
    const row1 = Math.floor(y1 * perPitchY) | 0;
    const step1 = Math.floor((y1 - row1 * pitchY) * steps + 0.5);
    if (row0 === row1) {
      if (row1 >= 0 && row1 < rows && step0 !== step1) {
        const at = row1 * rowLength;
        if (column0 === column1 && column1 >= 0 && column1 < columns) {
          const cover = (step0 - step1) * weight;
          const cell = at + 2 * column1;
          cells[cell + 1] += cover * (pitchX - ((x0 + x1) / 2 - column1 * pitchX));
          cells[cell + 2] += cover;
        } else along(cells, at, x0, x1, column0, column1, step0, step1, pitchX, columns, -weight);
        if (row1 < lowest) lowest = row1;
        if (row1 > highest) highest = row1;
      }
    } else if (column0 < columns || column1 < columns) {
      // Upwards, row by row.
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
          column = Math.floor(x * perPitchX) | 0;
        }
        if (row < lowest) lowest = row;
        const stop = last < rows ? last : rows;
        for (; row < stop; row++) {
          const nextX = x0 + ((row + 1) * pitchY - y0) * slope;
          const nextColumn = Math.floor(nextX * perPitchX) | 0;
          const at = row * rowLength;
          if (column === nextColumn && column >= 0 && column < columns) {
            const cover = (full - step) * turn;
            const cell = at + 2 * column;
            cells[cell + 1] += cover * (pitchX - ((x + nextX) / 2 - column * pitchX));
            cells[cell + 2] += cover;
          } else along(cells, at, x, nextX, column, nextColumn, step, full, pitchX, columns, turn);
          x = nextX;
          column = nextColumn;
          step = 0;
        }
        if (last < rows) {
          const endStep = rises ? step1 : step0;
          if (endStep !== step) {
            const endX = rises ? x1 : x0;
            const endColumn = rises ? column1 : column0;
            along(cells, last * rowLength, x, endX, column, endColumn, step, endStep, pitchX, columns, turn);
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
  touched[0] = lowest;
  touched[1] = highest;
}
