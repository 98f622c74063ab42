/**
 * Pixels that layers are painted on one after the other, later ones over earlier ones; row 0 is the lowest.
 *
 * Colours are 32-bit words with red lowest. A transparent layer does not hide what lies below: on a light background its
 * bits are taken out, on a dark one they are put in (KLayout's rule), so that painting a pixel twice changes nothing.
 */
import type { BitPlane } from "./bit-plane.ts";
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

  constructor(width: number, height: number, background: number) {
    this.width = width;
    this.height = height;
    this.words = new Uint32Array(width * height).fill(background);
  }

  /** Gives what is on a plane of the canvas' size a colour, where the stipple paints; everywhere for null. */
  paint(plane: BitPlane, color: number, mix: Mix, stipple: Stipple | null): void {
    const { words: bits } = plane;
    const [first, last] = plane.touched;
    const count = Math.ceil(this.width / 32);
    const masks = stipple === null ? [new Int32Array(count).fill(-1)] : drawnOut(stipple, count);
    const inPicture = -1 >>> (32 * count - this.width);
    for (const mask of masks) mask[count - 1] &= inPicture;
    for (let row = first; row <= last; row++) {
      const mask = masks[row % masks.length];
      const start = plane.start(row);
      if (mix === "over") this.#cover(row, bits, start, mask, color);
      else if (mix === "and") this.#combine(row, bits, start, mask, color | opaque, 0);
      else this.#combine(row, bits, start, mask, -1, color);
    }
  }

  /** A row's bits from index `start` on, where the mask has them as well. */
  #cover(row: number, bits: Int32Array, start: number, mask: Int32Array, color: number): void {
    const { words, width } = this;
    for (let i = 0, at = row * width; i < mask.length; i++, at += 32) {
      const word = bits[start + i];
      if (word === 0) continue;
      let left = word & mask[i];
      if (left === -1) words.fill(color, at, at + 32);
      else for (; left !== 0; left &= left - 1) words[at + 31 - Math.clz32(left & -left)] = color;
    }
  }

  /** The same for colours that take bits and put others. */
  #combine(row: number, bits: Int32Array, start: number, mask: Int32Array, kept: number, put: number): void {
    const { words, width } = this;
    for (let i = 0, at = row * width; i < mask.length; i++, at += 32) {
      for (let left = bits[start + i] & mask[i]; left !== 0; left &= left - 1) {
        const pixel = at + 31 - Math.clz32(left & -left);
        words[pixel] = (words[pixel] & kept) | put;
      }
    }
  }

  /** Mixes a colour into pixels, whose indices are counted from `origin`, each by a share of 1 to 255. */
  tint(origin: number, pixels: Int32Array, shares: Uint8Array, count: number, color: number, mix: Mix): void {
    const { words } = this;
    const taken = mix === "and" ? color | opaque : -1;
    const put = mix === "or" ? color : 0;
    for (let i = 0; i < count; i++) {
      const share = shares[i];
      const pixel = origin + pixels[i];
      const below = words[pixel];
      const target = mix === "over" ? color : (below & taken) | put;
      if (share === 255) {
        words[pixel] = target;
        continue;
      }
      // Red and blue in one product, green in another: a channel times 256 stays below the next one.
      const part = share + (share >> 7);
      const redBlue = Math.imul(below & 0xff00ff, 256 - part) + Math.imul(target & 0xff00ff, part);
      const green = Math.imul(below & 0xff00, 256 - part) + Math.imul(target & 0xff00, part);
      words[pixel] = opaque | ((redBlue >>> 8) & 0xff00ff) | ((green >> 8) & 0xff00);
    }
  }
}

/** The stipple's rows, drawn out over so many words, a bit a pixel. */
function drawnOut({ width, height, bits }: Stipple, words: number): Int32Array[] {
  const masks: Int32Array[] = [];
  for (let row = 0; row < height; row++) {
    const mask = new Int32Array(words);
    for (let i = 0, column = 0; i < words; i++) {
      let word = 0;
      for (let bit = 0; bit < 32; bit++, column = column + 1 === width ? 0 : column + 1)
        word |= bits[row * width + column] << bit;
      mask[i] = word;
    }
    masks.push(mask);
  }
  return masks;
}
