/**
 * One position that moves through an OASIS stream and into its CBLOCKs, and the primitive types (SEMI P39, section 7)
 * read there: integers of any length, reals, strings, deltas. Of a file, and of a large CBLOCK, only a piece is in memory,
 * which moves along. Every error tells the byte, the record and the cell.
 *
 * Integers are kept as doubles: what needs more than 53 bits is an error, never a rounded number.
 */
import { ReticleError } from "../../errors.ts";
import { type FileBytes, Inflater, inflateRaw, isFileBytes, memoryBytes } from "../../platform/index.ts";
import { decodeByteText } from "../byte-text.ts";
import type { Warnings } from "../warnings.ts";
import { BlockBytes } from "./block-bytes.ts";
import { Rec, recordName } from "./records.ts";

const directionX = [1, 0, -1, 0, 1, -1, -1, 1];
const directionY = [0, 1, 0, -1, 1, 1, -1, -1];

export interface GrowthLimits {
  /** Bytes that all CBLOCKs together may decompress to. */
  readonly decompressed: number;
  /** Bytes that what is kept of the file may take, by estimate. */
  readonly memory: number;
}

/** Where a record starts: in the file, or in what the CBLOCK at `block` holds. */
export interface Mark {
  /** −1 outside of CBLOCKs. */
  readonly block: number;
  readonly at: number;
}

/** What a text takes beside its characters, bytes. */
const textCost = 32;
/** What one entry of a point list or of a repetition takes while it is read, bytes; rounded up generously. */
const entryBytes = 64;
/** Of a file, or of a large CBLOCK, so much is in memory. */
const pieceLength = 2 ** 20;
/** Up to this size a CBLOCK is decompressed at once, which is faster than in pieces. */
const blockAtOnce = 2 ** 24;
/** Below this an integer is worked on in bits. */
const small = 2 ** 31;
const noBytes = new Uint8Array(0);

export class ByteCursor {
  /** What is in memory of the bytes that are being read, the file's or those of a CBLOCK, and the position in it. */
  bytes: Uint8Array;
  at = 0;
  /** Type and start of the current record, in the file or in the CBLOCK. */
  type = -1;
  recordAt = 0;
  /** The cell that is being read, for errors. */
  cell: string | undefined;
  /** The delta that was read last. */
  dx = 0;
  dy = 0;
  readonly #file: Uint8Array | FileBytes;
  /** What gives more of the bytes that are being read; null where all are in memory. */
  #supply: FileBytes | BlockBytes | null;
  /** Where `bytes` begin. */
  #base = 0;
  #buffer = noBytes;
  /** What was in memory of the file when a CBLOCK was entered. */
  #fileBytes: Uint8Array;
  #fileBase = 0;
  readonly #fileName: string | undefined;
  readonly #warnings: Warnings;
  /** Where the CBLOCK that is being read starts, and where the file goes on after it; −1 outside. */
  #blockAt = -1;
  #afterBlock = -1;
  #declared = 0;
  /** Bytes that CBLOCKs may still give. */
  #inflatable: number;
  #memory: number;
  readonly #limits: GrowthLimits;

  constructor(file: Uint8Array | FileBytes, warnings: Warnings, fileName: string | undefined, limits: GrowthLimits) {
    this.bytes = isFileBytes(file) ? noBytes : file;
    this.#fileBytes = this.bytes;
    this.#supply = isFileBytes(file) ? file : null;
    this.#file = file;
    this.#fileName = fileName;
    this.#warnings = warnings;
    this.#limits = limits;
    this.#inflatable = limits.decompressed;
    this.#memory = limits.memory;
  }

  get inBlock(): boolean {
    return this.#blockAt >= 0;
  }

  /** In the file, or in the CBLOCK. */
  get position(): number {
    return this.#base + this.at;
  }

  /** Goes to a byte of the file itself. */
  seek(position: number): void {
    if (this.inBlock) {
      if (this.#supply instanceof BlockBytes) this.#supply.close();
      this.#blockAt = -1;
      this.bytes = this.#fileBytes;
      this.#base = this.#fileBase;
      this.#supply = isFileBytes(this.#file) ? this.#file : null;
      this.#buffer = noBytes;
    }
    this.at = position - this.#base;
    if (this.#supply === null || (this.at >= 0 && this.at <= this.bytes.length)) return;
    this.bytes = noBytes;
    this.#base = position;
    this.at = 0;
  }

  /** Where the current record starts. */
  get mark(): Mark {
    return { block: this.#blockAt, at: this.recordAt };
  }
  isAt({ block, at }: Mark): boolean {
    return this.recordAt === at && this.#blockAt === block;
  }

  /** Goes to a record, which is the next one then. */
  goTo({ block, at }: Mark): void {
    if (block < 0) {
      this.seek(at);
      return;
    }
    if (this.#blockAt !== block || at < this.#base) {
      this.seek(block);
      this.recordAt = block;
      this.type = this.unsigned();
      this.#enterBlock();
    }
    // Back to what is still in memory, too.
    this.at = Math.min(at - this.#base, this.bytes.length);
    this.#skip(at - this.position);
  }

  /** Steps to the next record that says something, into and out of CBLOCKs, and returns its type. */
  next(): number {
    for (;;) {
      if (this.inBlock && this.at === this.bytes.length && !this.#more()) this.#leaveBlock();
      this.recordAt = this.position;
      this.type = -1;
      const type = this.unsigned();
      if (type === Rec.PAD) {
        this.#skipPadding();
        continue;
      }
      this.type = type;
      if (type === Rec.CBLOCK) this.#enterBlock();
      else if (type > Rec.CBLOCK) throw this.error("record-type", `record type ${type} is not one of OASIS`);
      else return type;
    }
  }

  /** As far as it is in memory: there may be gigabytes of it. */
  #skipPadding(): void {
    const { bytes } = this;
    let { at } = this;
    while (at < bytes.length && bytes[at] === Rec.PAD) at++;
    this.at = at;
  }

  /** What `sum` makes of the file's bytes before a position, piece by piece. */
  sumBefore(position: number, sum: (bytes: Uint8Array, start: number) => number): number {
    if (!isFileBytes(this.#file)) return sum(this.#file.subarray(0, position), 0);
    const piece = new Uint8Array(Math.min(pieceLength, position));
    let total = 0;
    for (let at = 0; at < position; ) {
      const got = this.#file.read(at, piece.subarray(0, Math.min(piece.length, position - at)));
      if (got === 0) break;
      total = sum(piece.subarray(0, got), total);
      at += got;
    }
    return total;
  }

  byte(): number {
    if (this.at >= this.bytes.length && !this.#more()) throw this.#truncated();
    return this.bytes[this.at++];
  }

  /** Seven bits a byte, least significant first, the eighth says that more follow. */
  unsigned(): number {
    const { bytes, at } = this;
    // Nearly all are of up to four bytes, and lie whole in what is in memory.
    if (at + 4 > bytes.length) return this.#anyUnsigned();
    const first = bytes[at];
    if (first < 128) {
      this.at = at + 1;
      return first;
    }
    const second = bytes[at + 1];
    if (second < 128) {
      this.at = at + 2;
      return (first & 127) | (second << 7);
    }
    const third = bytes[at + 2];
    if (third < 128) {
      this.at = at + 3;
      return (first & 127) | ((second & 127) << 7) | (third << 14);
    }
    const fourth = bytes[at + 3];
    if (fourth >= 128) return this.#anyUnsigned();
    this.at = at + 4;
    return (first & 127) | ((second & 127) << 7) | ((third & 127) << 14) | (fourth << 21);
  }

  #anyUnsigned(): number {
    const first = this.byte();
    if (first < 128) return first;
    let value = first & 127;
    for (let scale = 128; ; scale *= 128) {
      const byte = this.byte();
      // Zeros that pad a number to any length count for nothing: the scale may have left the range by then.
      if (byte & 127) value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER)
        throw this.error("integer-range", "an integer has more than 53 bits, the most that can be read exactly");
      if (byte < 128) return value;
    }
  }

  /** The lowest bit is the sign. */
  signed(): number {
    const value = this.unsigned();
    if (value < small) return value & 1 ? -(value >>> 1) | 0 : value >>> 1;
    const magnitude = Math.floor(value / 2);
    return value % 2 === 1 ? 0 - magnitude : magnitude;
  }

  /** An unsigned integer below `most + 1`, called `what` in the error. */
  count(what: string, most: number): number {
    const value = this.unsigned();
    if (value > most) throw this.error("integer-range", `${what} ${value} is above ${most}`);
    return value;
  }

  /** The length of a list that follows: an entry has a byte at least, so that no claim goes beyond what is there. */
  listLength(count: number): number {
    if (count > (this.#supply?.length ?? this.bytes.length) - this.position) throw this.#truncated();
    if (count * entryBytes > this.#limits.memory) throw this.#tooLarge(`a list of ${count} entries`);
    return count;
  }

  /** Takes `bytes` of what may be kept in memory for `count` things of a kind, before they are made. */
  spend(bytes: number, count: number, kind: string): void {
    if (!(bytes <= this.#memory)) throw this.#tooLarge(`${count} ${kind} with all that was read before`);
    this.#memory -= bytes;
  }

  /** What was spent on something that is no longer kept. */
  giveBack(bytes: number): void {
    this.#memory += bytes;
  }

  #tooLarge(what: string): ReticleError {
    const { memory } = this.#limits;
    const message = `${what} would take more than ${memory} bytes of memory, the limit; the option "memoryLimit" allows more`;
    return this.error("memory-limit", message);
  }

  /** A real of any of the eight types; the type comes first. */
  real(): number {
    return this.realOf(this.unsigned());
  }

  realOf(type: number): number {
    const value = this.#anyReal(type);
    if (!Number.isFinite(value)) throw this.error("real", `a real of type ${type} is ${value}`);
    return value + 0;
  }

  #anyReal(type: number): number {
    const sign = type & 1 ? -1 : 1;
    switch (type) {
      case 0:
      case 1:
        return sign * this.unsigned();
      case 2:
      case 3:
        return sign / this.unsigned();
      case 4:
      case 5: {
        const numerator = this.unsigned();
        return (sign * numerator) / this.unsigned();
      }
      case 6:
        return this.#floats(4).getFloat32(0, true);
      case 7:
        return this.#floats(8).getFloat64(0, true);
      default:
        throw this.error("real", `${type} is not one of the types of reals, 0 to 7`);
    }
  }

  #floats(length: number): DataView {
    const at = this.take(length);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + at, length);
  }

  /** Steps over `length` bytes and returns where in `bytes` they start. */
  take(length: number): number {
    while (length > this.bytes.length - this.at) if (!this.#more()) throw this.#truncated();
    const at = this.at;
    this.at += length;
    return at;
  }

  /** Reads on behind what is in memory, and lets go of what lies before the position; false at the end. */
  #more(): boolean {
    const supply = this.#supply;
    if (supply === null) return false;
    const left = this.bytes.length - this.at;
    const wanted = left === 0 ? Math.min(pieceLength, this.#supplyLength(supply)) : 2 * left;
    const buffer = this.#buffer.length < wanted ? new Uint8Array(wanted) : this.#buffer;
    buffer.set(this.bytes.subarray(this.at));
    const got = supply.read(this.#base + this.bytes.length, buffer.subarray(left));
    this.#base += this.at;
    this.at = 0;
    this.bytes = buffer.subarray(0, left + got);
    this.#buffer = buffer;
    if (supply instanceof BlockBytes) this.#checkBlock(supply);
    return got > 0;
  }

  #supplyLength(supply: FileBytes | BlockBytes): number {
    return Math.max(1, supply.length - this.position);
  }

  /** An a-, b- or n-string, which is kept: its length is known to fit before it is looked at. */
  text(): string {
    const length = this.unsigned();
    this.spend(textCost + length, 1, "texts");
    const at = this.take(length);
    return decodeByteText(this.bytes, at, at + length);
  }

  /** Steps over a string, however long. */
  skipText(): void {
    this.#skip(this.unsigned());
  }

  #skip(length: number): void {
    for (let left = length; left > 0; left -= pieceLength) this.take(Math.min(left, pieceLength));
  }

  /** A delta along one of four directions, into `dx`, `dy`. */
  delta2(): void {
    const value = this.unsigned();
    if (value < small) this.#along(value & 3, value >>> 2);
    else this.#along(value % 4, Math.floor(value / 4));
  }

  /** A delta along one of eight directions. */
  delta3(): void {
    const value = this.unsigned();
    if (value < small) this.#along(value & 7, value >>> 3);
    else this.#along(value % 8, Math.floor(value / 8));
  }

  /** A delta of either form: along one of eight directions, or any. */
  delta(): void {
    const value = this.unsigned();
    if (value % 2 === 0) {
      if (value < small) this.#along((value >>> 1) & 7, value >>> 4);
      else this.#along(Math.floor(value / 2) % 8, Math.floor(value / 16));
      return;
    }
    const magnitude = Math.floor(value / 4);
    this.dx = value % 4 >= 2 ? 0 - magnitude : magnitude;
    this.dy = this.signed();
  }

  #along(direction: number, length: number): void {
    this.dx = directionX[direction] * length + 0;
    this.dy = directionY[direction] * length + 0;
  }

  /** An error about the current record. */
  error(code: string, message: string): ReticleError {
    return new ReticleError("OasisError", code, message + this.#blockText(), { place: this.#place() });
  }

  unexpected(wanted: string): ReticleError {
    return this.error("record-order", `${recordName(this.type)} was found where ${wanted} belongs`);
  }

  warn(code: string, message: string): void {
    this.#warnings.add(code, message + this.#blockText(), this.#place());
  }

  #place() {
    const record = this.type >= 0 ? recordName(this.type) : undefined;
    const offset = this.inBlock ? this.#blockAt : this.recordAt;
    return { offset, record, cell: this.cell, file: this.#fileName };
  }

  #blockText(): string {
    return this.inBlock ? ` (byte ${this.recordAt} of what the CBLOCK holds)` : "";
  }

  #truncated(): ReticleError {
    return this.inBlock
      ? this.error("truncated", `a record goes on after the ${this.#length} bytes of its CBLOCK`)
      : this.error("truncated", `the file ends after ${this.#length} bytes without the end of an END record`);
  }

  get #length(): number {
    return this.#base + this.bytes.length;
  }

  #enterBlock(): void {
    if (this.inBlock) throw this.error("cblock", "a CBLOCK must not hold another");
    const method = this.unsigned();
    const declared = this.unsigned();
    const length = this.unsigned();
    if (method !== 0) throw this.error("cblock", `compression type ${method} is not 0, deflate`);
    // Not even tried where the file itself says that it is too much.
    if (declared > this.#inflatable) throw this.#tooLargeBlock();
    this.#declared = declared;
    const whole = this.#wholeBlock(declared, length);
    this.#fileBytes = this.bytes;
    this.#fileBase = this.#base;
    this.#blockAt = this.recordAt;
    this.#buffer = noBytes;
    if (whole === null) {
      const start = this.position;
      this.#afterBlock = start + length;
      this.#supply = new BlockBytes(
        isFileBytes(this.#file) ? this.#file : memoryBytes(this.#file),
        start,
        this.#afterBlock,
      );
    } else {
      this.#afterBlock = this.position;
      this.#supply = null;
    }
    this.bytes = whole ?? noBytes;
    this.#base = this.at = 0;
  }

  /** What the block holds, whose compressed bytes are stepped over; null where it is too large to be taken at once. */
  #wholeBlock(declared: number, length: number): Uint8Array | null {
    if (Inflater.isThere && (declared > blockAtOnce || length > blockAtOnce)) return null;
    const start = this.take(length);
    const limit = Inflater.isThere ? Math.min(this.#inflatable, blockAtOnce) : this.#inflatable;
    const inflated = inflateRaw(this.bytes.subarray(start, start + length), limit);
    if (inflated === "broken") throw this.#brokenBlock();
    if (inflated !== "too-large") return inflated;
    if (limit === this.#inflatable) throw this.#tooLargeBlock();
    this.at = start;
    return null;
  }

  #leaveBlock(): void {
    const length = this.#length;
    if (length !== this.#declared)
      this.warn("cblock-size", `a CBLOCK of ${length} bytes says that it has ${this.#declared}`);
    this.#inflatable -= length;
    this.seek(this.#afterBlock);
  }

  #checkBlock(block: BlockBytes): void {
    if (block.isBroken) throw this.#brokenBlock();
    if (block.given > this.#inflatable) throw this.#tooLargeBlock();
  }

  #brokenBlock(): ReticleError {
    return this.error("cblock", "what the CBLOCK holds is not a whole deflate stream");
  }

  #tooLargeBlock(): ReticleError {
    const { decompressed } = this.#limits;
    const message = `the CBLOCKs decompress to more than ${decompressed} bytes, the limit; the option "limit" allows more`;
    return this.error("decompressed-limit", message);
  }
}
