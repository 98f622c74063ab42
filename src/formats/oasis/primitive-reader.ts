/**
 * The primitive types of OASIS (SEMI P39, section 7), read at a position that moves along: integers of any length, reals,
 * deltas. Integers are kept as doubles: what needs more than 53 bits is an error, never a rounded number.
 */
import type { ReticleError } from "../../errors.ts";

const directionX = [1, 0, -1, 0, 1, -1, -1, 1];
const directionY = [0, 1, 0, -1, 1, 1, -1, -1];

/** Below this an integer is worked on in bits. */
const small = 2 ** 31;

export abstract class PrimitiveReader {
  /** What is in memory of the bytes that are being read, and the position in it. */
  bytes: Uint8Array;
  at = 0;
  /** The delta that was read last. */
  dx = 0;
  dy = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Reads on behind what is in memory, and lets go of what lies before the position; false at the end. */
  protected abstract more(): boolean;
  /** An error about the current record. */
  abstract error(code: string, message: string): ReticleError;
  /** What is read goes on where the bytes end. */
  protected abstract truncated(): ReticleError;

  byte(): number {
    if (this.at >= this.bytes.length && !this.more()) throw this.truncated();
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
    while (length > this.bytes.length - this.at) if (!this.more()) throw this.truncated();
    const at = this.at;
    this.at += length;
    return at;
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
}
