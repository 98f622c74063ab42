/** The anti-aliased picture: each layer's colours are mixed in by the exact area that it covers in each pixel. */
import { type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { type PixelGrid, rasterizeSet } from "../../raster/index.ts";
import {
  isHollow,
  isSolid,
  type LayerPaint,
  type Mix,
  movedDown,
  type PaintOptions,
  type PlacedText,
  type Rgb,
  type Stipple,
  TextPainter,
  transparentMix,
} from "../../view/index.ts";

export interface BlendedLayer {
  readonly paint: LayerPaint;
  polygons(): PolygonSet;
  texts(): Iterable<PlacedText>;
}

/** Of a pixel: the mixture of four single precision numbers, what a layer covers of it, and the bytes that come of it. */
export const blendedBytes = 24;

/** RGBA bytes; row 0 is the lowest. */
export function blendLayers(layers: readonly BlendedLayer[], options: PaintOptions): Uint8ClampedArray {
  const { width, height, background, typeface, check } = options;
  const pixels = new Float32Array(4 * width * height).fill(255);
  for (let i = 0; i < pixels.length; i++) if ((i & 3) < 3) pixels[i] = background[i & 3];
  const textPainter = new TextPainter(typeface, options);
  for (const { paint, polygons, texts } of layers) {
    check?.();
    const how = paint.isTransparent ? transparentMix(background) : "over";
    const set = polygons();
    if (set.count > 0) {
      if (!isHollow(paint.stipple))
        blend(pixels, insides(set, movedDown(paint.stipple, paint.stipplePhase), options), paint.fillColor, how);
      if (paint.lineWidth > 0) blend(pixels, outlines(set, paint.lineWidth, options), paint.frameColor, how);
    }
    textPainter.draw(texts(), (origin, places, shares, count) => {
      for (let i = 0; i < count; i++)
        blendPixel(pixels, 4 * (origin + places[i]), shares[i] / 255, paint.frameColor, how);
    });
  }
  return Uint8ClampedArray.from(pixels);
}

function insides(set: PolygonSet, stipple: Stipple, { width, height, frame, check }: PaintOptions): Float32Array {
  const grid = gridOf(frame.left, frame.bottom, 1 / frame.scale, width, height);
  const shares = rasterizeSet(set, grid, { check }) as Float32Array;
  if (!isSolid(stipple)) thinOut(shares, width, stipple);
  return shares;
}

/** Strokes of one outline overlap at its corners, and are counted twice there. */
function outlines(set: PolygonSet, lineWidth: number, options: PaintOptions): Float32Array {
  const grid = gridOf(0, 0, steps, options.width, options.height);
  return rasterizeSet(strokesOf(set, options, lineWidth), grid, {
    overlap: "sum",
    check: options.check,
  }) as Float32Array;
}

function gridOf(originX: number, originY: number, pitch: number, columns: number, rows: number): PixelGrid {
  return { originX, originY, pitchX: pitch, pitchY: pitch, pixelX: pitch, pixelY: pitch, columns, rows };
}

/** Leaves the shares where the stipple paints. */
function thinOut(shares: Float32Array, width: number, stipple: Stipple): void {
  for (let i = 0, row = 0; i < shares.length; row++) {
    const first = (row % stipple.height) * stipple.width;
    for (let column = 0; column < width; column++, i++)
      if (stipple.bits[first + (column % stipple.width)] === 0) shares[i] = 0;
  }
}

function blend(pixels: Float32Array, shares: Float32Array, color: Rgb, how: Mix): void {
  for (let i = 0, at = 0; i < shares.length; i++, at += 4) {
    const share = shares[i];
    if (share !== 0) blendPixel(pixels, at, share < 1 ? share : 1, color, how);
  }
}

function blendPixel(pixels: Float32Array, at: number, share: number, color: Rgb, how: Mix): void {
  for (let channel = 0; channel < 3; channel++) {
    const below = pixels[at + channel];
    const whole = Math.round(below);
    const target = how === "over" ? color[channel] : how === "and" ? whole & color[channel] : whole | color[channel];
    pixels[at + channel] = below + share * (target - below);
  }
}

/** Whole coordinates in a pixel: strokes are rounded to these. */
const steps = 1024;
/** Strokes are cut so far outside of the picture, pixels; farther than any line is wide. */
const air = 128;
/** Rings whose strokes are made between two calls of `check`. */
const checkedRings = 4096;

/** A quadrangle along each edge, in steps of pixels. */
function strokesOf(
  { xy, rings }: PolygonSet,
  { width, height, frame, check }: PaintOptions,
  lineWidth: number,
): PolygonSet {
  const builder = new PolygonSetBuilder();
  const half = (lineWidth / 2) * steps;
  const [right, top] = [width + air, height + air];
  for (let ring = 0; ring < rings.length - 1; ring++) {
    if (ring % checkedRings === 0) check?.();
    const end = 2 * rings[ring + 1];
    for (let i = 2 * rings[ring], j = end - 2; i < end; j = i, i += 2) {
      const edge = clipped(
        (xy[j] - frame.left) * frame.scale,
        (xy[j + 1] - frame.bottom) * frame.scale,
        (xy[i] - frame.left) * frame.scale,
        (xy[i + 1] - frame.bottom) * frame.scale,
        right,
        top,
      );
      if (edge === null) continue;
      const [x0, y0, x1, y1] = edge.map((value) => value * steps);
      const length = Math.hypot(x1 - x0, y1 - y0);
      if (length === 0) continue;
      const dx = (half * (x1 - x0)) / length;
      const dy = (half * (y1 - y0)) / length;
      for (const [x, y] of [
        [x0 + dy, y0 - dx],
        [x1 + dy, y1 - dx],
        [x1 - dy, y1 + dx],
        [x0 - dy, y0 + dx],
      ])
        builder.vertex(Math.round(x), Math.round(y));
      builder.endRing();
      builder.endPolygon();
    }
  }
  return builder.build();
}

/** The part of a line within −air … right and −air … top (Liang and Barsky); null where it is outside. */
function clipped(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  right: number,
  top: number,
): [number, number, number, number] | null {
  let from = 0;
  let to = 1;
  const dx = x1 - x0;
  const dy = y1 - y0;
  for (const [step, room] of [
    [-dx, x0 + air],
    [dx, right - x0],
    [-dy, y0 + air],
    [dy, top - y0],
  ]) {
    if (step === 0) {
      if (room < 0) return null;
    } else if (step < 0) from = Math.max(from, room / step);
    else to = Math.min(to, room / step);
  }
  return from > to ? null : [x0 + from * dx, y0 + from * dy, x0 + to * dx, y0 + to * dy];
}
