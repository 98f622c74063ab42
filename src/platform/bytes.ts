/** Bytes as files have them. */

/** True where this machine has the low byte of a number first, as almost all have. */
export const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** All parts one after the other, in memory of their own. */
export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A copy in which the bytes of each number, `size` of them, come in the other order. */
export function swappedBytes(bytes: Uint8Array, size: number): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let first = 0; first < bytes.length; first += size) {
    for (let to = first, from = first + size - 1; from >= first; to++, from--) swapped[to] = bytes[from];
  }
  return swapped;
}

/** Pixels of 1 bit as PNG, BMP and TIFF have them: eight a byte, the first in the highest bit; 0 is 0, all else 1. */
export function packedBits(
  pixels: ArrayLike<number | bigint>,
  width: number,
  rowBytes = Math.ceil(width / 8),
): Uint8Array {
  const rows = width === 0 ? 0 : pixels.length / width;
  const out = new Uint8Array(rows * rowBytes);
  for (let row = 0, i = 0; row < rows; row++) {
    const start = row * rowBytes;
    for (let column = 0; column < width; column++, i++) {
      if (Number(pixels[i]) !== 0) out[start + (column >> 3)] |= 0x80 >> (column & 7);
    }
  }
  return out;
}
