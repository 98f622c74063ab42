/**
 * Walks over the records of a GDSII stream: one position that moves forward, the record under it, and its data by
 * offset. Nothing is allocated per record. Every error tells the byte, the record and the cell.
 */
import { ReticleError } from "../../errors.ts";
import type { Warnings } from "../warnings.ts";
import { decodeText } from "./gds-text.ts";
import { readReal8 } from "./real8.ts";
import { isKnownRecord, Rec, recordName } from "./records.ts";

export class RecordReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
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

  constructor(bytes: Uint8Array, warnings: Warnings, file: string | undefined) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#warnings = warnings;
    this.#file = file;
  }

  /** Steps to the next record and returns its type. */
  next(): number {
    const { bytes } = this;
    const at = this.end;
    if (at + 4 > bytes.length) this.#truncated(at);
    const length = (bytes[at] << 8) | bytes[at + 1];
    const type = bytes[at + 2];
    this.at = at;
    this.type = type;
    this.data = at + 4;
    if (length < 4) throw this.error("record-length", `record length ${length} is below 4, its own header`);
    if (at + length > bytes.length) this.#truncated(at);
    if (length >= 0x8000) this.warn("long-record", `record length ${length} is above 32767; read as unsigned`);
    if (length & 1) this.warn("odd-length", `record length ${length} is odd`);
    if (!isKnownRecord(type))
      throw this.error("unknown-record", `record type ${recordName(type)} is not one of GDSII's`);
    this.end = at + length;
    return type;
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

  text(): string {
    return decodeText(this.bytes, this.data, this.end);
  }

  /** An error about the current record. */
  error(code: string, message: string, at = this.at): ReticleError {
    const record = this.type >= 0 ? recordName(this.type) : undefined;
    return new ReticleError("GdsError", code, message, {
      place: { offset: at, record, cell: this.cell, file: this.#file },
    });
  }

  unexpected(wanted: string): ReticleError {
    return this.error("record-order", `${recordName(this.type)} was found where ${wanted} belongs`);
  }

  warn(code: string, message: string): void {
    this.#warnings.add(code, message, {
      offset: this.at,
      record: recordName(this.type),
      cell: this.cell,
      file: this.#file,
    });
  }

  #truncated(at: number): never {
    const end = this.bytes.length;
    const place = { offset: at, cell: this.cell, file: this.#file };
    throw new ReticleError(
      "GdsError",
      "truncated",
      `the file ends after ${end} bytes without an ENDLIB record`,
      this.type === Rec.ENDLIB ? {} : { place },
    );
  }
}
