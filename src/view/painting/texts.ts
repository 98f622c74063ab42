/**
 * Texts in a picture, as upright as the picture and always as large, wherever they are placed. Glyphs lie on whole pixels;
 * where they come from is the caller's matter.
 */

/** The pixels that a character covers, and how much of each. */
export interface Glyph {
  readonly width: number;
  /** From the lowest. */
  readonly rows: Uint16Array;
  readonly columns: Uint16Array;
  /** 1 to 255. */
  readonly shares: Uint8Array;
  /** Pixels to the next character. */
  readonly advance: number;
}

export interface Typeface {
  /** Pixels between two lines. */
  readonly lineHeight: number;
  /** From the bottom of a glyph to the line that letters stand on. */
  readonly baseline: number;
  /** Of capitals. */
  readonly capHeight: number;
  glyph(character: string): Glyph;
}

/** A text at a point, in pixels of the picture. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Which part of it lies at the point: 0 its left or lower side, 0.5 its middle, 1 its right or upper side. */
  readonly across: number;
  readonly up: number;
}

/**
 * Takes the pixels that a glyph covers: their indices, row by row from the lowest, counted from `origin`, and how much of each, 1
 * to 255.
 */
export type PaintGlyph = (origin: number, pixels: Int32Array, shares: Uint8Array, count: number) => void;

/** Draws texts into a picture, layer by layer. */
export class TextPainter {
  readonly #face: Typeface;
  readonly #width: number;
  readonly #height: number;
  /** From a glyph's lower left pixel to each that it covers. */
  readonly #offsets = new Map<Glyph, Int32Array>();
  /** What is handed on of glyphs that reach over a border: as many numbers as the largest one has had. */
  #pixels = new Int32Array(256);
  #shares = new Uint8Array(256);

  /** @param size of the picture, pixels */
  constructor(face: Typeface, { width, height }: { readonly width: number; readonly height: number }) {
    this.#face = face;
    this.#width = width;
    this.#height = height;
  }

  draw(texts: Iterable<PlacedText>, paint: PaintGlyph): void {
    const face = this.#face;
    for (const { text, x, y, across, up } of texts) {
      const lines = text.includes("\n") ? text.split(/\r?\n/) : [text];
      const whole = (lines.length - 1) * face.lineHeight + face.capHeight;
      let bottom = Math.round(y - up * whole) + (lines.length - 1) * face.lineHeight - face.baseline;
      for (const line of lines) {
        if (bottom < this.#height && bottom + face.lineHeight > 0)
          this.#line(line, Math.round(x - (across === 0 ? 0 : across * lengthOf(line, face))), bottom, paint);
        bottom -= face.lineHeight;
      }
    }
  }

  #line(line: string, from: number, bottom: number, paint: PaintGlyph): void {
    let left = from;
    for (const character of line) {
      if (left >= this.#width) return;
      const glyph = this.#face.glyph(character);
      if (left + glyph.width > 0) this.#glyph(glyph, left, bottom, paint);
      left += glyph.advance;
    }
  }

  #glyph(glyph: Glyph, left: number, bottom: number, paint: PaintGlyph): void {
    const { rows, columns, shares } = glyph;
    const width = this.#width;
    const height = this.#height;
    // No glyph is higher than a line.
    const isInside =
      left >= 0 && bottom >= 0 && left + glyph.width <= width && bottom + this.#face.lineHeight <= height;
    if (isInside) {
      paint(bottom * width + left, this.#offsetsOf(glyph), shares, shares.length);
      return;
    }
    if (shares.length > this.#pixels.length) {
      this.#pixels = new Int32Array(2 * shares.length);
      this.#shares = new Uint8Array(2 * shares.length);
    }
    const pixels = this.#pixels;
    const shown = this.#shares;
    let count = 0;
    for (let i = 0; i < shares.length; i++) {
      const row = bottom + rows[i];
      const column = left + columns[i];
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      pixels[count] = row * width + column;
      shown[count++] = shares[i];
    }
    paint(0, pixels, shown, count);
  }

  #offsetsOf(glyph: Glyph): Int32Array {
    let offsets = this.#offsets.get(glyph);
    if (offsets !== undefined) return offsets;
    const { rows, columns } = glyph;
    offsets = new Int32Array(rows.length);
    for (let i = 0; i < offsets.length; i++) offsets[i] = rows[i] * this.#width + columns[i];
    this.#offsets.set(glyph, offsets);
    return offsets;
  }
}

function lengthOf(line: string, face: Typeface): number {
  let length = 0;
  for (const character of line) length += face.glyph(character).advance;
  return length;
}
