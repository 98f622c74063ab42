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

export function drawTexts(
  texts: Iterable<PlacedText>,
  face: Typeface,
  size: { readonly width: number; readonly height: number },
  paint: PaintGlyph,
): void {
  const offsets = new Map<Glyph, Int32Array>();
  const painter: GlyphPainter = { width: size.width, height: size.height, lineHeight: face.lineHeight, offsets, paint };
  for (const { text, x, y, across, up } of texts) {
    const lines = text.includes("\n") ? text.split(/\r?\n/) : [text];
    const whole = (lines.length - 1) * face.lineHeight + face.capHeight;
    let bottom = Math.round(y - up * whole) + (lines.length - 1) * face.lineHeight - face.baseline;
    for (const line of lines) {
      if (bottom < size.height && bottom + face.lineHeight > 0) {
        let left = Math.round(x - (across === 0 ? 0 : across * lengthOf(line, face)));
        for (const character of line) {
          if (left >= size.width) break;
          const glyph = face.glyph(character);
          if (left + glyph.width > 0) drawGlyph(glyph, left, bottom, painter);
          left += glyph.advance;
        }
      }
      bottom -= face.lineHeight;
    }
  }
}

function lengthOf(line: string, face: Typeface): number {
  let length = 0;
  for (const character of line) length += face.glyph(character).advance;
  return length;
}

interface GlyphPainter {
  readonly width: number;
  readonly height: number;
  /** No glyph is higher. */
  readonly lineHeight: number;
  /** From a glyph's lower left pixel to each that it covers. */
  readonly offsets: Map<Glyph, Int32Array>;
  readonly paint: PaintGlyph;
}

/** What is handed on of glyphs that reach over a border: as many numbers as the largest one has had. */
let pixels = new Int32Array(256);
let shownShares = new Uint8Array(256);

function drawGlyph(glyph: Glyph, left: number, bottom: number, painter: GlyphPainter): void {
  const { rows, columns, shares } = glyph;
  const { width, height, lineHeight, offsets, paint } = painter;
  if (left >= 0 && bottom >= 0 && left + glyph.width <= width && bottom + lineHeight <= height) {
    let places = offsets.get(glyph);
    if (places === undefined)
      offsets.set(glyph, (places = Int32Array.from(rows, (row, i) => row * width + columns[i])));
    paint(bottom * width + left, places, shares, shares.length);
    return;
  }
  if (shares.length > pixels.length) {
    pixels = new Int32Array(2 * shares.length);
    shownShares = new Uint8Array(2 * shares.length);
  }
  let count = 0;
  for (let i = 0; i < shares.length; i++) {
    const row = bottom + rows[i];
    const column = left + columns[i];
    if (row < 0 || row >= height || column < 0 || column >= width) continue;
    pixels[count] = row * width + column;
    shownShares[count++] = shares[i];
  }
  paint(0, pixels, shownShares, count);
}
