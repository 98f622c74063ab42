/**
 * Paints a scene a few milliseconds at a time, so that the page answers while 10⁶ shapes are painted: until a picture is
 * done, the last one is shown, moved and enlarged. Each layer is filled opaque on a sheet of its own and laid over the
 * others as a whole, so that overlaps count once; what is smaller than a pixel is one, once.
 */
import { type Camera, type Size, toPixels } from "./camera.ts";
import type { Mask, Scene, ShownLayer } from "./scene.ts";

/** Milliseconds of painting before the page may answer. */
const slice = 10;
/** Shapes in one path, and between two looks at the clock. */
const batch = 1500;
/** Outlines of shapes below so many pixels are left out. */
const leastOutlined = 4;

export class Painter {
  readonly #front: HTMLCanvasElement;
  readonly #back: HTMLCanvasElement;
  readonly #sheet: HTMLCanvasElement;
  #shown: { camera: Camera; size: Size } | null = null;
  #job: Generator<void, void> | null = null;

  constructor() {
    [this.#front, this.#back, this.#sheet] = [0, 1, 2].map(() => document.createElement("canvas"));
  }

  /** Begins a picture anew; what was begun is given up. Sizes are device pixels. */
  start(scene: Scene, isShown: (layer: ShownLayer) => boolean, camera: Camera, size: Size): void {
    this.#job = this.#paint(scene, isShown, camera, size);
  }

  get isBusy(): boolean {
    return this.#job !== null;
  }

  /** Goes on for a while; true where the picture was finished by that. */
  work(): boolean {
    const job = this.#job;
    if (job === null) return false;
    const end = performance.now() + slice;
    while (performance.now() < end) {
      if (job.next().done) {
        this.#job = null;
        return true;
      }
    }
    return false;
  }

  /** The last finished picture, as the camera sees it now. */
  show(context: CanvasRenderingContext2D, camera: Camera, size: Size): void {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, size.width, size.height);
    if (this.#shown === null) return;
    const { camera: seen, size: was } = this.#shown;
    const zoom = camera.scale / seen.scale;
    const x = size.width / 2 + (seen.x - camera.x) * camera.scale - (was.width / 2) * zoom;
    const y = size.height / 2 - (seen.y - camera.y) * camera.scale - (was.height / 2) * zoom;
    context.imageSmoothingEnabled = zoom < 1;
    context.drawImage(this.#front, x, y, was.width * zoom, was.height * zoom);
  }

  *#paint(scene: Scene, isShown: (layer: ShownLayer) => boolean, camera: Camera, size: Size): Generator<void, void> {
    const back = contextOf(this.#back, size);
    for (const layer of scene.layers) if (isShown(layer)) yield* this.#layer(back, layer, scene.dbu, camera, size);
    const front = contextOf(this.#front, size);
    front.drawImage(this.#back, 0, 0);
    this.#shown = { camera, size };
  }

  *#layer(
    back: CanvasRenderingContext2D,
    layer: ShownLayer,
    dbu: number,
    camera: Camera,
    size: Size,
  ): Generator<void, void> {
    const { boxes, polygons } = layer;
    const scale = camera.scale * dbu;
    const view = viewOf(camera, size, dbu);
    const sheet = contextOf(this.#sheet, size);
    const taken = new Uint8Array(size.width * size.height);
    const outlined: number[] = [];
    sheet.fillStyle = layer.color;
    if (layer.mask !== null) drawMask(sheet, layer, layer.mask, camera, size);
    const count = Math.max(0, polygons.length - 1);
    let inPath = 0;
    let steps = 0;
    sheet.beginPath();
    for (let polygon = 0; polygon < count; polygon++) {
      const at = 4 * polygon;
      if (++steps % (8 * batch) === 0) yield;
      if (
        boxes[at] > view.right ||
        boxes[at + 2] < view.left ||
        boxes[at + 1] > view.top ||
        boxes[at + 3] < view.bottom
      )
        continue;
      const [width, height] = [(boxes[at + 2] - boxes[at]) * scale, (boxes[at + 3] - boxes[at + 1]) * scale];
      if (width < 1.5 && height < 1.5) {
        const x = Math.floor(view.x + ((boxes[at] + boxes[at + 2]) / 2) * scale);
        const y = Math.floor(view.y - ((boxes[at + 1] + boxes[at + 3]) / 2) * scale);
        const pixel = y * size.width + x;
        if (x < 0 || y < 0 || x >= size.width || y >= size.height || taken[pixel] === 1) continue;
        taken[pixel] = 1;
        sheet.rect(x, y, 1, 1);
      } else {
        trace(sheet, layer, polygon, view, scale);
        if (width >= leastOutlined || height >= leastOutlined) outlined.push(polygon);
      }
      if (++inPath === batch) {
        sheet.fill();
        sheet.beginPath();
        inPath = 0;
        yield;
      }
    }
    sheet.fill();
    yield;
    back.globalAlpha = layer.fillOpacity;
    back.drawImage(this.#sheet, 0, 0);
    back.globalAlpha = 1;
    back.strokeStyle = layer.frameColor;
    back.lineWidth = Math.max(1, devicePixelRatio * 0.75);
    for (let i = 0; i < outlined.length; i += batch) {
      back.beginPath();
      for (const polygon of outlined.slice(i, i + batch)) trace(back, layer, polygon, view, scale);
      back.stroke();
      yield;
    }
  }
}

/** Masks in their layer's colour, while they are painted again and again. */
const colored = new WeakMap<Mask, HTMLCanvasElement>();

/** Where the camera sees it now. */
function drawMask(sheet: CanvasRenderingContext2D, layer: ShownLayer, mask: Mask, camera: Camera, size: Size): void {
  const picture = colored.get(mask) ?? coloredMask(mask, layer.color);
  colored.set(mask, picture);
  const [left, bottom, right, top] = mask.window;
  const [x, y] = toPixels(camera, size, left, top);
  sheet.imageSmoothingEnabled = false;
  sheet.drawImage(picture, x, y, (right - left) * camera.scale, (top - bottom) * camera.scale);
}

function coloredMask({ bits, width, height }: Mask, color: string): HTMLCanvasElement {
  const picture = contextOf(document.createElement("canvas"), { width, height });
  const image = picture.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const stride = Math.ceil(width / 32);
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at++)
      if ((bits[row * stride + (column >> 5)] >>> (column & 31)) & 1) pixels[at] = 0xff000000;
  picture.putImageData(image, 0, 0);
  picture.globalCompositeOperation = "source-in";
  picture.fillStyle = color;
  picture.fillRect(0, 0, width, height);
  return picture.canvas;
}

interface View {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
  /** Pixels of the origin. */
  readonly x: number;
  readonly y: number;
}

function viewOf({ x, y, scale }: Camera, { width, height }: Size, dbu: number): View {
  const [halfX, halfY] = [width / 2 / scale / dbu, height / 2 / scale / dbu];
  const [u, v] = [x / dbu, y / dbu];
  const origin = { x: width / 2 - x * scale, y: height / 2 + y * scale };
  return { left: u - halfX, right: u + halfX, bottom: v - halfY, top: v + halfY, ...origin };
}

/** Coordinates far outside are cut off, since canvases count in single precision. */
const farthest = 1e5;

function trace(context: CanvasRenderingContext2D, layer: ShownLayer, polygon: number, view: View, scale: number): void {
  const { xy, rings, polygons } = layer;
  for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
    const end = 2 * rings[ring + 1];
    for (let i = 2 * rings[ring]; i < end; i += 2) {
      const x = Math.min(farthest, Math.max(-farthest, view.x + xy[i] * scale));
      const y = Math.min(farthest, Math.max(-farthest, view.y - xy[i + 1] * scale));
      if (i === 2 * rings[ring]) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.closePath();
  }
}

function contextOf(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  } else context.clearRect(0, 0, width, height);
  return context;
}
