/** The bytes of a TIFF file, in memory or in a file of which only what is needed is read. */
import { type FileBytes, isFileBytes } from "../../platform/index.ts";

export class TiffBytes {
  readonly length: number;
  /** All of them, where they are in memory. */
  readonly whole: Uint8Array | null;
  readonly #file: FileBytes | null;
  /** What was read last, and where it lies in the file. */
  #window = new Uint8Array(0);
  #start = 0;

  constructor(bytes: Uint8Array | FileBytes) {
    this.length = bytes.length;
    this.whole = isFileBytes(bytes) ? null : bytes;
    this.#file = isFileBytes(bytes) ? bytes : null;
  }

  /**
   * Bytes `from` to `from + length`, fewer at the end of the file. Not to be changed, and good until the next call.
   * @param ahead  how many bytes are read at least, for calls that go on behind these
   */
  part(from: number, length: number, ahead = 0): Uint8Array {
    if (this.whole !== null) return this.whole.subarray(from, from + length);
    const end = Math.min(this.length, from + length);
    if (from < this.#start || end > this.#start + this.#window.length) {
      const wanted = Math.max(0, Math.min(this.length - from, Math.max(length, ahead)));
      const bytes = new Uint8Array(wanted);
      this.#window = bytes.subarray(0, this.#file?.read(from, bytes));
      this.#start = from;
    }
    return this.#window.subarray(from - this.#start, end - this.#start);
  }

  /** Bytes `from` to `from + length` in memory of their own; null where the file ends before. */
  copy(from: number, length: number): ArrayBuffer | null {
    if (this.whole !== null) return Uint8Array.from(this.part(from, length)).buffer;
    // What is filled at once needs no zeros: they take half as long as the reading.
    const { buffer } = Buffer.allocUnsafeSlow(length);
    return this.#file?.read(from, new Uint8Array(buffer)) === length ? (buffer as ArrayBuffer) : null;
  }
}
