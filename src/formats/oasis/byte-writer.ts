/** Grows an OASIS stream: the primitive types (SEMI P39, section 7), each in its shortest form. */

const encoder = new TextEncoder();

export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was written; the writer is empty afterwards. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  /** What `of` makes of all that was written. */
  sum(of: (bytes: Uint8Array) => number): number {
    return of(this.#bytes.subarray(0, this.#length));
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** Changes a byte that was written. */
  patch(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  bytes(values: Uint8Array): void {
    this.#room(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  unsigned(value: number): void {
    this.#room(8);
    let rest = value;
    if (rest < 2 ** 31) {
      for (; rest > 127; rest >>>= 7) this.#bytes[this.#length++] = 128 | (rest & 127);
      this.#bytes[this.#length++] = rest;
      return;
    }
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = 128 + (rest % 128);
    this.#bytes[this.#length++] = rest;
  }

  /** The lowest bit is the sign. */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value + 1 : 2 * value);
  }

  /** Along one of eight directions where it is, else of the second form. */
  delta(x: number, y: number): void {
    const direction = octant(x, y);
    if (direction >= 0) {
      this.unsigned(16 * Math.max(Math.abs(x), Math.abs(y)) + 2 * direction);
      return;
    }
    this.unsigned(x < 0 ? -4 * x + 3 : 4 * x + 1);
    this.signed(y);
  }

  /** A whole number, or a reciprocal of one, as such; else eight bytes. */
  real(value: number): void {
    const magnitude = Math.abs(value);
    const sign = value < 0 ? 1 : 0;
    if (Number.isSafeInteger(magnitude)) {
      this.byte(sign);
      this.unsigned(magnitude);
    } else if (Number.isSafeInteger(1 / magnitude) && 1 / (1 / magnitude) === magnitude) {
      this.byte(2 + sign);
      this.unsigned(1 / magnitude);
    } else this.double(value);
  }

  double(value: number): void {
    const eight = new Uint8Array(8);
    new DataView(eight.buffer).setFloat64(0, value, true);
    this.byte(7);
    this.bytes(eight);
  }

  text(value: string): void {
    const bytes = encoder.encode(value);
    this.unsigned(bytes.length);
    this.bytes(bytes);
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** East, north, west, south, then the diagonals from north-east on; −1 for any other direction. */
export function octant(x: number, y: number): number {
  if (y === 0) return x < 0 ? 2 : 0;
  if (x === 0) return y < 0 ? 3 : 1;
  if (x === y) return x > 0 ? 4 : 6;
  if (x === -y) return x > 0 ? 7 : 5;
  return -1;
}
