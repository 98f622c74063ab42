/**
 * Exact areas under directed lines, pixel by pixel (the scheme of font rasterizers, with two buffers).
 *
 * A line that rises by d inside a row covers, to its right, d × pixelX of each further pixel of the row (its *cover*),
 * and a part of the pixel that it passes through (its *area*). Rows are summed up from the left at the end.
 *
 * Heights are whole numbers of 2⁻ᵏ units, about 2⁻⁴² of a pixel. Their sums are exact (up to two thousand polygons above
 * each other), so that what comes in on one side
 * of a polygon goes out on its other side without a rest: pixels that no edge touches are exactly empty or exactly full.
 * Whole coordinates on whole pixels lose nothing at all.
 */
import type { PixelGrid } from "../pixel-grid.ts";

/** `rows` are those that the buffer holds at a time. */
export type BufferGrid = Pick<PixelGrid, "pitchX" | "pitchY" | "pixelX" | "pixelY" | "columns" | "rows">;

/** The values of the row of pixels whose cells begin at `first`, which hold until the next call. */
export type SumRow = (
  first: number,
  pixelX: number,
  divisor: number,
  limit: number,
  factor: number,
) => Float32Array | Float64Array;

/** Steps of height in a unit, and in a pixel. */
export function heightSteps(pixelY: number): { readonly steps: number; readonly pixelSteps: number } {
  const steps = 2 ** (42 - Math.ceil(Math.log2(pixelY)));
  return { steps, pixelSteps: Math.round(pixelY * steps) };
}

export class CoverageBuffer {
  readonly #columns: number;
  readonly #rows: number;
  readonly #pitchX: number;
  readonly #pitchY: number;
  readonly #pixelX: number;
  readonly #pixelY: number;
  /** Factors instead of divisions: an index that is off by one in the last bit is put right where it is used. */
  readonly #perPitchX: number;
  readonly #perPitchY: number;
  /** Cover and area of each pixel in turn; one more column takes the cover of the last one. */
  readonly #cells: Float64Array;
  readonly #rowLength: number;
  readonly #width: number;
  readonly #line: Float64Array;
  readonly #sumRow: SumRow;
  /** Pixels are smaller than their pitch along x or y. */
  readonly hasGaps: boolean;
  /** Steps of height in a unit, and in a pixel. */
  readonly #steps: number;
  readonly #pixelSteps: number;
  /** The rows that were touched since the last `clear`. */
  #lowest: number;
  #highest = -1;
  /** Index of the buffer's first row in the whole grid. */
  #firstRow = 0;

  /** @param given  zeros to work on, 2 · (columns + 1) · rows of them, and what sums up one row of them */
  constructor(
    { columns, rows, pitchX, pitchY, pixelX, pixelY }: BufferGrid,
    given?: { readonly cells: Float64Array; readonly sumRow: SumRow | null },
  ) {
    this.#columns = columns;
    this.#rows = rows;
    this.#pitchX = pitchX;
    this.#pitchY = pitchY;
    this.#pixelX = pixelX;
    this.#pixelY = pixelY;
    this.#perPitchX = 1 / pitchX;
    this.#perPitchY = 1 / pitchY;
    this.#rowLength = 2 * (columns + 1);
    this.#cells = given?.cells ?? new Float64Array(this.#rowLength * rows);
    this.#width = columns * pitchX;
    this.#sumRow = given?.sumRow ?? ((...numbers) => this.#sumInPlace(...numbers));
    this.#line = new Float64Array(columns);
    this.hasGaps = pixelX !== pitchX || pixelY !== pitchY;
    const { steps, pixelSteps } = heightSteps(pixelY);
    this.#steps = steps;
    this.#pixelSteps = pixelSteps;
    this.#lowest = rows;
  }

  /** Empties the buffer and lets it hold the grid's rows from `firstRow` on. */
  clear(firstRow: number): void {
    if (this.#highest >= this.#lowest) {
      this.#cells.fill(0, this.#lowest * this.#rowLength, (this.#highest + 1) * this.#rowLength);
    }
    this.#lowest = this.#rows;
    this.#highest = -1;
    this.#firstRow = firstRow;
  }

  /**
   * Adds `sign` times the area to the right of the line x = lineX + (y − lineY)·slope between two heights.
   * Coordinates are relative to the lower left corner of the grid's pixel 0, 0.
   */
  line(lineX: number, lineY: number, slope: number, low: number, high: number, sign: number): void {
    if (slope === 0) {
      this.#upright(lineX, low, high, sign);
      return;
    }
    const pitchY = this.#pitchY;
    const pixelY = this.#pixelY;
    const steps = this.#steps;
    const firstRow = this.#firstRow;
    const rows = this.#rows;
    let row = this.#rowOf(low);
    const first = row;
    for (; row < rows; row++) {
      const bottom = (row + firstRow) * pitchY;
      if (bottom >= high) break;
      let from = low - bottom;
      let to = high - bottom;
      if (from >= pixelY) continue;
      if (from < 0) from = 0;
      if (to > pixelY) to = pixelY;
      const fromStep = Math.floor(from * steps + 0.5);
      const toStep = to === pixelY ? this.#pixelSteps : Math.floor(to * steps + 0.5);
      if (toStep === fromStep) continue;
      const x0 = lineX + (bottom + from - lineY) * slope;
      const x1 = lineX + (bottom + to - lineY) * slope;
      this.#slanted(row * this.#rowLength, x0, x1, fromStep, toStep, lineX, lineY - bottom, slope, sign);
    }
    if (first < this.#lowest) this.#lowest = first;
    if (row - 1 > this.#highest) this.#highest = row - 1;
  }

  /** Rows that something else has added to. */
  touch(lowest: number, highest: number): void {
    if (lowest < this.#lowest) this.#lowest = lowest;
    if (highest > this.#highest) this.#highest = highest;
  }

  /** The first row of the buffer that a height may be in. */
  #rowOf(low: number): number {
    const row = Math.floor(low * this.#perPitchY) | 0;
    const inBuffer = (row * this.#pitchY > low ? row - 1 : row) - this.#firstRow;
    return inBuffer < 0 ? 0 : inBuffer;
  }

  #upright(x: number, low: number, high: number, sign: number): void {
    if (x >= this.#width) return;
    const cells = this.#cells;
    const pitchY = this.#pitchY;
    const pixelX = this.#pixelX;
    const pixelY = this.#pixelY;
    const steps = this.#steps;
    const firstRow = this.#firstRow;
    const rows = this.#rows;
    // Left of the grid it is cover of the first column.
    const column = x <= 0 ? -1 : Math.floor(x * this.#perPitchX) | 0;
    // A width that was rounded up lies beyond the last column's end.
    if (column >= this.#columns) return;
    const inside = x - column * this.#pitchX;
    const part = column < 0 || inside >= pixelX ? 0 : inside > 0 ? pixelX - inside : pixelX;
    let row = this.#rowOf(low);
    const first = row;
    for (let cell = row * this.#rowLength + 2 * column; row < rows; row++, cell += this.#rowLength) {
      const bottom = (row + firstRow) * pitchY;
      if (bottom >= high) break;
      const from = low - bottom;
      const to = high - bottom;
      if (from >= pixelY) continue;
      const fromStep = from <= 0 ? 0 : Math.floor(from * steps + 0.5);
      const toStep = to >= pixelY ? this.#pixelSteps : Math.floor(to * steps + 0.5);
      const cover = (toStep - fromStep) * sign;
      if (part !== 0) cells[cell + 1] += cover * part;
      cells[cell + 2] += cover;
    }
    if (first < this.#lowest) this.#lowest = first;
    if (row - 1 > this.#highest) this.#highest = row - 1;
  }

  #slanted(
    at: number,
    x0: number,
    x1: number,
    fromStep: number,
    toStep: number,
    lineX: number,
    lineY: number,
    slope: number,
    sign: number,
  ): void {
    const cells = this.#cells;
    const pitchX = this.#pitchX;
    const pixelX = this.#pixelX;
    const columns = this.#columns;
    const left = x0 < x1 ? x0 : x1;
    const right = x0 < x1 ? x1 : x0;
    if (left >= this.#width) return;
    if (right <= 0) {
      cells[at] += (toStep - fromStep) * sign;
      return;
    }
    let column = Math.floor(left * this.#perPitchX) | 0;
    if (column >= 0 && column < columns) {
      const start = column * pitchX;
      if (right <= start + pixelX) {
        const cover = (toStep - fromStep) * sign;
        const inside = (left + right) / 2 - start;
        const cell = at + 2 * column;
        cells[cell + 1] += cover * (inside > 0 ? pixelX - inside : pixelX);
        cells[cell + 2] += cover;
        return;
      }
    }
    // From left to right, piece by piece; `step` is the height at x, whichever way the line rises.
    const rise = 1 / slope;
    const last = slope > 0 ? toStep : fromStep;
    const turned = slope > 0 ? sign : -sign;
    let step = slope > 0 ? fromStep : toStep;
    let x = left;
    if (x < 0) {
      const next = this.#stepAt(0, lineX, lineY, rise, fromStep, toStep);
      cells[at] += (next - step) * turned;
      step = next;
      x = 0;
      column = 0;
    }
    for (; column < columns; column++) {
      const start = column * pitchX;
      const end = start + pixelX;
      const cell = at + 2 * column;
      if (x < end) {
        const stop = right < end ? right : end;
        const next = right <= end ? last : this.#stepAt(end, lineX, lineY, rise, fromStep, toStep);
        const cover = (next - step) * turned;
        const inside = (x + stop) / 2 - start;
        cells[cell + 1] += cover * (inside > 0 ? pixelX - inside : pixelX);
        cells[cell + 2] += cover;
        if (right <= end) return;
        step = next;
      }
      x = start + pitchX;
      if (!this.hasGaps) continue;
      const next = right <= x ? last : this.#stepAt(x, lineX, lineY, rise, fromStep, toStep);
      cells[cell + 2] += (next - step) * turned;
      if (right <= x) return;
      step = next;
    }
  }

  #stepAt(x: number, lineX: number, lineY: number, rise: number, least: number, most: number): number {
    const step = Math.floor((lineY + (x - lineX) * rise) * this.#steps + 0.5);
    return step < least ? least : step > most ? most : step;
  }

  /**
   * Writes rows to `out` (from `index`, `rowLength` from row to row): covered parts of pixels, or areas, each at most
   * `most` times the whole pixel. Values leave that range by rounding only and are put back. Untouched rows are left.
   */
  write(
    out: Float32Array | Float64Array,
    index: number,
    rowLength: number,
    rows: number,
    as: "coverage" | "area",
    most: number,
  ): void {
    const pixelX = this.#pixelX;
    const pixelY = this.#pixelY;
    const full = pixelX * this.#pixelSteps;
    // Areas of whole coordinates stay whole: a division by a power of two instead of one there and back.
    const isExact = this.#pixelSteps === pixelY * this.#steps;
    const divisor = as === "area" && isExact ? this.#steps : full;
    const factor = as === "area" && !isExact ? pixelX * pixelY : 1;
    const limit = (most * full) / divisor;
    const top = Math.min(rows - 1, this.#highest);
    for (let row = this.#lowest; row <= top; row++)
      out.set(this.#sumRow(row * this.#rowLength, pixelX, divisor, limit, factor), index + row * rowLength);
  }

  /** Twin of `sumRow` in wasm/rings.ts, which gives the same bits. */
  #sumInPlace(first: number, pixelX: number, divisor: number, limit: number, factor: number): Float64Array {
    const cells = this.#cells;
    // One kind of array in the loop, whatever the kind of the result: the engine makes no code for either.
    const line = this.#line;
    const columns = line.length;
    let cell = first;
    let cover = 0;
    let same = 0; // value of a pixel that no edge touches
    for (let i = 0; i < columns; i++, cell += 2) {
      const more = cells[cell];
      const part = cells[cell + 1];
      if (more !== 0) {
        cover += more;
        const value = (pixelX * cover) / divisor;
        same = value > 0 ? (value < limit ? value : limit) * factor : 0;
      }
      if (part === 0) line[i] = same;
      else {
        const value = (part + pixelX * cover) / divisor;
        line[i] = value > 0 ? (value < limit ? value : limit) * factor : 0;
      }
    }
    return line;
  }
}
