/** What lies over the picture: labels, the ruler, the polygon that was clicked, the axes' origin and the scale bar. */
import { lengthText, niceStep } from "../svg-text.ts";
import { type Camera, type Size, toPixels } from "./camera.ts";
import type { Scene, ShownLayer } from "./scene.ts";
import type { Picked } from "./selection.ts";

export interface Ruler {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

const ink = "#222";

export interface OverlayState {
  readonly scene: Scene;
  readonly camera: Camera;
  /** CSS pixels. */
  readonly size: Size;
  readonly rulers: readonly Ruler[];
  readonly picked: Picked | null;
  readonly isShown: (layer: ShownLayer) => boolean;
}

export function drawOverlay(context: CanvasRenderingContext2D, state: OverlayState): void {
  context.font = "12px system-ui, sans-serif";
  drawOrigin(context, state);
  drawLabels(context, state);
  if (state.picked !== null) drawPicked(context, state, state.picked);
  for (const ruler of state.rulers) drawRuler(context, state, ruler);
  drawScaleBar(context, state);
}

function drawOrigin(context: CanvasRenderingContext2D, { camera, size }: OverlayState): void {
  const [x, y] = toPixels(camera, size, 0, 0);
  context.strokeStyle = "rgba(0,0,0,0.35)";
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x - 8, y);
  context.lineTo(x + 8, y);
  context.moveTo(x, y - 8);
  context.lineTo(x, y + 8);
  context.stroke();
}

/** Where there is room: one that would lie upon another is left out until one comes nearer. */
function drawLabels(context: CanvasRenderingContext2D, { scene, camera, size, isShown }: OverlayState): void {
  context.fillStyle = ink;
  const taken = new Set<number>();
  for (const layer of scene.layers) {
    if (!isShown(layer)) continue;
    for (const { text, x, y } of layer.labels) {
      const [px, py] = toPixels(camera, size, x, y);
      if (px < -200 || py < -20 || px > size.width + 20 || py > size.height + 20) continue;
      // Most are found to have no room without their width, which takes time to measure.
      if (taken.has(squareAt(px, py))) continue;
      const places = placesOf(px, py, context.measureText(text).width);
      if (places.some((place) => taken.has(place))) continue;
      for (const place of places) taken.add(place);
      outlinedText(context, text, px + 4, py - 4);
    }
  }
}

/** Pixels of a square of the grid in which labels take their room: as high as a line. */
const square = 14;

function squareAt(x: number, y: number): number {
  return Math.floor(y / square) * 65536 + Math.floor(x / square);
}

/** The squares of the grid that a text needs. */
function placesOf(x: number, y: number, width: number): number[] {
  const found: number[] = [];
  for (const row of [y - square, y]) {
    const first = squareAt(x, row);
    const last = squareAt(x + width, row);
    for (let place = first; place <= last; place++) found.push(place);
  }
  return found;
}

function drawPicked(context: CanvasRenderingContext2D, { scene, camera, size }: OverlayState, picked: Picked): void {
  const { xy, rings, polygons } = picked.layer;
  context.beginPath();
  for (let ring = polygons[picked.polygon]; ring < polygons[picked.polygon + 1]; ring++) {
    for (let vertex = rings[ring]; vertex < rings[ring + 1]; vertex++) {
      const [x, y] = toPixels(camera, size, xy[2 * vertex] * scene.dbu, xy[2 * vertex + 1] * scene.dbu);
      if (vertex === rings[ring]) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.closePath();
  }
  context.strokeStyle = "#000";
  context.lineWidth = 2.5;
  context.stroke();
  context.strokeStyle = "#ffd400";
  context.lineWidth = 1;
  context.stroke();
}

function drawRuler(context: CanvasRenderingContext2D, { camera, size }: OverlayState, { from, to }: Ruler): void {
  const [ax, ay] = toPixels(camera, size, ...from);
  const [bx, by] = toPixels(camera, size, ...to);
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(ax, ay);
  context.lineTo(bx, by);
  const length = Math.hypot(bx - ax, by - ay);
  if (length > 0) {
    const [nx, ny] = [(-(by - ay) / length) * 5, ((bx - ax) / length) * 5];
    for (const [x, y] of [
      [ax, ay],
      [bx, by],
    ]) {
      context.moveTo(x - nx, y - ny);
      context.lineTo(x + nx, y + ny);
    }
  }
  context.stroke();
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  context.fillStyle = ink;
  const text = `${lengthText(Math.hypot(dx, dy))}  (${lengthText(dx)}, ${lengthText(dy)})`;
  outlinedText(context, text, (ax + bx) / 2 + 8, (ay + by) / 2 - 8);
}

function drawScaleBar(context: CanvasRenderingContext2D, { camera, size }: OverlayState): void {
  const length = niceStep((size.width * 0.2) / camera.scale);
  const pixels = length * camera.scale;
  const [x, y] = [16, size.height - 20];
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x, y - 5);
  context.lineTo(x, y);
  context.lineTo(x + pixels, y);
  context.lineTo(x + pixels, y - 5);
  context.stroke();
  context.fillStyle = ink;
  outlinedText(context, lengthText(length), x + 4, y - 6);
}

function outlinedText(context: CanvasRenderingContext2D, text: string, x: number, y: number): void {
  context.strokeStyle = "rgba(255,255,255,0.85)";
  context.lineWidth = 3;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}
