/**
 * GDSII's eight-byte real (Calma GDSII Stream Format Manual, release 6.0, "eight-byte real"; the IBM System/360 format):
 * sign bit, exponent of 16 in excess 64, and a 56-bit fraction below 1:   ± fraction/2^56 · 16^(exponent − 64)
 *
 * A double has 53 significant bits, so every double in the range is written exactly; a fraction with all 56 bits set
 * is rounded to the nearest double when it is read.
 */
import { ReticleError } from "../../errors.ts";

/** The number in the eight bytes from `at` on. */
export function readReal8(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
  const low = ((bytes[at + 4] << 24) | (bytes[at + 5] << 16) | (bytes[at + 6] << 8) | bytes[at + 7]) >>> 0;
  const power = 4 * ((bytes[at] & 0x7f) - 64);
  // One rounding only: the sum. The scaling is by powers of two within the range of doubles.
  const magnitude = (high * 2 ** 32 + low) * 2 ** (power - 56);
  return bytes[at] & 0x80 ? -magnitude + 0 : magnitude;
}

/** Writes `value` into the eight bytes from `at` on. Throws a GdsError `real-range` where the format cannot hold it. */
export function writeReal8(bytes: Uint8Array, at: number, value: number): void {
  bytes.fill(0, at, at + 8);
  if (value === 0) return;
  let fraction = Math.abs(value);
  let exponent = 64;
  while (fraction >= 1 && exponent <= 127) {
    fraction /= 16;
    exponent++;
  }
  while (fraction < 1 / 16 && exponent >= 0) {
    fraction *= 16;
    exponent--;
  }
  if (!(exponent >= 0 && exponent <= 127 && Number.isFinite(fraction))) {
    throw new ReticleError("GdsError", "real-range", `${value} is outside the range of GDSII's 8-byte reals`);
  }
  const scaled = fraction * 2 ** 24;
  const high = Math.floor(scaled);
  const low = (scaled - high) * 2 ** 32;
  bytes[at] = exponent | (value < 0 ? 0x80 : 0);
  bytes[at + 1] = high >>> 16;
  bytes[at + 2] = high >>> 8;
  bytes[at + 3] = high;
  bytes[at + 4] = low >>> 24;
  bytes[at + 5] = low >>> 16;
  bytes[at + 6] = low >>> 8;
  bytes[at + 7] = low;
}
