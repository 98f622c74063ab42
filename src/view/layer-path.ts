/**
 * One layer of a layout picture as SVG path data of bounded size: outlines of the shapes that are large enough, and
 * rectangles of whole pixels for the rest where there are too many.
 */
import { boxAround } from "./box-around.ts";
import type { PicturePolygons } from "./layout-svg.ts";
import { PixelMask } from "./pixel-mask.ts";
import { pixel } from "./svg-text.ts";

/** Where µm lie in the picture: pixel x = (x − left) · scale, pixel y = (top − y) · scale. */
export interface PictureFrame {
  readonly left: number;
  readonly top: number;
  /** Pixels per µm. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

/** Vertices of one layer that are drawn as outlines; measured to load and pan well in a notebook. */
const mostVertices = 60_000;
/** Above this, vertices nearer to each other than a quarter of a pixel are one. */
const thinnedFrom = 20_000;
/** Shapes that are thinner than this many pixels may become pixels, the first threshold that helps. */
const thresholds = [1, 2, 4, 8, 16, Infinity];

export class LayerPath {
  /** Path data of outlined shapes; all hulls run one way and all holes the other, for `fill-rule: nonzero`. */
  readonly outlines: string;
  /** Path data of pixel rectangles. */
  readonly pixels: string;
  readonly outlinedShapes: number;
  readonly pixelShapes: number;

  constructor(frame: PictureFrame, polygons: PicturePolygons, dbu: number) {
    const painter = new LayerPainter(frame, polygons, dbu);
    const threshold = painter.threshold();
    const mask = threshold === 0 ? null : new PixelMask(frame.width, frame.height);
    const parts: string[] = [];
    let outlined = 0;
    let painted = 0;
    for (let polygon = 0; polygon < painter.count; polygon++) {
      if (!painter.measure(polygon)) continue;
      if (mask !== null && painter.thickness < threshold) {
        painter.fill(polygon, mask);
        painted++;
      } else {
        painter.outline(polygon, parts);
        outlined++;
      }
    }
    this.outlines = parts.join("");
    this.pixels = mask === null ? "" : mask.pathData();
    this.outlinedShapes = outlined;
    this.pixelShapes = painted;
  }
}

class LayerPainter {
  readonly count: number;
  /** The smaller side of the last measured polygon's box, in pixels. */
  thickness = 0;
  #vertices = 0;
  readonly #box = new Int32Array(4);
  #x1 = 0;
  #y1 = 0;
  #x2 = 0;
  #y2 = 0;
  readonly #frame: PictureFrame;
  readonly #set: PicturePolygons;
  /** Pixels per database unit, and where the database's origin lies in the picture. */
  readonly #scale: number;
  readonly #dx: number;
  readonly #dy: number;
  #tolerance = 0;
  /** What was filled, in sixteenths of a pixel: of exponential hierarchies a million shapes lie on each other. */
  readonly #filled = new Set<number>();

  constructor(frame: PictureFrame, set: PicturePolygons, dbu: number) {
    this.#frame = frame;
    this.#set = set;
    this.count = Math.max(0, set.polygons.length - 1);
    this.#scale = dbu * frame.scale;
    this.#dx = -frame.left * frame.scale;
    this.#dy = frame.top * frame.scale;
  }

  /** Measures a polygon; false where it lies outside of the picture. */
  measure(polygon: number): boolean {
    const { xy, rings, polygons } = this.#set;
    const start = 2 * rings[polygons[polygon]];
    const end = 2 * rings[polygons[polygon + 1]];
    if (end - start < 2) return false;
    boxAround(xy, start, end, this.#box);
    const [left, bottom, right, top] = this.#box;
    this.#vertices = (end - start) / 2;
    this.#x1 = left * this.#scale + this.#dx;
    this.#x2 = right * this.#scale + this.#dx;
    this.#y1 = this.#dy - top * this.#scale;
    this.#y2 = this.#dy - bottom * this.#scale;
    this.thickness = Math.min(this.#x2 - this.#x1, this.#y2 - this.#y1);
    return this.#x2 >= 0 && this.#y2 >= 0 && this.#x1 <= this.#frame.width && this.#y1 <= this.#frame.height;
  }

  /** 0 where all shapes can be outlined; else shapes thinner than this become pixels. */
  threshold(): number {
    if (this.#set.xy.length / 2 <= thinnedFrom) return 0;
    this.#tolerance = 0.25;
    const totals = new Float64Array(thresholds.length);
    let total = 0;
    for (let polygon = 0; polygon < this.count; polygon++) {
      if (!this.measure(polygon)) continue;
      total += this.#vertices;
      for (let i = 0; i < thresholds.length; i++) {
        if (this.thickness >= thresholds[i]) totals[i] += this.#vertices;
      }
    }
    if (total <= mostVertices) return 0;
    return thresholds[totals.findIndex((vertices) => vertices <= mostVertices)];
  }

  outline(polygon: number, parts: string[]): void {
    const { rings, polygons } = this.#set;
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
      const start = 2 * rings[ring];
      const end = 2 * rings[ring + 1];
      if (end - start < 4) continue;
      const wantsPositive = ring === polygons[polygon];
      this.#ring(start, end, this.#isPositive(start, end) === wantsPositive, parts);
    }
  }

  #isPositive(start: number, end: number): boolean {
    const { xy } = this.#set;
    const x0 = xy[start];
    const y0 = xy[start + 1];
    let twiceArea = 0;
    for (let i = start + 2; i + 3 < end; i += 2) {
      twiceArea += (xy[i] - x0) * (xy[i + 3] - y0) - (xy[i + 2] - x0) * (xy[i + 1] - y0);
    }
    return twiceArea >= 0;
  }

  #ring(start: number, end: number, forward: boolean, parts: string[]): void {
    const { xy } = this.#set;
    const step = forward ? 2 : -2;
    let lastX = Number.NaN;
    let lastY = Number.NaN;
    for (let i = forward ? start : end - 2, n = (end - start) / 2; n > 0; n--, i += step) {
      const x = Math.round((xy[i] * this.#scale + this.#dx) * 100) / 100;
      const y = Math.round((this.#dy - xy[i + 1] * this.#scale) * 100) / 100;
      if (Math.abs(x - lastX) <= this.#tolerance && Math.abs(y - lastY) <= this.#tolerance) continue;
      if (Number.isNaN(lastX)) parts.push(`M${pixel(x)} ${pixel(y)}`);
      else if (y === lastY) parts.push(`H${pixel(x)}`);
      else if (x === lastX) parts.push(`V${pixel(y)}`);
      else parts.push(`L${pixel(x)} ${pixel(y)}`);
      lastX = x;
      lastY = y;
    }
    parts.push("Z");
  }

  /** Fills a polygon into the mask; one that covers no pixel centre marks the pixel that it lies in. */
  fill(polygon: number, mask: PixelMask): void {
    const { xy, rings, polygons } = this.#set;
    mask.markBox(this.#x1, this.#y1, this.#x2, this.#y2);
    if (this.thickness < 2) return; // its box is the shape, at this size
    if (this.#wasFilled(polygon) || mask.covers(this.#x1, this.#y1, this.#x2, this.#y2)) return;
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
      const start = 2 * rings[ring];
      const end = 2 * rings[ring + 1];
      // Holes run against their hull, so that the winding number inside of them is 0.
      const forward = this.#isPositive(start, end) === (ring === polygons[polygon]);
      for (let i = start, j = end - 2; i < end; j = i, i += 2) {
        const [from, to] = forward ? [j, i] : [i, j];
        mask.edge(
          xy[from] * this.#scale + this.#dx,
          this.#dy - xy[from + 1] * this.#scale,
          xy[to] * this.#scale + this.#dx,
          this.#dy - xy[to + 1] * this.#scale,
        );
      }
    }
    mask.fillEdges();
  }

  #wasFilled(polygon: number): boolean {
    const { xy, rings, polygons } = this.#set;
    let [a, b] = [polygons[polygon + 1] - polygons[polygon], 0];
    for (let i = 2 * rings[polygons[polygon]], end = 2 * rings[polygons[polygon + 1]]; i < end; i++) {
      const value = Math.round(16 * (xy[i] * this.#scale + (i % 2 === 0 ? this.#dx : -this.#dy)));
      a = Math.imul(a ^ value, 0x9e3779b1);
      a ^= a >>> 15;
      b = Math.imul(b + value, 0x85ebca6b);
      b ^= b >>> 13;
    }
    const key = (a >>> 0) * 2 ** 21 + (b >>> 11);
    const before = this.#filled.size;
    return this.#filled.add(key).size === before;
  }
}
