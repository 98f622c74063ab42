/**
 * One position that moves through an OASIS stream, record by record and into its CBLOCKs. Of a file, and of a large
 * CBLOCK, only a piece is in memory, which moves along. Every error tells the byte, the record and the cell.
 */
import { ReticleError } from "../../errors.ts";
import { type FileBytes, Inflater, inflateRaw, isFileBytes, memoryBytes } from "../../platform/index.ts";
import { decodeByteText } from "../byte-text.ts";
import type { Warnings } from "../warnings.ts";
import { BlockBytes } from "./block-bytes.ts";
import { PrimitiveReader } from "./primitive-reader.ts";
import { Rec, recordName } from "./records.ts";

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
const noBytes = new Uint8Array(0);

export class ByteCursor extends PrimitiveReader {
  /** Type and start of the current record, in the file or in the CBLOCK. */
  type = -1;
  recordAt = 0;
  /** The cell that is being read, for errors. */
  cell: string | undefined;
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
    super(isFileBytes(file) ? noBytes : file);
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
      if (this.inBlock && this.at === this.bytes.length && !this.more()) this.#leaveBlock();
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

  /** The length of a list that follows: an entry has a byte at least, so that no claim goes beyond what is there. */
  listLength(count: number): number {
    if (count > (this.#supply?.length ?? this.bytes.length) - this.position) throw this.truncated();
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

  /** Reads on behind what is in memory, and lets go of what lies before the position; false at the end. */
  protected more(): boolean {
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

  protected truncated(): ReticleError {
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
