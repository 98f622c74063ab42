/**
 * Pixels that layers are painted on one after the other, later ones over earlier ones; row 0 is the lowest.
 *
 * Colours are 32-bit words with red lowest. A transparent layer does not hide what lies below: on a light background its
 * bits are taken out, on a dark one they are put in (KLayout's rule), so that painting a pixel twice changes nothing.
 */
import type { Stipple } from "./stipples.ts";

/** How a colour meets what is there. */
export type Mix = "over" | "and" | "or";

const opaque = 0xff000000;

/** 0xAABBGGRR. */
export function colorWord(red: number, green: number, blue: number): number {
  return (opaque | (blue << 16) | (green << 8) | red) >>> 0;
}

export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
  #color = opaque;
  #mix: Mix = "over";
  #stipple: Stipple | null = null;
  /** Pixels of the canvas in a step of a stipple. */
  readonly #scale: number;
  /** The stipple's rows, drawn out over the width. */
  #masks: readonly Uint8Array[] = [];

  constructor(width: number, height: number, background: number, scale = 1) {
    this.width = width;
    this.height = height;
    this.#scale = scale;
    this.words = new Uint32Array(width * height).fill(background);
  }

  /** What the next spans are painted with; null for solid colour. */
  brush(color: number, mix: Mix, stipple: Stipple | null): void {
    this.#color = color;
    this.#mix = mix;
    this.#stipple = stipple;
    this.#masks = stipple === null ? [] : drawnOut(stipple, this.width, this.#scale);
  }

  /** Paints columns `left` to `right`, both of them, of a row that is on the canvas. */
  span(row: number, left: number, right: number): void {
    const from = left < 0 ? 0 : left;
    const to = right >= this.width ? this.width - 1 : right;
    if (to < from) return;
    const { words } = this;
    const color = this.#color;
    const start = row * this.width;
    const stipple = this.#stipple;
    if (stipple === null) {
      if (this.#mix === "over") words.fill(color, start + from, start + to + 1);
      else for (let i = start + from; i <= start + to; i++) words[i] = this.#mixed(words[i]);
      return;
    }
    const mask = this.#masks[Math.floor(row / this.#scale) % stipple.height];
    if (this.#mix === "over") {
      for (let column = from; column <= to; column++) if (mask[column] === 1) words[start + column] = color;
    } else {
      for (let column = from; column <= to; column++)
        if (mask[column] === 1) words[start + column] = this.#mixed(words[start + column]);
    }
  }

  /** Paints one pixel, if it is on the canvas. */
  pixel(row: number, column: number): void {
    if (row < 0 || column < 0 || row >= this.height || column >= this.width) return;
    const i = row * this.width + column;
    this.words[i] = this.#mix === "over" ? this.#color : this.#mixed(this.words[i]);
  }

  /** Paints a block of pixels, as far as it is on the canvas. */
  block(bottom: number, left: number, top: number, right: number): void {
    const last = top >= this.height ? this.height - 1 : top;
    for (let row = bottom < 0 ? 0 : bottom; row <= last; row++) this.span(row, left, right);
  }

  #mixed(word: number): number {
    return this.#mix === "and" ? word & (this.#color | opaque) : word | this.#color;
  }
}

function drawnOut({ width, height, bits }: Stipple, columns: number, scale: number): Uint8Array[] {
  const masks: Uint8Array[] = [];
  for (let row = 0; row < height; row++) {
    const mask = new Uint8Array(columns);
    for (let column = 0; column < columns; column++)
      mask[column] = bits[row * width + (Math.floor(column / scale) % width)];
    masks.push(mask);
  }
  return masks;
}
