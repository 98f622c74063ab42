/** Layers of polygons as coloured pixels, drawn as KLayout draws them: fill with a stipple, outline, one layer over another. */
import type { PicturePolygons } from "../layout-svg.ts";
import { Canvas, colorWord, type Mix } from "./canvas.ts";
import { fillPolygons } from "./fill-polygons.ts";
import type { CanvasFrame } from "./frame.ts";
import { outlinePolygons } from "./outline-polygons.ts";
import { isHollow, isSolid, type Stipple } from "./stipples.ts";

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export interface LayerPaint {
  readonly fillColor: Rgb;
  readonly frameColor: Rgb;
  readonly stipple: Stipple;
  /** Of the outlines, pixels; 0 for none. */
  readonly lineWidth: number;
  /** 1 where outlines paint. */
  readonly dash: Uint8Array;
  /** Does not hide what lies below. */
  readonly isTransparent: boolean;
  /** A cross at each vertex. */
  readonly isMarked: boolean;
  /** Diagonals in rectangles. */
  readonly isCrossed: boolean;
}

export interface PaintedLayer {
  readonly paint: LayerPaint;
  readonly polygons: PicturePolygons;
}

export interface PaintOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly frame: CanvasFrame;
  readonly background: Rgb;
  /** Pixels are means of so many times so many: 1. */
  readonly oversampling?: number;
}

/** Pixels that a mark's arms reach. */
const markReach = 4;

/** "#rrggbb" as numbers. */
export function rgbOf(color: string): Rgb {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** How a transparent layer meets others: bits are taken from light backgrounds and put into dark ones. */
export function transparentMix(background: Rgb): Mix {
  return background[1] >= 128 ? "and" : "or";
}

/** RGBA bytes; row 0 is the lowest. Layers that come later hide those before them. */
export function paintLayers(layers: Iterable<PaintedLayer>, options: PaintOptions): Uint8ClampedArray {
  const { width, height, background, oversampling = 1 } = options;
  const { left, bottom, scale } = options.frame;
  const canvas = new Canvas(width * oversampling, height * oversampling, colorWord(...background), oversampling);
  const frame = { left, bottom, scale: scale * oversampling };
  for (const { paint, polygons } of layers) {
    const mix = paint.isTransparent ? transparentMix(background) : "over";
    if (!isHollow(paint.stipple)) {
      canvas.brush(colorWord(...paint.fillColor), mix, isSolid(paint.stipple) ? null : paint.stipple);
      fillPolygons(canvas, polygons, frame);
    }
    if (paint.lineWidth === 0 && !paint.isMarked) continue;
    canvas.brush(colorWord(...paint.frameColor), mix, null);
    outlinePolygons(canvas, polygons, frame, {
      width: paint.lineWidth * oversampling,
      dash: paint.dash.includes(0) ? paint.dash : null,
      cross: paint.isMarked ? markReach * oversampling : 0,
      isCrossed: paint.isCrossed,
    });
  }
  return oversampling === 1 ? bytesOf(canvas.words) : averaged(canvas, oversampling);
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function bytesOf(words: Uint32Array): Uint8ClampedArray {
  if (isLittleEndian) return new Uint8ClampedArray(words.buffer);
  const bytes = new Uint8ClampedArray(4 * words.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < words.length; i++) view.setUint32(4 * i, words[i], true);
  return bytes;
}

/** Means of squares, as KLayout's pictures are averaged: brightness is about the square of a byte. */
function averaged({ words, width }: Canvas, times: number): Uint8ClampedArray {
  const columns = width / times;
  const rows = words.length / width / times;
  const out = new Uint8ClampedArray(4 * columns * rows);
  const share = 1 / times ** 2;
  for (let row = 0, to = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, to += 4) {
      let [red, green, blue] = [0, 0, 0];
      for (let y = row * times; y < (row + 1) * times; y++) {
        for (let i = y * width + column * times, end = i + times; i < end; i++) {
          const word = words[i];
          red += (word & 255) ** 2;
          green += ((word >> 8) & 255) ** 2;
          blue += ((word >> 16) & 255) ** 2;
        }
      }
      out[to] = Math.sqrt(red * share);
      out[to + 1] = Math.sqrt(green * share);
      out[to + 2] = Math.sqrt(blue * share);
      out[to + 3] = 255;
    }
  }
  return out;
}
