/** Reading the elements of a structure: BOUNDARY, PATH, BOX, TEXT, SREF, AREF and NODE, each up to its ENDEL. */
import { Box, type PathShape, pathOutline } from "../../geometry/index.ts";
import { type Cell, labelCode, layerKey, Reference, type ShapeKind, type Shapes } from "../../layout/index.ts";
import { ElementOrder } from "./element-order.ts";
import { ElementRecords, type ElementTarget } from "./element-records.ts";
import { withoutPadding } from "./gds-text.ts";
import { readReal8 } from "./real8.ts";
import type { RecordReader } from "./record-reader.ts";
import { Data, Rec } from "./records.ts";

// Length 6, record and data type of LAYER and DATATYPE; record and data type of XY; the whole of ENDEL.
const layerHeader = (6 << 16) | (Rec.LAYER << 8) | Data.int2;
const datatypeHeader = (6 << 16) | (Rec.DATATYPE << 8) | Data.int2;
const xyHeader = (Rec.XY << 8) | Data.int4;
/** Of an XY record with the four corners and the first one again. */
const rectangleLength = 4 + 5 * 8;
const endHeader = (4 << 16) | (Rec.ENDEL << 8);
// Of a reference: the whole of its turn and place, but for their data.
const nameHeader = (Rec.SNAME << 8) | Data.text;
const flagsHeader = (6 << 16) | (Rec.STRANS << 8) | Data.bits;
const angleHeader = (12 << 16) | (Rec.ANGLE << 8) | Data.real8;
const placeHeader = (12 << 16) | (Rec.XY << 8) | Data.int4;

/** Where elements go: a cell, or what stands for one. */
export interface ElementSink {
  shapes(layer: readonly [layer: number, datatype: number]): Shapes;
  add(reference: Reference): unknown;
  /** A cell placed once, turned by quarters. */
  place(cell: Cell, dx: number, dy: number, quarterTurns: number, mirror: boolean): void;
}

/** Reads element after element into where it belongs. */
export class ElementReader {
  readonly #reader: RecordReader;
  readonly #target: ElementTarget;
  readonly #order = new ElementOrder();
  #sink: ElementSink | null = null;
  #window: Box | null = null;

  readonly #said: ElementRecords;

  // The shapes of the layer that was met last: mostly it is the next one's, too.
  #shapes: Shapes | null = null;
  #shapesKey = -1;

  constructor(reader: RecordReader, target: ElementTarget) {
    this.#reader = reader;
    this.#said = new ElementRecords(reader);
    this.#target = target;
  }

  /** Elements go here from now on; null to read over them. */
  set sink(sink: ElementSink | null) {
    this.#sink = sink;
    this.#shapesKey = -1;
  }

  /** Only shapes and labels whose boxes touch it (database units of the cell) are kept; null for all. */
  set window(window: Box | null) {
    this.#window = window;
  }

  /** Reads the element whose first record is the current one. */
  read(): void {
    const kind = this.#reader.type;
    if (kind === Rec.BOUNDARY && this.#plainBoundary()) return;
    if (kind === Rec.SREF && this.#plainReference()) return;
    const at = this.#reader.offset;
    this.#said.reset();
    this.#order.start(kind);
    const target = this.#sink === null ? null : this.#target;
    while (this.#reader.nextOfElement()) {
      const { type } = this.#reader;
      const wrong = this.#order.next(type);
      if (wrong !== null) throw this.#reader.error("record-order", wrong);
      this.#said.take(type, target);
    }
    const missing = this.#order.missing();
    if (missing !== null) throw this.#reader.error("record-order", missing, at);
    if (this.#sink === null) return;
    switch (kind) {
      case Rec.BOUNDARY:
        this.#boundary();
        break;
      case Rec.BOX:
        this.#box();
        break;
      case Rec.PATH:
        this.#path();
        break;
      case Rec.TEXT:
        this.#text();
        break;
      case Rec.SREF:
      case Rec.AREF:
        this.#reference(kind, at);
        break;
    }
  }

  /**
   * The element that most files consist of, BOUNDARY LAYER DATATYPE XY ENDEL and nothing else, without looking at its
   * records one by one. False, with nothing done, for any other.
   */
  #plainBoundary(): boolean {
    const { length, view, end: at } = this.#reader;
    if (at + 24 > length || view.getUint32(at) !== layerHeader || view.getUint32(at + 6) !== datatypeHeader)
      return false;
    const xyLength = view.getUint16(at + 12);
    const stop = at + 12 + xyLength;
    // An odd or very long record, or one that ends too early, is for the careful way to talk about.
    if (view.getUint16(at + 14) !== xyHeader || xyLength >= 0x8000 || (xyLength & 7) !== 4 || xyLength < 28)
      return false;
    if (stop + 4 > length || view.getUint32(stop) !== endHeader) return false;
    this.#said.layer = view.getUint16(at + 4);
    this.#said.datatype = view.getUint16(at + 10);
    this.#said.properties = null;
    this.#reader.end = stop + 4;
    if (this.#sink === null) return true;
    if (xyLength > rectangleLength) {
      this.#plainPolygon(at + 16, stop);
      return true;
    }
    if (xyLength === rectangleLength && this.#plainRectangle(view, at + 16)) return true;
    this.#said.xyLength = 0;
    this.#said.decode(at + 16, stop);
    this.#boundary();
    return true;
  }

  /** Most of them are rectangles, which are kept as boxes without a list of their points. False for anything else. */
  #plainRectangle(view: DataView, at: number): boolean {
    const x0 = view.getInt32(at);
    const y0 = view.getInt32(at + 4);
    const x2 = view.getInt32(at + 16);
    const y2 = view.getInt32(at + 20);
    if (view.getInt32(at + 32) !== x0 || view.getInt32(at + 36) !== y0) return false;
    const x1 = view.getInt32(at + 8);
    const y1 = view.getInt32(at + 12);
    const x3 = view.getInt32(at + 24);
    const y3 = view.getInt32(at + 28);
    const isUprightFirst = x1 === x0 && y1 === y2 && x3 === x2 && y3 === y0;
    if (!isUprightFirst && !(y1 === y0 && x1 === x2 && y3 === y2 && x3 === x0)) return false;
    const shapes = this.#wanted();
    if (shapes === null) return true;
    const left = Math.min(x0, x2);
    const bottom = Math.min(y0, y2);
    const right = Math.max(x0, x2);
    const top = Math.max(y0, y2);
    if (this.#touchesWindow(left, bottom, right, top)) shapes.addBox(left, bottom, right, top);
    return true;
  }

  /** The box is found while the points are decoded: polygons of thousands of points are looked through once. */
  #plainPolygon(start: number, stop: number): void {
    const shapes = this.#wanted();
    if (shapes === null) return;
    const { view } = this.#reader;
    const xy = this.#said.room((stop - start) >> 2);
    let left = 2 ** 31 - 1;
    let bottom = left;
    let right = -(2 ** 31);
    let top = right;
    let length = 0;
    for (let i = start; i < stop; i += 8, length += 2) {
      const x = view.getInt32(i);
      const y = view.getInt32(i + 4);
      xy[length] = x;
      xy[length + 1] = y;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
    if (xy[0] === xy[length - 2] && xy[1] === xy[length - 1]) length -= 2;
    if (this.#touchesWindow(left, bottom, right, top)) shapes.addPolygon(xy, length, left, bottom, right, top);
  }

  #touchesWindow(left: number, bottom: number, right: number, top: number): boolean {
    const window = this.#window;
    if (window === null) return true;
    return right >= window.left && left <= window.right && top >= window.bottom && bottom <= window.top;
  }

  /** The same for SREF SNAME [STRANS [ANGLE]] XY ENDEL. */
  #plainReference(): boolean {
    const { length, view, bytes, end: at } = this.#reader;
    if (at + 4 > length) return false;
    const nameLength = view.getUint16(at);
    let next = at + nameLength;
    // The longest that may follow.
    if (view.getUint16(at + 2) !== nameHeader || nameLength >= 0x8000 || nameLength & 1 || next + 34 > length)
      return false;
    let flags = 0;
    let angle = 0;
    if (view.getUint32(next) === flagsHeader) {
      flags = view.getUint16(next + 4);
      next += 6;
      if (view.getUint32(next) === angleHeader) {
        angle = readReal8(bytes, next + 4);
        next += 12;
      }
    }
    if (view.getUint32(next) !== placeHeader || view.getUint32(next + 12) !== endHeader) return false;
    // What there is to warn of, and a name that is empty, is for the careful way.
    const nameEnd = withoutPadding(bytes, at + 4, at + nameLength);
    if (flags & 6 || Math.abs(angle) > 360 || nameEnd === at + 4) return false;
    this.#reader.end = next + 16;
    if (this.#sink === null) return true;
    const child = this.#target.cellNamed(bytes, at + 4, nameEnd);
    const [dx, dy] = [view.getInt32(next + 4), view.getInt32(next + 8)];
    const mirror = (flags & 0x8000) !== 0;
    const turns = angle / 90;
    if (turns === 0 || turns === 1 || turns === 2 || turns === 3) this.#sink.place(child, dx, dy, turns | 0, mirror);
    else this.#sink.add(new Reference(child, { dx, dy, rotation: angle, mirror }));
    return true;
  }

  /** The shapes to add to, or null where the layer was not asked for. */
  #wanted(): Shapes | null {
    const key = layerKey(this.#said.layer, this.#said.datatype);
    if (key !== this.#shapesKey) {
      this.#shapesKey = key;
      const wanted = this.#target.wants(this.#said.layer, this.#said.datatype);
      this.#shapes = wanted ? this.#sink!.shapes([this.#said.layer, this.#said.datatype]) : null;
    }
    return this.#shapes;
  }

  /** True where the box around these points does not touch the window. */
  #isOutside(xy: ArrayLike<number>, length: number): boolean {
    return this.#window !== null && Box.around(xy, 0, length)?.touches(this.#window) !== true;
  }

  #boundary(): void {
    const xy = this.#said.xy;
    const length = this.#said.xyLength;
    const isClosed = length > 2 && xy[0] === xy[length - 2] && xy[1] === xy[length - 1];
    if (length < (isClosed ? 8 : 6)) {
      this.#reader.warn("few-points", "a BOUNDARY with fewer than 3 points is left out");
      return;
    }
    const shapes = this.#wanted();
    if (shapes === null || this.#isOutside(xy, length)) return;
    const kind = shapes.addRing(xy, 0, length);
    if (this.#said.properties !== null)
      this.#keepProperties(shapes, kind, kind === "box" ? shapes.boxCount : shapes.polygonCount);
  }

  /** A BOX is its bounding box, as KLayout reads it. */
  #box(): void {
    const xy = this.#said.xy;
    if (this.#said.xyLength < 4) {
      this.#reader.warn("few-points", "a BOX with fewer than 2 points is left out");
      return;
    }
    const shapes = this.#wanted();
    if (shapes === null || this.#isOutside(xy, this.#said.xyLength)) return;
    const box = Box.around(xy, 0, this.#said.xyLength);
    if (box !== null) shapes.addBox(box.left, box.bottom, box.right, box.top);
    this.#keepProperties(shapes, "box", shapes.boxCount);
  }

  #path(): void {
    if (this.#said.xyLength < 2) {
      this.#reader.warn("few-points", "a PATH without points is left out");
      return;
    }
    if (this.#said.xyLength < 4)
      this.#reader.warn("one-point-path", "a PATH of one point may be read differently elsewhere");
    const shapes = this.#wanted();
    if (shapes === null) return;
    const shape = this.#pathShape();
    if (this.#window !== null) {
      const outline = pathOutline(this.#said.xy, shape, 0, this.#said.xyLength);
      if (this.#isOutside(outline, outline.length)) return;
    }
    shapes.addPath(this.#said.xy, shape, 0, this.#said.xyLength);
    this.#keepProperties(shapes, "path", shapes.paths.count);
  }

  /**
   * As KLayout: extensions count for every path type where they are given; a negative (absolute) width is taken
   * positive, but the ends that follow from it stay negative.
   */
  #pathShape(): PathShape {
    const half = Math.trunc(this.#said.width / 2);
    const reach = this.#said.pathType === 1 || this.#said.pathType === 2 ? half : 0;
    return {
      width: Math.abs(this.#said.width),
      beginExtension: this.#said.begin ?? reach,
      endExtension: this.#said.end ?? reach,
      round: this.#said.pathType === 1,
    };
  }

  #text(): void {
    if (this.#said.xyLength < 2) {
      this.#reader.warn("few-points", "a TEXT without a position is left out");
      return;
    }
    const shapes = this.#wanted();
    if (shapes === null || this.#isOutside(this.#said.xy, 2)) return;
    const turns = Math.round(this.#said.angle / 90);
    if (turns * 90 !== this.#said.angle)
      this.#reader.warn("text-angle", `text angle ${this.#said.angle}° is not a multiple of 90°; the nearest is taken`);
    const mirror = (this.#said.flags & 0x8000) !== 0;
    const code = labelCode({ quarterTurns: ((turns % 4) + 4) % 4, mirror, presentation: this.#said.presentation });
    shapes.addLabel(this.#said.string, this.#said.xy[0], this.#said.xy[1], code, this.#said.positiveMagnification());
    this.#keepProperties(shapes, "label", shapes.labels.count);
  }

  #reference(kind: number, at: number): void {
    const reader = this.#reader;
    const child = this.#said.child;
    if (child === null) throw reader.error("empty-name", "a reference names no structure", at);
    if (this.#said.xyLength < (kind === Rec.SREF ? 2 : 6))
      throw reader.error("few-points", "a reference has too few points", at);
    const xy = this.#said.xy;
    const isArray = kind === Rec.AREF;
    // No column or no row is taken as one: as KLayout, for a file that means at least one member.
    const columns = isArray ? Math.max(1, this.#said.columns) : 1;
    const rows = isArray ? Math.max(1, this.#said.rows) : 1;
    // The vectors may be fractions of a unit: members are rounded to the grid one by one. Equal corners make one member.
    const ax = isArray ? xy[2] - xy[0] : 0;
    const ay = isArray ? xy[3] - xy[1] : 0;
    const bx = isArray ? xy[4] - xy[0] : 0;
    const by = isArray ? xy[5] - xy[1] : 0;
    const reference = new Reference(child, {
      dx: xy[0],
      dy: xy[1],
      rotation: whole(this.#said.angle),
      mirror: (this.#said.flags & 0x8000) !== 0,
      magnification: whole(this.#said.positiveMagnification()),
      columns: ax === 0 && ay === 0 ? 1 : columns,
      rows: bx === 0 && by === 0 ? 1 : rows,
      columnX: ax / columns,
      columnY: ay / columns,
      rowX: bx / rows,
      rowY: by / rows,
      properties: this.#said.properties ?? undefined,
    });
    this.#sink!.add(reference);
  }

  #keepProperties(shapes: Shapes, kind: ShapeKind, count: number): void {
    if (this.#said.properties !== null) shapes.setProperties(kind, count - 1, this.#said.properties);
  }
}

/** The same number, as an integer for the engine where it is one: a field of integers needs no memory beside the object. */
function whole(value: number): number {
  const integer = value | 0;
  return integer === value ? integer : value;
}
