/**
 * Lines on a plane: along each the pixels that it runs through, one a column or one a row, whichever are more. Dashed ones
 * are drawn with their square pen, and their dashes are counted from the border of the picture, so that those of neighbours
 * lie side by side; others are one pixel wide (the plane is widened afterwards).
 */
import type { BitPlane } from "./bit-plane.ts";

export class Lines {
  readonly #plane: BitPlane;
  /** Pixels that the pen reaches to the left and up, and to the right and down. */
  readonly #before: number;
  readonly #after: number;
  /** 1 where dashes paint, from the margin on; null for solid lines. */
  readonly #isDash: Uint8Array | null;

  /** @param dash 1 where it paints, a pen's width each; null for solid lines, which are one pixel wide */
  constructor(plane: BitPlane, dash: Uint8Array | null, width: number) {
    this.#plane = plane;
    this.#before = dash === null ? 0 : (width - 1) >> 1;
    this.#after = dash === null ? 0 : width >> 1;
    this.#isDash = dash && drawnOut(dash, width, this.#before, plane);
  }

  /** Coordinates in pixels of the picture. */
  line(x0: number, y0: number, x1: number, y1: number): void {
    const { width, height, margin } = this.#plane;
    if (x0 < -margin && x1 < -margin) return;
    if (y0 < -margin && y1 < -margin) return;
    if (x0 > width + margin && x1 > width + margin) return;
    if (y0 > height + margin && y1 > height + margin) return;
    if (Math.abs(x1 - x0) >= Math.abs(y1 - y0)) {
      if (x0 <= x1) this.#flat(x0, y0, x1, y1);
      else this.#flat(x1, y1, x0, y0);
    } else if (y0 <= y1) this.#steep(x0, y0, x1, y1);
    else this.#steep(x1, y1, x0, y0);
  }

  /** One pixel a column. */
  #flat(x0: number, y0: number, x1: number, y1: number): void {
    const { width, margin } = this.#plane;
    const first = Math.max(Math.floor(x0), -margin);
    const last = Math.min(Math.floor(x1), width + margin);
    if (y0 === y1 || first === last) {
      this.#run(Math.floor(y0), first, last);
      return;
    }
    const slope = (y1 - y0) / (x1 - x0);
    let row = NaN;
    let from = first;
    for (let column = first; column <= last; column++) {
      const x = column + 0.5;
      const next = Math.floor(x <= x0 ? y0 : x >= x1 ? y1 : y0 + (x - x0) * slope);
      if (next === row) continue;
      if (column > first) this.#run(row, from, column - 1);
      row = next;
      from = column;
    }
    this.#run(row, from, last);
  }

  /** Columns of one row, with the pen around each. */
  #run(row: number, first: number, last: number): void {
    const plane = this.#plane;
    if (this.#isDash === null) {
      plane.span(row, first, last);
      return;
    }
    const before = this.#before;
    const after = this.#after;
    this.#dashes(first - before, last + after, plane.width, (from, to) =>
      plane.block(row - after, from, row + before, to),
    );
  }

  /** One pixel a row. */
  #steep(x0: number, y0: number, x1: number, y1: number): void {
    const plane = this.#plane;
    const before = this.#before;
    const after = this.#after;
    const first = Math.max(Math.floor(y0), -plane.margin);
    const last = Math.min(Math.floor(y1), plane.height + plane.margin);
    if (x0 === x1 && this.#isDash === null) {
      plane.block(first, Math.floor(x0), last, Math.floor(x0));
      return;
    }
    const slope = (x1 - x0) / (y1 - y0);
    for (let row = first; row <= last; row++) {
      const y = row + 0.5;
      const column = Math.floor(y <= y0 ? x0 : y >= y1 ? x1 : x0 + (y - y0) * slope);
      if (this.#isDash === null) plane.pixel(row, column);
      else
        this.#dashes(row - after, row + before, plane.height, (from, to) =>
          plane.block(from, column - before, to, column + after),
        );
    }
  }

  /** The runs of dashes among rows or columns. */
  #dashes(first: number, last: number, length: number, paint: (from: number, to: number) => void): void {
    const isDash = this.#isDash!;
    const { margin } = this.#plane;
    const end = Math.min(last, length + margin - 1);
    for (let at = Math.max(first, -margin); at <= end; at++) {
      if (isDash[at + margin] === 0) continue;
      const from = at;
      while (at < end && isDash[at + 1 + margin] === 1) at++;
      paint(from, at);
    }
  }
}

/** Counted from the border of the picture, over the longer of its sides and both margins. */
function drawnOut(dash: Uint8Array, width: number, before: number, plane: BitPlane): Uint8Array {
  const length = Math.max(plane.width, plane.height) + 2 * plane.margin;
  return Uint8Array.from({ length }, (_, i) => {
    const step = Math.floor((i - plane.margin + before) / width) % dash.length;
    return dash[step < 0 ? step + dash.length : step];
  });
}
