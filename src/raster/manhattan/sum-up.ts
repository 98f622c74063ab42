/** Differences along rows and columns, summed up to areas and divided once. */
import type { Cells } from "./deposit-corners.ts";

/**
 * Sums up `rows` rows of cells (one more column than pixels) into `out` from `index` on. `below` is the row of areas under
 * the first one, and is left as the last one: zeros at the bottom. Twin of `sumUp` in wasm/manhattan.ts.
 */
export function sumUp(
  cells: Cells,
  below: Cells,
  out: Float32Array | Float64Array,
  index: number,
  columns: number,
  rows: number,
  divisor: number,
): void {
  for (let row = 0, i = index, cell = 0; row < rows; row++, cell++) {
    let sum = 0;
    for (let column = 0; column < columns; column++, i++, cell++) {
      sum += cells[cell];
      below[column] += sum;
      out[i] = divisor === 1 ? below[column] : below[column] / divisor;
    }
  }
}
