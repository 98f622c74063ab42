/**
 * Draws the outlines of polygons on a canvas with a square pen: along each edge the pixels that it runs through, one a
 * column or one a row, whichever are more. Dashes are counted from the border of the canvas, so that those of neighbours
 * lie side by side.
 */
import type { PicturePolygons } from "../layout-svg.ts";
import type { Canvas } from "./canvas.ts";
import { type CanvasFrame, rectangleOf } from "./frame.ts";

export interface Pen {
  /** Pixels. */
  readonly width: number;
  /** 1 where it paints; null for solid lines. */
  readonly dash: Uint8Array | null;
  /** Pixels of a cross at each vertex, from its middle; 0 for none. */
  readonly cross: number;
  /** Both diagonals of rectangles. */
  readonly isCrossed: boolean;
}

export function outlinePolygons(canvas: Canvas, set: PicturePolygons, frame: CanvasFrame, pen: Pen): void {
  const { xy, rings, polygons } = set;
  const { left, bottom, scale } = frame;
  const lines = new Lines(canvas, pen);
  const marks = new Lines(canvas, { ...pen, width: 1, dash: null });
  const box = new Int32Array(4);
  /** Without gaps, so that what is painted need not be painted again. */
  const isDense = pen.dash === null && pen.cross === 0;
  const isPlain = pen.width === 1 && pen.dash === null && pen.cross === 0 && !pen.isCrossed;
  for (let polygon = 0; polygon < polygons.length - 1; polygon++) {
    if (isPlain && rectangleOf(set, polygon, box)) {
      lines.rectangle(
        (box[0] - left) * scale,
        (box[1] - bottom) * scale,
        (box[2] - left) * scale,
        (box[3] - bottom) * scale,
      );
      continue;
    }
    if (pen.isCrossed && rectangleOf(set, polygon, box)) {
      const [x0, y0, x1, y1] = box;
      const [l, b, r, t] = [(x0 - left) * scale, (y0 - bottom) * scale, (x1 - left) * scale, (y1 - bottom) * scale];
      lines.line(l, b, r, t);
      lines.line(l, t, r, b);
    }
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
      const start = 2 * rings[ring];
      const end = 2 * rings[ring + 1];
      if (start === end) continue;
      let x0 = (xy[end - 2] - left) * scale;
      let y0 = (xy[end - 1] - bottom) * scale;
      let column = Math.floor(x0);
      let row = Math.floor(y0);
      if (isPlain) canvas.pixel(row, column);
      else if (isDense) lines.line(x0, y0, x0, y0);
      for (let i = start; i < end; i += 2) {
        const x1 = (xy[i] - left) * scale;
        const y1 = (xy[i + 1] - bottom) * scale;
        if (isDense) {
          // Most edges of curves stay within a pixel, or go on to the next one.
          const nextColumn = Math.floor(x1);
          const nextRow = Math.floor(y1);
          const isShort =
            nextColumn - column <= 1 && column - nextColumn <= 1 && nextRow - row <= 1 && row - nextRow <= 1;
          const isSame = nextColumn === column && nextRow === row;
          column = nextColumn;
          row = nextRow;
          if (isSame || (isPlain && isShort)) {
            if (!isSame) canvas.pixel(row, column);
            x0 = x1;
            y0 = y1;
            continue;
          }
        }
        lines.line(x0, y0, x1, y1);
        if (pen.cross > 0) {
          marks.line(x1 - pen.cross, y1, x1 + pen.cross, y1);
          marks.line(x1, y1 - pen.cross, x1, y1 + pen.cross);
        }
        x0 = x1;
        y0 = y1;
      }
    }
  }
}

class Lines {
  readonly #canvas: Canvas;
  readonly #width: number;
  readonly #dash: Uint8Array | null;
  /** Pixels that the pen reaches to the left and up, and to the right and down. */
  readonly #before: number;
  readonly #after: number;

  constructor(canvas: Canvas, { width, dash }: Pen) {
    this.#canvas = canvas;
    this.#width = width;
    this.#dash = dash;
    this.#before = (width - 1) >> 1;
    this.#after = width >> 1;
  }

  /** The outline of a rectangle, one pixel wide and without dashes. */
  rectangle(x0: number, y0: number, x1: number, y1: number): void {
    const canvas = this.#canvas;
    const [left, right] = [Math.floor(x0), Math.floor(x1)];
    const [low, high] = [Math.floor(y0), Math.floor(y1)];
    if (right < 0 || high < 0 || left >= canvas.width || low >= canvas.height) return;
    if (low >= 0) canvas.span(low, left, right);
    if (high > low && high < canvas.height) canvas.span(high, left, right);
    const last = Math.min(high, canvas.height) - 1;
    for (let row = Math.max(low, -1) + 1; row <= last; row++) {
      canvas.pixel(row, left);
      canvas.pixel(row, right);
    }
  }

  /** Coordinates in pixels of the canvas. */
  line(x0: number, y0: number, x1: number, y1: number): void {
    if (this.#width === 0) return;
    const canvas = this.#canvas;
    const reach = this.#width;
    if (x0 < -reach && x1 < -reach) return;
    if (y0 < -reach && y1 < -reach) return;
    if (x0 > canvas.width + reach && x1 > canvas.width + reach) return;
    if (y0 > canvas.height + reach && y1 > canvas.height + reach) return;
    if (Math.abs(x1 - x0) >= Math.abs(y1 - y0)) {
      if (x0 <= x1) this.#flat(x0, y0, x1, y1);
      else this.#flat(x1, y1, x0, y0);
    } else if (y0 <= y1) this.#steep(x0, y0, x1, y1);
    else this.#steep(x1, y1, x0, y0);
  }

  /** One pixel a column. */
  #flat(x0: number, y0: number, x1: number, y1: number): void {
    const first = Math.max(Math.floor(x0), -this.#width);
    const last = Math.min(Math.floor(x1), this.#canvas.width + this.#width);
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
    const canvas = this.#canvas;
    const before = this.#before;
    const after = this.#after;
    if (this.#dash === null) {
      if (this.#width === 1) {
        if (row >= 0 && row < canvas.height) canvas.span(row, first, last);
      } else canvas.block(row - after, first - before, row + before, last + after);
      return;
    }
    for (let column = first - before; column <= last + after; column++) {
      if (this.#isDash(column)) canvas.block(row - after, column, row + before, column);
    }
  }

  /** One pixel a row. */
  #steep(x0: number, y0: number, x1: number, y1: number): void {
    const canvas = this.#canvas;
    const before = this.#before;
    const after = this.#after;
    const first = Math.max(Math.floor(y0), -this.#width);
    const last = Math.min(Math.floor(y1), canvas.height + this.#width);
    const slope = (x1 - x0) / (y1 - y0);
    for (let row = first; row <= last; row++) {
      const y = row + 0.5;
      const column = Math.floor(y <= y0 ? x0 : y >= y1 ? x1 : x0 + (y - y0) * slope);
      if (this.#dash !== null) {
        for (let at = row - after; at <= row + before; at++)
          if (this.#isDash(at)) canvas.block(at, column - before, at, column + after);
      } else if (this.#width === 1) canvas.pixel(row, column);
      else canvas.block(row - after, column - before, row + before, column + after);
    }
  }

  #isDash(at: number): boolean {
    const dash = this.#dash!;
    const step = Math.floor((at + this.#before) / this.#width) % dash.length;
    return dash[step < 0 ? step + dash.length : step] === 1;
  }
}
