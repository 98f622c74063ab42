/**
 * What a gzip file (RFC 1952) holds, piece by piece: never all of it in memory. Read from front to back; going back
 * starts at the beginning once more. Several members follow each other; what is no member behind them is ignored.
 */
import { ReticleError } from "../errors.ts";
import { crc32 } from "./crc32.ts";
import type { FileBytes } from "./file-bytes.ts";
import { tooMuch } from "./gzip.ts";
import { Inflater } from "./inflater.ts";

const inputLength = 2 ** 16;
const skippedLength = 2 ** 18;
/** Longer names and comments are taken for damage. */
const longestHeader = 2 ** 16;

export class GzipBytes implements FileBytes {
  /** Only known at the end. */
  readonly length = Number.POSITIVE_INFINITY;
  readonly #source: FileBytes;
  readonly #name: string;
  readonly #limit: number;
  readonly #input = new Uint8Array(inputLength);
  /** What of `#input` is still to be taken, and where in the source it goes on behind that. */
  #from = 0;
  #to = 0;
  #next = 0;
  /** Bytes that were given, in all and of this member. */
  #given = 0;
  #ofMember = 0;
  #crc = 0;
  #inflater: Inflater | null = null;
  #isAtEnd = false;

  constructor(source: FileBytes, name: string, limit: number) {
    this.#source = source;
    this.#name = name;
    this.#limit = limit;
  }

  read(from: number, target: Uint8Array): number {
    if (from < this.#given) this.#restart();
    while (this.#given < from) {
      const skipped = new Uint8Array(Math.min(skippedLength, from - this.#given));
      if (this.#readOn(skipped) === 0) return 0;
    }
    return this.#readOn(target);
  }

  /** The source stays open: it is its opener's. */
  close(): void {
    this.#inflater?.close();
    this.#inflater = null;
  }

  #restart(): void {
    this.close();
    this.#isAtEnd = false;
    this.#from = this.#to = this.#next = this.#given = 0;
  }

  #readOn(target: Uint8Array): number {
    let done = 0;
    while (done < target.length && !this.#isAtEnd) {
      if (this.#inflater === null && !this.#startMember()) this.#isAtEnd = true;
      else done += this.#inflate(target, done);
    }
    this.#given += done;
    if (this.#given > this.#limit)
      throw new ReticleError("FormatError", "decompressed-limit", tooMuch(this.#name, this.#limit));
    return done;
  }

  #inflate(target: Uint8Array, at: number): number {
    const inflater = this.#inflater!;
    if (this.#from === this.#to && !this.#refill()) throw this.#broken("it ends too early");
    inflater.step(this.#input, this.#from, this.#to, target, at);
    if (inflater.failure !== undefined) throw this.#broken(inflater.failure);
    const { given } = inflater;
    this.#from += inflater.taken;
    this.#ofMember += given;
    this.#crc = crc32(target.subarray(at, at + given), this.#crc);
    if (this.#from < this.#to && at + given < target.length) this.#endMember();
    return given;
  }

  /** Steps over a member's header; false where none is. */
  #startMember(): boolean {
    if (!this.#startsMember()) return false;
    const header = Uint8Array.from({ length: 10 }, () => this.#byte());
    const flags = header[3];
    if (header[2] !== 8) throw this.#broken(`its compression method ${header[2]} is not 8, deflate`);
    if (flags & 4) this.#skip(this.#byte() + 256 * this.#byte());
    for (const text of [8, 16]) if (flags & text) this.#skipText();
    if (flags & 2) this.#skip(2);
    this.#inflater = new Inflater();
    this.#ofMember = this.#crc = 0;
    return true;
  }

  #startsMember(): boolean {
    if (this.#to - this.#from < 2) this.#refill();
    return this.#to - this.#from >= 2 && this.#input[this.#from] === 0x1f && this.#input[this.#from + 1] === 0x8b;
  }

  #skip(count: number): void {
    for (let i = 0; i < count; i++) this.#byte();
  }

  #skipText(): void {
    for (let i = 0; i < longestHeader; i++) if (this.#byte() === 0) return;
    throw this.#broken("its header is too long");
  }

  #endMember(): void {
    this.#inflater!.close();
    this.#inflater = null;
    const [crc, size] = [this.#uint32(), this.#uint32()];
    if (crc !== this.#crc) throw this.#broken("incorrect data check");
    if (size !== this.#ofMember % 2 ** 32) throw this.#broken("incorrect length check");
  }

  #uint32(): number {
    return this.#byte() + 2 ** 8 * this.#byte() + 2 ** 16 * this.#byte() + 2 ** 24 * this.#byte();
  }

  #byte(): number {
    if (this.#from === this.#to && !this.#refill()) throw this.#broken("it ends too early");
    return this.#input[this.#from++];
  }

  /** Reads on behind what is left; false at the end. */
  #refill(): boolean {
    this.#input.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
    const got = this.#source.read(this.#next, this.#input.subarray(this.#to));
    this.#next += got;
    this.#to += got;
    return got > 0;
  }

  #broken(reason: string): ReticleError {
    return new ReticleError("FormatError", "gzip", `${this.#name} is not a whole gzip file: ${reason}`);
  }
}
