/**
 * Draws the polygons of a layer onto planes, inside and outline in one pass over their vertices. Filled are the pixels whose
 * middles are inside, non-zero and each polygon by itself; outlines run through every pixel that they touch. What is no
 * larger than a pixel is the one with its centre, and what is thinner to one side a line of pixels (of a rectangle only the
 * inside), as in KLayout's pictures (found by trying with 0.30): nothing is lost, and small shapes stay apart.
 */
import type { PicturePolygons } from "../layout-svg.ts";
import type { BitPlane } from "./bit-plane.ts";
import { Crossings } from "./crossings.ts";
import { type CanvasFrame, rectangleOf } from "./frame.ts";
import { Lines } from "./lines.ts";
import { blockNumbers, blockStep, hullOf, knownBlocks, sortedOut } from "./sorted-polygons.ts";

/** x' = a·x + b·y + dx, y' = c·x + d·y + dy: geometry's Affine. */
export interface Placing {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly dx: number;
  readonly dy: number;
}

const unmoved: Placing = { a: 1, b: 0, c: 0, d: 1, dx: 0, dy: 0 };

export interface PainterPlanes {
  /** Null where insides are not painted. */
  readonly fill: BitPlane | null;
  /** Null where outlines are not painted. */
  readonly frame: BitPlane | null;
  /** Null where vertices are not marked. */
  readonly marks: BitPlane | null;
}

export interface Pen {
  /** Pixels; solid lines are drawn one wide all the same. */
  readonly width: number;
  /** 1 where it paints; null for solid lines. */
  readonly dash: Uint8Array | null;
  /** Pixels of a mark's arms. */
  readonly cross: number;
  /** Both diagonals of rectangles are drawn. */
  readonly isCrossed: boolean;
}

/** Of differences of coordinates, which are rounded. */
const onePixel = 1 + 1e-9;
/** Polygons that are drawn between two calls of `check`. */
const checkedPolygons = 4096;

export class PolygonPainter {
  readonly #planes: PainterPlanes;
  readonly #view: CanvasFrame;
  readonly #pen: Pen;
  readonly #lines: Lines | null;
  readonly #marks: Lines | null;
  readonly #crossings: Crossings | null;
  readonly #box = new Int32Array(4);
  readonly #corners = new Int32Array(8);
  /** Left, bottom, right, top: see `#findSame`. */
  readonly #same = new Int32Array(4);
  /** Database units. */
  readonly #pitch: number;
  #place: Placing = unmoved;
  /** Of the set that is painted: see `SortedPolygons`. */
  #blocks: Int32Array | null = null;
  #count = 0;
  readonly #check: () => void;

  /** @param check  called after every few thousand polygons: what it throws ends the work */
  constructor(planes: PainterPlanes, view: CanvasFrame, pen: Pen, check: () => void = () => {}) {
    this.#check = check;
    this.#planes = planes;
    this.#view = view;
    this.#pitch = 1 / view.scale;
    this.#pen = pen;
    this.#lines = planes.frame && new Lines(planes.frame, pen.dash, pen.width);
    this.#marks = planes.marks && new Lines(planes.marks, null, 1);
    this.#crossings = planes.fill && new Crossings(planes.fill.height);
  }

  /** Polygons that were drawn; those that are no rectangles count once more for each eight rows that their edges cross. */
  get count(): number {
    return this.#count;
  }

  /** All polygons of a set, database units. */
  append(set: PicturePolygons, placing: Placing | null): void {
    const { boxes, others, hulls, blocks } = sortedOut(set);
    this.rectangles(boxes, placing);
    this.#place = placing ?? unmoved;
    this.#blocks = blocks;
    const count = others === null ? set.polygons.length - 1 : others.length;
    for (let i = 0; i < count; i++) {
      if (i % checkedPolygons === 0) this.#check();
      this.#polygon(set, others === null ? i : others[i], hulls, 4 * i);
    }
    this.#blocks = null;
  }

  /** The polygons of a set with these indices. */
  appendChosen(set: PicturePolygons, chosen: Uint32Array, placing: Placing | null): void {
    const box = this.#box;
    this.#place = placing ?? unmoved;
    this.#blocks = knownBlocks(set);
    for (let i = 0; i < chosen.length; i++) {
      if (i % checkedPolygons === 0) this.#check();
      if (rectangleOf(set, chosen[i], box, 0)) this.#rectangles(box, 0, 4);
      else {
        hullOf(set, chosen[i], box, 0);
        this.#polygon(set, chosen[i], box, 0);
      }
    }
    this.#blocks = null;
  }

  /** Left, bottom, right, top of each. */
  rectangles(boxes: Int32Array, placing: Placing | null): void {
    this.#place = placing ?? unmoved;
    for (let first = 0; first < boxes.length; first += 4 * checkedPolygons) {
      // A cell that is placed a million times may come as one box each time: who hands them on looks between them.
      if (first > 0) this.#check();
      this.#rectangles(boxes, first, Math.min(boxes.length, first + 4 * checkedPolygons));
    }
  }

  #rectangles(boxes: Int32Array, start: number, end: number): void {
    const { a, b, c, d, dx, dy } = this.#place;
    const isUpright = (b === 0 && c === 0) || (a === 0 && d === 0);
    this.#count += (end - start) / 4;
    const { left: originX, bottom: originY, scale } = this.#view;
    const { fill, frame, marks } = this.#planes;
    const isPlain = frame === null || (this.#pen.dash === null && !this.#pen.isCrossed);
    let row = NaN;
    let column = NaN;
    for (let i = start; i < end; i += 4) {
      const left = boxes[i];
      const bottom = boxes[i + 1];
      const right = boxes[i + 2];
      const top = boxes[i + 3];
      if (!isUpright) {
        this.#turnedRectangle(left, bottom, right, top);
        continue;
      }
      const u0 = (a * left + b * bottom + dx - originX) * scale;
      const v0 = (c * left + d * bottom + dy - originY) * scale;
      const u1 = (a * right + b * top + dx - originX) * scale;
      const v1 = (c * right + d * top + dy - originY) * scale;
      const x0 = u0 <= u1 ? u0 : u1;
      const x1 = u0 <= u1 ? u1 : u0;
      const y0 = v0 <= v1 ? v0 : v1;
      const y1 = v0 <= v1 ? v1 : v0;
      if (isPlain && x1 - x0 <= onePixel && y1 - y0 <= onePixel) {
        const middleRow = Math.floor((y0 + y1) / 2);
        const middleColumn = Math.floor((x0 + x1) / 2);
        // Dense ones lie in the pixel of the one before.
        if (middleRow !== row || middleColumn !== column) {
          row = middleRow;
          column = middleColumn;
          fill?.pixel(row, column);
          frame?.pixel(row, column);
        }
        if (marks !== null) this.#marksOf(x0, y0, x1, y1);
        continue;
      }
      if (fill !== null) fillInside(fill, x0, y0, x1, y1);
      if (isPlain) frame?.border(Math.floor(y0), Math.floor(x0), Math.floor(y1), Math.floor(x1));
      else this.#linesOf(x0, y0, x1, y1);
      if (marks !== null) this.#marksOf(x0, y0, x1, y1);
    }
  }

  /** One that is no rectangle, and its hull: left, bottom, right, top in `hulls` from `hullAt` on. */
  #polygon({ xy, rings, polygons }: PicturePolygons, polygon: number, hulls: Int32Array, hullAt: number): void {
    this.#count++;
    const first = 2 * rings[polygons[polygon]];
    const end = 2 * rings[polygons[polygon + 1]];
    if (first === end || this.#isThin(hulls, hullAt, xy, first, end)) return;
    this.#crossings?.begin();
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++)
      if (rings[ring + 1] > rings[ring]) this.#ring(xy, 2 * rings[ring], 2 * rings[ring + 1]);
    if (this.#crossings === null) return;
    this.#count += this.#crossings.count >> 3;
    this.#crossings.fill(this.#planes.fill!);
  }

  #turnedRectangle(left: number, bottom: number, right: number, top: number): void {
    this.#corners.set([left, bottom, right, bottom, right, top, left, top]);
    if (this.#isThin(this.#corners, 0, this.#corners, 0, 8)) return;
    this.#crossings?.begin();
    this.#ring(this.#corners, 0, 8);
    this.#crossings?.fill(this.#planes.fill!);
  }

  /** True where a polygon is no larger than a pixel to one side at least: it is drawn. */
  #isThin(hulls: Int32Array, hullAt: number, xy: Int32Array, start: number, end: number): boolean {
    if (this.#marks !== null || this.#pen.dash !== null) return false;
    const { a, b, c, d, dx, dy } = this.#place;
    const { left, bottom, scale } = this.#view;
    const isUpright = (b === 0 && c === 0) || (a === 0 && d === 0);
    const points = isUpright ? hulls : xy;
    const last = isUpright ? hullAt + 4 : end;
    let x0 = Infinity;
    let y0 = Infinity;
    let x1 = -Infinity;
    let y1 = -Infinity;
    for (let i = isUpright ? hullAt : start; i < last; i += 2) {
      const x = (a * points[i] + b * points[i + 1] + dx - left) * scale;
      const y = (c * points[i] + d * points[i + 1] + dy - bottom) * scale;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    const isPoint = x1 - x0 <= onePixel && y1 - y0 <= onePixel;
    const isHigh = x1 - x0 < 1;
    if (!isPoint && !isHigh && y1 - y0 >= 1) return false;
    const row = Math.floor((y0 + y1) / 2);
    const column = Math.floor((x0 + x1) / 2);
    const { fill, frame } = this.#planes;
    for (const plane of [fill, frame]) {
      if (isPoint) plane?.pixel(row, column);
      else if (isHigh) plane?.block(Math.floor(y0), column, Math.floor(y1), column);
      else plane?.block(row, Math.floor(x0), row, Math.floor(x1));
    }
    return true;
  }

  #linesOf(x0: number, y0: number, x1: number, y1: number): void {
    const lines = this.#lines!;
    lines.line(x0, y0, x1, y0);
    lines.line(x1, y0, x1, y1);
    lines.line(x1, y1, x0, y1);
    lines.line(x0, y1, x0, y0);
    if (!this.#pen.isCrossed) return;
    lines.line(x0, y0, x1, y1);
    lines.line(x0, y1, x1, y0);
  }

  #marksOf(x0: number, y0: number, x1: number, y1: number): void {
    this.#mark(x0, y0);
    this.#mark(x1, y0);
    this.#mark(x1, y1);
    this.#mark(x0, y1);
  }

  #ring(xy: Int32Array, start: number, end: number): void {
    if (this.#marks !== null || this.#pen.dash !== null) {
      this.#everyVertex(xy, start, end);
      return;
    }
    const { a, b, c, d, dx, dy } = this.#place;
    const { left, bottom, scale } = this.#view;
    const { frame } = this.#planes;
    const crossings = this.#crossings;
    const same = this.#same;
    const x = xy[end - 2];
    const y = xy[end - 1];
    const v = (c * x + d * y + dy - bottom) * scale;
    let column = Math.floor((a * x + b * y + dx - left) * scale);
    let row = Math.floor(v);
    let middle = Math.ceil(v - 0.5);
    frame?.pixel(row, column);
    this.#findSame(column, row, middle);
    let sameLeft = same[0];
    let sameBottom = same[1];
    let sameRight = same[2];
    let sameTop = same[3];
    const blocks = this.#blocks;
    for (let i = start; ; i += 2) {
      // Most vertices of curves lie in the pixel of the one before.
      i = firstOutside(xy, i, end, blocks, sameLeft, sameBottom, sameRight, sameTop);
      if (i >= end) break;
      const x = xy[i];
      const y = xy[i + 1];
      const x1 = (a * x + b * y + dx - left) * scale;
      const y1 = (c * x + d * y + dy - bottom) * scale;
      const nextColumn = Math.floor(x1);
      const nextRow = Math.floor(y1);
      const nextMiddle = Math.ceil(y1 - 0.5);
      const isNext = nextColumn - column <= 1 && column - nextColumn <= 1 && nextRow - row <= 1 && row - nextRow <= 1;
      if (isNext) frame?.pixel(nextRow, nextColumn);
      if (nextMiddle !== middle || !isNext) {
        const k = i === start ? end - 2 : i - 2;
        const x0 = (a * xy[k] + b * xy[k + 1] + dx - left) * scale;
        const y0 = (c * xy[k] + d * xy[k + 1] + dy - bottom) * scale;
        if (nextMiddle !== middle) crossings?.edge(x0, y0, x1, y1);
        if (!isNext) this.#lines?.line(x0, y0, x1, y1);
      }
      column = nextColumn;
      row = nextRow;
      middle = nextMiddle;
      this.#findSame(column, row, middle);
      sameLeft = same[0];
      sameBottom = same[1];
      sameRight = same[2];
      sameTop = same[3];
    }
  }

  /** With marks and dashes, which are counted from pixel to pixel. */
  #everyVertex(xy: Int32Array, start: number, end: number): void {
    const { a, b, c, d, dx, dy } = this.#place;
    const { left, bottom, scale } = this.#view;
    let x0 = (a * xy[end - 2] + b * xy[end - 1] + dx - left) * scale;
    let y0 = (c * xy[end - 2] + d * xy[end - 1] + dy - bottom) * scale;
    for (let i = start; i < end; i += 2) {
      const x1 = (a * xy[i] + b * xy[i + 1] + dx - left) * scale;
      const y1 = (c * xy[i] + d * xy[i + 1] + dy - bottom) * scale;
      if (y0 !== y1) this.#crossings?.edge(x0, y0, x1, y1);
      this.#lines?.line(x0, y0, x1, y1);
      if (this.#marks !== null) this.#mark(x1, y1);
      x0 = x1;
      y0 = y1;
    }
  }

  /**
   * The box, in the polygons' own coordinates, whose points lie in a pixel for certain, and on one side of its middle:
   * comparing is less work than a transform. Empty where polygons are turned by other angles than 90°.
   */
  #findSame(column: number, row: number, middle: number): void {
    const { a, b, c, d, dx, dy } = this.#place;
    const { left, bottom } = this.#view;
    const pitch = this.#pitch;
    const low = (row > middle - 0.5 ? row : middle - 0.5) * pitch + bottom - dy;
    const high = (row + 1 < middle + 0.5 ? row + 1 : middle + 0.5) * pitch + bottom - dy;
    const first = column * pitch + left - dx;
    const last = first + pitch;
    if (b === 0 && c === 0) {
      this.#setSame(0, first / a, last / a);
      this.#setSame(1, low / d, high / d);
    } else if (a === 0 && d === 0) {
      this.#setSame(1, first / b, last / b);
      this.#setSame(0, low / c, high / c);
    } else this.#setSame(0, 1, 0);
  }

  #setSame(axis: 0 | 1, one: number, other: number): void {
    // Away from the borders, so that rounding does not matter.
    const from = Math.ceil((one < other ? one : other) + 1e-3);
    const to = Math.floor((one < other ? other : one) - 1e-3);
    this.#same[axis] = from > -(2 ** 31) ? from : -(2 ** 31);
    this.#same[axis + 2] = to < 2 ** 31 - 1 ? to : 2 ** 31 - 1;
  }

  #mark(x: number, y: number): void {
    const { cross } = this.#pen;
    this.#marks!.line(x - cross, y, x + cross, y);
    this.#marks!.line(x, y - cross, x, y + cross);
  }
}

/** Pixels whose middles are in a rectangle; of one that is thinner than a pixel a line of them. */
function fillInside(plane: BitPlane, x0: number, y0: number, x1: number, y1: number): void {
  const isHigh = x1 - x0 < 1;
  const isFlat = y1 - y0 < 1;
  if (!isHigh && !isFlat) {
    // Of sides that run through middles all but the upper one count, as for other polygons.
    plane.block(Math.ceil(y0 - 0.5), Math.ceil(x0 - 0.5), Math.ceil(y1 - 0.5) - 1, Math.floor(x1 - 0.5));
    return;
  }
  const row = Math.floor((y0 + y1) / 2);
  const column = Math.floor((x0 + x1) / 2);
  plane.block(
    isFlat ? row : Math.floor(y0),
    isHigh ? column : Math.floor(x0),
    isFlat ? row : Math.floor(y1),
    isHigh ? column : Math.floor(x1),
  );
}

/**
 * Of the vertices from index `i` to before `end` the first outside of a box. A function of its own, small enough for the engine to
 * compile while the first curves are drawn.
 * @param blocks see `SortedPolygons`
 */
function firstOutside(
  xy: Int32Array,
  i: number,
  end: number,
  blocks: Int32Array | null,
  left: number,
  bottom: number,
  right: number,
  top: number,
): number {
  for (; i < end; i += 2) {
    if (blocks !== null && (i & (blockNumbers - 1)) === 0) {
      for (let k = i / blockStep; i + blockNumbers <= end; i += blockNumbers, k += 4)
        if (blocks[k] < left || blocks[k + 1] < bottom || blocks[k + 2] > right || blocks[k + 3] > top) break;
      if (i >= end) return end;
    }
    if (xy[i] < left || xy[i] > right || xy[i + 1] < bottom || xy[i + 1] > top) return i;
  }
  return end;
}
