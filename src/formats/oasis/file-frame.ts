/** What stands around the cells: START and END (SEMI P39, sections 13 and 14), the offsets of the tables, the validation. */
import { crc32 } from "../../platform/index.ts";
import { tidyNumber } from "../tidy-number.ts";
import type { ByteCursor } from "./byte-cursor.ts";
import { checksum32 } from "./checksum.ts";
import { magic, Rec } from "./records.ts";

/** Where one of the six tables of names starts: 0 where there is none. */
export interface TableOffset {
  /** True where all names of the kind are in that table. */
  readonly isStrict: boolean;
  readonly at: number;
}

export interface FileStart {
  /** Database unit, µm. */
  readonly dbu: number;
  /** Null where they stand in the END record. */
  readonly tables: readonly TableOffset[] | null;
}

/** END is as long as this, so that it is found from the end of the file. */
export const endLength = 256;

/** True where the bytes start as an OASIS file does. */
export function isOasis(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** Reads the magic bytes and START; the cursor is at the file's first byte. */
export function readStart(cursor: ByteCursor): FileStart {
  cursor.seek(magic.length);
  if (cursor.next() !== Rec.START) throw cursor.unexpected("START");
  const version = cursor.text();
  if (version !== "1.0")
    throw cursor.error("version", `version "${version}" of OASIS is not "1.0", the only one there is`);
  const unit = cursor.real();
  const dbu = tidyNumber(1 / unit);
  if (!(unit > 0 && dbu > 0 && Number.isFinite(dbu)))
    throw cursor.error("unit", `a unit of ${unit} grid steps per µm is not above 0`);
  return { dbu, tables: cursor.unsigned() === 0 ? readOffsets(cursor) : null };
}

function readOffsets(cursor: ByteCursor): TableOffset[] {
  return Array.from({ length: 6 }, () => ({ isStrict: cursor.unsigned() === 1, at: cursor.unsigned() }));
}

/** The offsets of an END record at the end of the file; null where there is none, or where the end is not known. */
export function readOffsetsAtEnd(cursor: ByteCursor, fileLength: number): TableOffset[] | null {
  if (fileLength < endLength || fileLength === Number.POSITIVE_INFINITY) return null;
  cursor.seek(fileLength - endLength);
  return cursor.byte() === Rec.END ? readOffsets(cursor) : null;
}

/** Reads the rest of END and checks what it says about the bytes before. */
export function readEnd(cursor: ByteCursor, start: FileStart): void {
  if (cursor.inBlock) throw cursor.error("cblock", "END must not stand in a CBLOCK");
  if (start.tables === null) readOffsets(cursor);
  cursor.skipText();
  const scheme = cursor.unsigned();
  if (scheme > 2) throw cursor.error("validation", `validation scheme ${scheme} is not 0, 1 or 2`);
  if (scheme > 0) checkSignature(cursor, scheme);
  const length = cursor.position - cursor.recordAt;
  if (length !== endLength) cursor.warn("end-length", `an END record has ${length} bytes instead of ${endLength}`);
}

/** Four bytes, the lowest first. A wrong sum is no reason to refuse a file that can be read. */
function checkSignature(cursor: ByteCursor, scheme: number): void {
  const before = cursor.position;
  const at = cursor.take(4);
  const stated = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + at, 4).getUint32(0, true);
  const found = cursor.sumBefore(before, scheme === 1 ? crc32 : checksum32);
  if (stated === found) return;
  const name = scheme === 1 ? "CRC-32" : "checksum";
  cursor.warn("validation", `the ${name} of the file is ${found}, its END record says ${stated}: it may be damaged`);
}
