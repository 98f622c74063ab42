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
    const { words, width } = this;
    const masks = stipple === null ? null : drawnOut(stipple, width);
    const { words: planeWords } = plane;
    const [first, last] = plane.touched;
    const count = Math.ceil(width / 32);
    const inPicture = -1 >>> (32 * count - width);
    for (let row = first; row <= last; row++) {
      const mask = masks === null ? null : masks[row % masks.length];
      const start = plane.start(row);
      for (let i = 0; i < count; i++) {
        let bits = planeWords[start + i];
        if (bits === 0) continue;
        if (i === count - 1) bits &= inPicture;
        if (mask !== null) bits &= mask[i];
        const at = row * width + 32 * i;
        if (mix === "over" && bits === -1) {
          for (let pixel = at; pixel < at + 32; pixel++) words[pixel] = color;
        } else if (mix === "over") {
          for (; bits !== 0; bits &= bits - 1) words[at + 31 - Math.clz32(bits & -bits)] = color;
        } else {
          for (; bits !== 0; bits &= bits - 1) {
            const pixel = at + 31 - Math.clz32(bits & -bits);
            words[pixel] = mix === "and" ? words[pixel] & (color | opaque) : words[pixel] | color;
          }
        }
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

/** The stipple's rows, drawn out over the width, a bit a pixel. */
function drawnOut({ width, height, bits }: Stipple, columns: number): Int32Array[] {
  const masks: Int32Array[] = [];
  for (let row = 0; row < height; row++) {
    const mask = new Int32Array(Math.ceil(columns / 32));
    for (let column = 0; column < columns; column++)
      if (bits[row * width + (column % width)] === 1) mask[column >> 5] |= 1 << (column & 31);
    masks.push(mask);
  }
  return masks;
}
