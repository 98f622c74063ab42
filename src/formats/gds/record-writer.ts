/** Grows a GDSII stream record by record. The stream is kept in parts, so that no single array has to hold all of it. */

import { ReticleError } from "../../errors.ts";
import { Warnings } from "../warnings.ts";
import { encodeText } from "./gds-text.ts";
import { writeReal8 } from "./real8.ts";
import { Data, Rec, recordName } from "./records.ts";

const partSize = 1 << 22;
const longestRecord = 0xffff;
/** Points of a record that is shorter than 32768 bytes: some programs take its length as signed. */
const pointsBelowSign = 4095;
// Length, record and data type of what every BOUNDARY starts with.
const boundaryHeader = (4 << 16) | (Rec.BOUNDARY << 8);
const layerHeader = (6 << 16) | (Rec.LAYER << 8) | Data.int2;
const datatypeHeader = (6 << 16) | (Rec.DATATYPE << 8) | Data.int2;
const boxPointsHeader = (44 << 16) | (Rec.XY << 8) | Data.int4;
const endHeader = (4 << 16) | (Rec.ENDEL << 8);

export class RecordWriter {
  readonly #done: Uint8Array[] = [];
  #part = new Uint8Array(partSize);
  #view = new DataView(this.#part.buffer);
  #length = 0;
  readonly #names = new Map<string, Uint8Array>();
  readonly warnings = new Warnings("GdsError");
  /** The cell that is being written, for errors. */
  cell: string | undefined;

  empty(type: number): void {
    this.#header(type, Data.none, 0);
  }

  bits(type: number, value: number): void {
    this.#header(type, Data.bits, 2);
    this.#uint16(value);
  }

  /** 16-bit numbers, signed or unsigned. */
  int2(type: number, ...values: readonly number[]): void {
    this.#header(type, Data.int2, 2 * values.length);
    for (const value of values) this.#uint16(value);
  }

  int4(type: number, ...values: readonly number[]): void {
    this.#header(type, Data.int4, 4 * values.length);
    for (const value of values) this.#int32(value);
  }

  /** One x,y pair. */
  point(type: number, x: number, y: number): void {
    this.#header(type, Data.int4, 8);
    this.#int32(x);
    this.#int32(y);
  }

  /** An XY record of the x,y pairs `xy[start…end)`; the first one once more where it is `closed`. */
  points(type: number, xy: ArrayLike<number>, start: number, end: number, closed: boolean): void {
    this.#header(type, Data.int4, 4 * (end - start) + (closed ? 8 : 0));
    this.#pairs(xy, start, end, closed);
  }

  /** What most files consist of, at once: BOUNDARY, LAYER, DATATYPE and XY of a ring, which is closed on the way. */
  boundary(layer: number, datatype: number, xy: ArrayLike<number>, start: number, end: number): void {
    if (this.#length + 16 > this.#part.length) this.#nextPart();
    const view = this.#view;
    const at = this.#length;
    view.setUint32(at, boundaryHeader);
    view.setUint32(at + 4, layerHeader);
    view.setUint16(at + 8, layer);
    view.setUint32(at + 10, datatypeHeader);
    view.setUint16(at + 14, datatype);
    this.#length = at + 16;
    this.points(Rec.XY, xy, start, end, true);
  }

  /** A rectangle without properties, the whole of its element: 16 words, counter-clockwise from the lower left corner. */
  box(layer: number, datatype: number, left: number, bottom: number, right: number, top: number): void {
    if (this.#length + 64 > this.#part.length) this.#nextPart();
    const view = this.#view;
    const at = this.#length;
    view.setUint32(at, boundaryHeader);
    view.setUint32(at + 4, layerHeader);
    view.setUint16(at + 8, layer);
    view.setUint32(at + 10, datatypeHeader);
    view.setUint16(at + 14, datatype);
    view.setUint32(at + 16, boxPointsHeader);
    view.setInt32(at + 20, left);
    view.setInt32(at + 24, bottom);
    view.setInt32(at + 28, right);
    view.setInt32(at + 32, bottom);
    view.setInt32(at + 36, right);
    view.setInt32(at + 40, top);
    view.setInt32(at + 44, left);
    view.setInt32(at + 48, top);
    view.setInt32(at + 52, left);
    view.setInt32(at + 56, bottom);
    view.setUint32(at + 60, endHeader);
    this.#length = at + 64;
  }

  /** A BOUNDARY with its points in as many XY records as they need, the ring closed at the end of the last. */
  longBoundary(layer: number, datatype: number, ring: ArrayLike<number>): void {
    const closed = Int32Array.from({ length: ring.length + 2 }, (_, i) => ring[i % ring.length]);
    this.empty(Rec.BOUNDARY);
    this.int2(Rec.LAYER, layer);
    this.int2(Rec.DATATYPE, datatype);
    for (let from = 0; from < closed.length; from += 2 * pointsBelowSign)
      this.points(Rec.XY, closed, from, Math.min(closed.length, from + 2 * pointsBelowSign), false);
  }

  real8(type: number, ...values: readonly number[]): void {
    this.#header(type, Data.real8, 8 * values.length);
    for (const value of values) {
      writeReal8(this.#part, this.#length, value);
      this.#length += 8;
    }
  }

  /** A zero would end it for every reader: it is cut there, with a warning. */
  text(type: number, text: string): void {
    const zero = text.indexOf("\0");
    if (zero >= 0) {
      const message = `the text ${JSON.stringify(text)} is cut before its zero, where texts of GDSII end`;
      this.warnings.add("text-zero", message, { cell: this.cell });
    }
    this.#bytes(type, encodeText(zero < 0 ? text : text.slice(0, zero)));
  }

  /** A text that comes often: a cell's name. */
  name(type: number, name: string): void {
    let bytes = this.#names.get(name);
    if (bytes === undefined) {
      if (name.includes("\0"))
        throw this.error("cell-name", `the name ${JSON.stringify(name)} has a zero, where texts of GDSII end`);
      bytes = encodeText(name);
      this.#names.set(name, bytes);
    }
    this.#bytes(type, bytes);
  }

  #bytes(type: number, bytes: Uint8Array): void {
    this.#header(type, Data.text, bytes.length);
    this.#part.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Everything that was written. */
  parts(): Uint8Array[] {
    return [...this.#done, this.#part.subarray(0, this.#length)];
  }

  /** An error about what is being written. */
  error(code: string, message: string): ReticleError {
    return new ReticleError("GdsError", code, message, { place: { cell: this.cell } });
  }

  #header(type: number, data: number, bytes: number): void {
    if (bytes + 4 > longestRecord) {
      throw this.error(
        "record-length",
        `a ${recordName(type)} record of ${bytes} bytes is longer than the ${longestRecord - 4} that GDSII allows`,
      );
    }
    if (this.#length + bytes + 4 > this.#part.length) this.#nextPart();
    this.#uint16(bytes + 4);
    this.#part[this.#length++] = type;
    this.#part[this.#length++] = data;
  }

  #nextPart(): void {
    this.#done.push(this.#part.subarray(0, this.#length));
    this.#part = new Uint8Array(partSize);
    this.#view = new DataView(this.#part.buffer);
    this.#length = 0;
  }

  #uint16(value: number): void {
    this.#part[this.#length++] = value >> 8;
    this.#part[this.#length++] = value;
  }

  #int32(value: number): void {
    this.#view.setInt32(this.#length, value);
    this.#length += 4;
  }

  #pairs(xy: ArrayLike<number>, start: number, end: number, closed: boolean): void {
    const view = this.#view;
    let at = this.#length;
    for (let i = start; i < end; i++, at += 4) view.setInt32(at, xy[i]);
    if (closed) {
      view.setInt32(at, xy[start]);
      view.setInt32(at + 4, xy[start + 1]);
      at += 8;
    }
    this.#length = at;
  }
}
