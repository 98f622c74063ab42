/** What the records between an element's first one and its ENDEL say. */
import type { Cell, Property } from "../../layout/index.ts";
import { withoutPadding } from "./gds-text.ts";
import type { RecordReader } from "./record-reader.ts";
import { Rec } from "./records.ts";

/** What elements need to know of the file around them. */
export interface ElementTarget {
  /** The cell whose name is in these bytes, made where it was not met yet. */
  cellNamed(bytes: Uint8Array, start: number, end: number): Cell;
  /** False for a layer that was not asked for. */
  wants(layer: number, datatype: number): boolean;
}

/** Reused from element to element: fields that one does not have are those of `reset`. */
export class ElementRecords {
  readonly #reader: RecordReader;

  layer = 0;
  datatype = 0;
  xy = new Int32Array(1024);
  xyLength = 0;
  width = 0;
  pathType = 0;
  begin: number | null = null;
  end: number | null = null;
  presentation: number | undefined;
  flags = 0;
  magnification = 1;
  angle = 0;
  columns = 1;
  rows = 1;
  /** The cell that a reference names. */
  child: Cell | null = null;
  string = "";
  attribute = 0;
  properties: Property[] | null = null;

  constructor(reader: RecordReader) {
    this.#reader = reader;
  }

  reset(): void {
    this.layer = 0;
    this.datatype = 0;
    this.xyLength = 0;
    this.width = 0;
    this.pathType = 0;
    this.begin = null;
    this.end = null;
    this.presentation = undefined;
    this.flags = 0;
    this.magnification = 1;
    this.angle = 0;
    this.columns = 1;
    this.rows = 1;
    this.child = null;
    this.string = "";
    this.properties = null;
  }

  /** Takes in the current record, of this type; `target` is null where the element is read over. */
  take(type: number, target: ElementTarget | null): void {
    const reader = this.#reader;
    switch (type) {
      case Rec.LAYER:
        this.layer = reader.uint16();
        break;
      case Rec.DATATYPE:
      case Rec.TEXTTYPE:
      case Rec.BOXTYPE:
      case Rec.NODETYPE:
        this.datatype = reader.uint16();
        break;
      case Rec.XY:
        this.#coordinates();
        break;
      case Rec.WIDTH:
        this.width = reader.int32();
        break;
      case Rec.PATHTYPE:
        this.pathType = reader.uint16();
        if (![0, 1, 2, 4].includes(this.pathType)) {
          reader.warn("path-type", `path type ${this.pathType} is not 0, 1, 2 or 4; read as 0`);
          this.pathType = 0;
        }
        break;
      case Rec.BGNEXTN:
        this.begin = reader.int32();
        break;
      case Rec.ENDEXTN:
        this.end = reader.int32();
        break;
      case Rec.SNAME:
        this.child = target === null ? null : this.#named(target);
        break;
      case Rec.COLROW:
        this.columns = reader.uint16();
        this.rows = reader.uint16(2);
        break;
      case Rec.STRANS:
        this.flags = reader.uint16();
        if (this.flags & 6) reader.warn("absolute", "absolute magnification or angle is ignored");
        break;
      case Rec.MAG:
        this.magnification = reader.real8();
        break;
      case Rec.ANGLE:
        this.angle = reader.real8();
        if (Math.abs(this.angle) > 360) reader.warn("angle", `angle ${this.angle}° is beyond ±360°`);
        break;
      case Rec.STRING:
        this.string = reader.text();
        break;
      case Rec.PRESENTATION:
        this.presentation = reader.uint16() & 63;
        break;
      case Rec.PROPATTR:
        this.attribute = reader.uint16();
        break;
      case Rec.PROPVALUE:
        this.properties ??= [];
        this.properties.push([this.attribute, reader.text()]);
        break;
    }
  }

  /** Null for an empty name. */
  #named(target: ElementTarget): Cell | null {
    const { bytes, data, end } = this.#reader;
    const stop = withoutPadding(bytes, data, end);
    return stop === data ? null : target.cellNamed(bytes, data, stop);
  }

  /** Appends the points of an XY record: long boundaries may have several. */
  #coordinates(): void {
    const reader = this.#reader;
    const { data, end } = reader;
    this.decode(data, data + (((end - data) >> 3) << 3));
  }

  /** Appends the numbers of the bytes from `start` to before `end`. */
  decode(start: number, end: number): void {
    const { view } = this.#reader;
    let at = this.xyLength;
    const xy = this.room(at + ((end - start) >> 2));
    for (let i = start; i < end; i += 4) xy[at++] = view.getInt32(i);
    this.xyLength = at;
  }

  /** `xy`, with its numbers, and with room for at least so many. */
  room(length: number): Int32Array {
    if (length > this.xy.length) {
      const grown = new Int32Array(2 * length);
      grown.set(this.xy.subarray(0, this.xyLength));
      this.xy = grown;
    }
    return this.xy;
  }

  positiveMagnification(): number {
    if (!(this.magnification > 0))
      throw this.#reader.error("magnification", `magnification ${this.magnification} is not above 0`);
    return this.magnification;
  }
}
