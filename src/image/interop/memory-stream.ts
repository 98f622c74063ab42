/** Bytes in memory that are read and written like a file, with the rules of Python's io.RawIOBase. */
import { checkArgument, ReticleError } from "../../errors.ts";
import { type ByteSink, type ByteSource, readableOf, writableOf } from "../../platform/index.ts";

/** How a position is meant: from the start, from where the stream is, from the end. */
export type Whence = 0 | 1 | 2;

/**
 * A stream over bytes in memory. Reading at the end gives no bytes; writing behind it grows the stream, with zeros
 * between. Anything after `close` throws an ImageError `closed`.
 * @example const stream = new MemoryStream(); stream.write(bytes); stream.seek(0); stream.read(4)
 */
export class MemoryStream implements ByteSource, ByteSink {
  #bytes: Uint8Array;
  #length: number;
  #position = 0;
  #isClosed = false;

  /** Starts with a copy of these bytes, at position 0. */
  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    checkArgument(bytes instanceof Uint8Array, bytes, "ImageError", "a Uint8Array");
    // Not slice(): that of a Buffer is a view.
    this.#bytes = new Uint8Array(bytes);
    this.#length = bytes.length;
  }

  get readable(): boolean {
    return this.#open();
  }
  get writable(): boolean {
    return this.#open();
  }
  get seekable(): boolean {
    return this.#open();
  }
  get isClosed(): boolean {
    return this.#isClosed;
  }
  /** Bytes in the stream. */
  get size(): number {
    this.#open();
    return this.#length;
  }

  /** The next `count` bytes, fewer at the end; all the rest where no count, or a negative one, is given. */
  read(count = -1): Uint8Array {
    this.#open();
    checkWhole("count", count, -Infinity);
    const left = Math.max(0, this.#length - this.#position);
    const taken = count < 0 ? left : Math.min(count, left);
    const bytes = this.#bytes.slice(this.#position, this.#position + taken);
    this.#position += taken;
    return bytes;
  }

  /** Fills the memory of an array with the next bytes; gives how many there were. */
  readInto(target: ArrayBufferView): number {
    const memory = bytesOf(target);
    const bytes = this.read(memory.length);
    memory.set(bytes);
    return bytes.length;
  }

  /** Writes all bytes of an array; gives how many they are. */
  write(data: ArrayBufferView): number {
    this.#open();
    const bytes = bytesOf(data);
    // As in Python, nothing grows where nothing is written.
    if (bytes.length === 0) return 0;
    const end = this.#position + bytes.length;
    this.#reserve(end);
    this.#bytes.set(bytes, this.#position);
    this.#length = Math.max(this.#length, end);
    this.#position = end;
    return bytes.length;
  }

  /** Goes to a position; gives it, from the start. A position behind the end is allowed, one before the start is not. */
  seek(position: number, whence: Whence = 0): number {
    this.#open();
    if (whence !== 0 && whence !== 1 && whence !== 2) {
      throw new ReticleError("ImageError", "size", `whence ${whence}: 0 (start), 1 (position) or 2 (end)`);
    }
    const target = [0, this.#position, this.#length][whence] + position;
    checkWhole("position", target, 0);
    this.#position = target;
    return target;
  }

  tell(): number {
    this.#open();
    return this.#position;
  }

  /** Cuts the stream, or fills it up with zeros, to `size` bytes, by default to the position; the position stays. */
  truncate(size = this.#position): number {
    this.#open();
    checkWhole("size", size, 0);
    this.#reserve(size);
    if (size < this.#length) this.#bytes.fill(0, size, this.#length);
    this.#length = size;
    return size;
  }

  close(): void {
    this.#isClosed = true;
    this.#bytes = new Uint8Array(0);
  }

  /** A copy of all bytes. */
  toBytes(): Uint8Array {
    this.#open();
    return this.#bytes.slice(0, this.#length);
  }

  /** A `node:stream` Readable of the bytes from the position on. */
  toReadable(): ReturnType<typeof readableOf> {
    this.#open();
    return readableOf(this);
  }
  /** A `node:stream` Writable that writes from the position on. */
  toWritable(): ReturnType<typeof writableOf> {
    this.#open();
    return writableOf(this);
  }

  #open(): true {
    if (this.#isClosed) throw new ReticleError("ImageError", "closed", "the stream is closed");
    return true;
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    let grown: Uint8Array;
    try {
      grown = new Uint8Array(Math.max(size, Math.min(2 * this.#bytes.length, size + 2 ** 26), 64));
    } catch (cause) {
      throw new ReticleError("ImageError", "size", `there is no memory for a stream of ${size} bytes`, { cause });
    }
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** The memory of any array as bytes. */
function bytesOf(data: ArrayBufferView): Uint8Array {
  checkArgument(ArrayBuffer.isView(data), data, "ImageError", "a Uint8Array, or another array's memory,");
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ReticleError("ImageError", "size", `${name} ${value} is not a whole number from ${least} on`);
}
