/** Layers of polygons as coloured pixels, drawn as KLayout draws them: fill with a stipple, outline, texts, one layer over another. */
import { BitPlane } from "./bit-plane.ts";
import { Canvas, colorWord, type Mix } from "./canvas.ts";
import type { CanvasFrame } from "./frame.ts";
import { PolygonPainter } from "./polygon-painter.ts";
import { enlarged, isHollow, isSolid, movedDown, type Stipple } from "./stipples.ts";
import { type PlacedText, TextPainter, type Typeface } from "./texts.ts";

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export interface LayerPaint {
  readonly fillColor: Rgb;
  readonly frameColor: Rgb;
  readonly stipple: Stipple;
  /** Pixels, or parts of pixels with oversampling, by which it lies lower than at the picture's corner. */
  readonly stipplePhase: number;
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
  /** Hands all that is to be seen of the layer to a painter. */
  draw(painter: PolygonPainter): void;
  /** Drawn over its shapes in the colour of its outlines. */
  texts(): Iterable<PlacedText>;
}

export interface PaintOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly frame: CanvasFrame;
  readonly background: Rgb;
  /** Its sizes are those of a picture without oversampling, as many times larger. */
  readonly typeface: Typeface;
  /** Pixels are means of so many times so many: 1. */
  readonly oversampling?: number;
  /** Called before each layer and all along: what it throws ends the work. */
  readonly check?: (() => void) | undefined;
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
export function paintLayers(layers: readonly PaintedLayer[], options: PaintOptions): Uint8ClampedArray {
  const { width, height, background, oversampling: times = 1, check = () => {} } = options;
  const { left, bottom, scale } = options.frame;
  const canvas = new Canvas(width * times, height * times, colorWord(...background));
  const view = { left, bottom, scale: scale * times };
  const reach = times * Math.max(0, ...layers.map(({ paint }) => (paint.lineWidth > 1 ? paint.lineWidth : 0)));
  const fill = new BitPlane(canvas.width, canvas.height);
  const frame = new BitPlane(canvas.width, canvas.height, times > 1 && reach === 0 ? times : reach);
  const marks = layers.some(({ paint }) => paint.isMarked) ? new BitPlane(canvas.width, canvas.height) : null;
  const texts = new TextPainter(options.typeface, canvas);
  for (const layer of layers) {
    const { stipple, stipplePhase, lineWidth, dash, isTransparent, isMarked, isCrossed } = layer.paint;
    check();
    const planes = {
      fill: isHollow(stipple) ? null : fill,
      frame: lineWidth === 0 ? null : frame,
      marks: isMarked ? marks : null,
    };
    const pen = { width: lineWidth * times, dash: dash.includes(0) ? dash : null, cross: markReach * times, isCrossed };
    layer.draw(new PolygonPainter(planes, view, pen, check));
    if (pen.dash === null) planes.frame?.widen(pen.width);
    const mix = isTransparent ? transparentMix(background) : "over";
    const inside = colorWord(...layer.paint.fillColor);
    const outline = colorWord(...layer.paint.frameColor);
    if (planes.fill !== null)
      canvas.paint(
        planes.fill,
        inside,
        mix,
        isSolid(stipple) ? null : movedDown(enlarged(stipple, times), stipplePhase),
      );
    for (const plane of [planes.frame, planes.marks]) if (plane !== null) canvas.paint(plane, outline, mix, null);
    for (const plane of [fill, frame, marks]) plane?.clear();
    texts.draw(layer.texts(), (origin, pixels, shares, count) =>
      canvas.tint(origin, pixels, shares, count, outline, mix),
    );
  }
  return times === 1 ? bytesOf(canvas.words) : averaged(canvas, times, check);
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
function averaged({ words, width }: Canvas, times: number, check: () => void): Uint8ClampedArray {
  const columns = width / times;
  const rows = words.length / width / times;
  const out = new Uint8ClampedArray(4 * columns * rows);
  const share = 1 / times ** 2;
  for (let row = 0, to = 0; row < rows; row++) {
    check();
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
