/** What part of the layout the canvas shows: µm to pixels and back, y up. */

export interface Camera {
  /** µm at the middle of the canvas. */
  readonly x: number;
  readonly y: number;
  /** Pixels per µm. */
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Bounds = readonly [left: number, bottom: number, right: number, top: number];

/** A nanometre over the whole canvas, and a metre. */
const [smallestScale, largestScale] = [1e-6, 1e8];

export function toPixels({ x, y, scale }: Camera, { width, height }: Size, px: number, py: number): [number, number] {
  return [width / 2 + (px - x) * scale, height / 2 - (py - y) * scale];
}

export function toMicrons({ x, y, scale }: Camera, { width, height }: Size, px: number, py: number): [number, number] {
  return [x + (px - width / 2) / scale, y - (py - height / 2) / scale];
}

/** All of the bounds with a margin around them. */
export function fitted([left, bottom, right, top]: Bounds, { width, height }: Size): Camera {
  const [spanX, spanY] = [right - left || top - bottom || 1, top - bottom || right - left || 1];
  const scale = 0.92 * Math.min(width / spanX, height / spanY);
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale: limited(scale) };
}

/** Nearer by a factor; what lies below the pixel stays there. */
export function zoomed(camera: Camera, size: Size, px: number, py: number, factor: number): Camera {
  const scale = limited(camera.scale * factor);
  const [x, y] = toMicrons(camera, size, px, py);
  return { scale, x: x - (px - size.width / 2) / scale, y: y + (py - size.height / 2) / scale };
}

export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y + dy / camera.scale };
}

function limited(scale: number): number {
  return Math.min(largestScale, Math.max(smallestScale, scale));
}
