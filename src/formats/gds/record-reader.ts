/**
 * Walks over the records of a GDSII stream: one position that moves forward, the record under it, and its data by
 * offset. Nothing is allocated per record. Of a file only a piece is in memory, which moves along; whoever looks ahead
 * may look as far as two of the longest records. Every error tells the byte, the record and the cell.
 */
import { ReticleError } from "../../errors.ts";
import { type FileBytes, isFileBytes } from "../../platform/index.ts";
import { decodeByteText } from "../byte-text.ts";
import type { Warnings } from "../warnings.ts";
import { withoutPadding } from "./gds-text.ts";
import { readReal8 } from "./real8.ts";
import { dataName, isElement, isKnownRecord, Rec, recordName, wantedData } from "./records.ts";

const pieceLength = 2 ** 20;
const lookAhead = 2 ** 17 + 64;

export class RecordReader {
  /** What is in memory. All offsets but `offset` count from its start. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the bytes end. */
  length: number;
  /** Record type (records.ts) of the current record. */
  type = -1;
  /** Offset of the current record's header, of its data, and of what follows it. */
  at = 0;
  data = 0;
  end = 0;
  /** The cell that is being read, for errors. */
  cell: string | undefined;
  readonly #file: string | undefined;
  readonly #warnings: Warnings;
  readonly #source: FileBytes | null;
  /** Where in the file `bytes` begins. */
  #base = 0;
  /** From here on there may be too little to look ahead. */
  #refillAt: number;

  constructor(source: Uint8Array | FileBytes, warnings: Warnings, file: string | undefined) {
    this.#source = isFileBytes(source) ? source : null;
    this.bytes = isFileBytes(source) ? new Uint8Array(Math.min(pieceLength, source.length)) : source;
    this.length = isFileBytes(source) ? source.read(0, this.bytes) : source.length;
    this.#refillAt = this.#source === null ? Number.POSITIVE_INFINITY : this.length - lookAhead;
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.#warnings = warnings;
    this.#file = file;
  }

  /** Offset of the current record from the start of the file. */
  get offset(): number {
    return this.#base + this.at;
  }

  /** Steps to the next record and returns its type. */
  next(): number {
    if (this.end > this.#refillAt) this.#refill();
    const { bytes } = this;
    const at = this.end;
    if (at + 4 > this.length) this.#truncated(at);
    const length = (bytes[at] << 8) | bytes[at + 1];
    const type = bytes[at + 2];
    this.at = at;
    this.type = type;
    this.data = at + 4;
    if (length < 4) throw this.error("record-length", `record length ${length} is below 4, its own header`);
    if (at + length > this.length) this.#truncated(at);
    if (length >= 0x8000) this.warn("long-record", `record length ${length} is above 32767; read as unsigned`);
    if (length & 1) this.warn("odd-length", `record length ${length} is odd`);
    if (!isKnownRecord(type))
      throw this.error("unknown-record", `record type ${recordName(type)} is not one of GDSII's`);
    this.end = at + length;
    const wanted = wantedData(type);
    if (wanted >= 0 && bytes[at + 3] !== wanted)
      throw this.error("data-type", `data type ${dataName(bytes[at + 3])} was found where ${dataName(wanted)} belongs`);
    return type;
  }

  /**
   * Steps to the next record of an element; false at its end. As KLayout, an element without ENDEL ends where another
   * one, or the end of the structure, is found: that record is the next one.
   */
  nextOfElement(): boolean {
    const type = this.next();
    if (type === Rec.ENDEL) return false;
    if (!isElement(type) && type !== Rec.ENDSTR) return true;
    this.warn("no-endel", `an element has no ENDEL before the next record, ${recordName(type)}`);
    this.end = this.at;
    return false;
  }

  /** Steps to the next record, which must be of this type. */
  expect(type: number): void {
    if (this.next() !== type) throw this.unexpected(recordName(type));
  }

  get dataLength(): number {
    return this.end - this.data;
  }

  /** Throws unless the record has at least `least` bytes of data. */
  need(least: number): void {
    if (this.dataLength < least)
      throw this.error("record-length", `${this.dataLength} bytes of data are too few, ${least} are needed`);
  }

  /** Two unsigned bytes of the data. */
  uint16(offset = 0): number {
    this.need(offset + 2);
    return (this.bytes[this.data + offset] << 8) | this.bytes[this.data + offset + 1];
  }

  int32(offset = 0): number {
    this.need(offset + 4);
    const { bytes } = this;
    const at = this.data + offset;
    return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }

  real8(offset = 0): number {
    this.need(offset + 8);
    return readReal8(this.bytes, this.data + offset);
  }

  /** As KLayout, up to its first zero, which else only pads. */
  text(): string {
    const stop = withoutPadding(this.bytes, this.data, this.end);
    for (let at = stop; at < this.end; at++) {
      if (this.bytes[at] === 0) continue;
      this.warn("text-zero", "a text has a zero within; what follows that is left out");
      break;
    }
    return decodeByteText(this.bytes, this.data, stop);
  }

  /** An error about the current record, or about what lies at another offset of the file. */
  error(code: string, message: string, offset = this.offset): ReticleError {
    const record = this.type >= 0 ? recordName(this.type) : undefined;
    return new ReticleError("GdsError", code, message, {
      place: { offset, record, cell: this.cell, file: this.#file },
    });
  }

  unexpected(wanted: string): ReticleError {
    return this.error("record-order", `${recordName(this.type)} was found where ${wanted} belongs`);
  }

  warn(code: string, message: string): void {
    this.#warnings.add(code, message, {
      offset: this.offset,
      record: recordName(this.type),
      cell: this.cell,
      file: this.#file,
    });
  }

  /** Drops what lies behind and reads on. */
  #refill(): void {
    const source = this.#source;
    if (source === null || this.#base + this.length >= source.length) {
      this.#refillAt = Number.POSITIVE_INFINITY;
      return;
    }
    this.bytes.copyWithin(0, this.end, this.length);
    this.#base += this.end;
    this.length -= this.end;
    this.at -= this.end;
    this.end = 0;
    this.#fill(source);
  }

  #fill(source: FileBytes): void {
    const got = source.read(this.#base + this.length, this.bytes.subarray(this.length));
    this.length += got;
    this.#refillAt = got === 0 ? Number.POSITIVE_INFINITY : this.length - lookAhead;
  }

  #truncated(at: number): never {
    const end = this.#base + this.length;
    const place = { offset: this.#base + at, cell: this.cell, file: this.#file };
    throw new ReticleError(
      "GdsError",
      "truncated",
      `the file ends after ${end} bytes without an ENDLIB record`,
      this.type === Rec.ENDLIB ? {} : { place },
    );
  }
}
