/**
 * Packed 12-bit pixels: three bytes b0, b1, b2 hold two of them, b0 << 4 | b1 & 15 and b2 << 4 | b1 >> 4.
 *
 * Where the machine is little-endian and both arrays lie on words, three words are read and four written for eight
 * pixels. With the bytes of a pair as t = b0 | b1 << 8 | b2 << 16 its second pixel is just t >> 12.
 */
import { ReticleError } from "../errors.ts";
import { isLittleEndian } from "../platform/index.ts";

/**
 * Two pixels from every three bytes, into `out` where it is given (it has room for all of them; what follows is left).
 * @example unpackUint12(Uint8Array.of(0xab, 0xcd, 0xef))   // Uint16Array [0xabd, 0xefc]
 */
export function unpackUint12(data: Uint8Array, out?: Uint16Array): Uint16Array {
  checkUint8(data, "packed pixels");
  if (data.length % 3 !== 0) {
    throw new ReticleError(
      "ImageError",
      "length-not-multiple-of-3",
      `${data.length} bytes of packed 12-bit pixels are no multiple of 3; two pixels lie in three bytes`,
    );
  }
  const count = (data.length / 3) * 2;
  if (out !== undefined && !(out instanceof Uint16Array && out.length >= count)) {
    throw new ReticleError(
      "ImageError",
      out instanceof Uint16Array ? "too-short" : "dtype",
      `unpacked pixels go to a Uint16Array of at least ${count} elements, and this is ${out instanceof Uint16Array ? `one of ${out.length}` : typeName(out)}`,
    );
  }
  const pixels = out ?? new Uint16Array(count);
  unpackRow(data, 0, count, pixels, 0);
  return pixels;
}

/** Unpacks `count` pixels from byte `from` on; of an odd last one only two bytes are read. */
export function unpackRow(data: Uint8Array, from: number, count: number, out: Uint16Array, to: number): void {
  let source = from;
  let target = to;
  const end = to + count;
  if (count >= 64 && isLittleEndian && ((data.byteOffset + from) | (out.byteOffset + 2 * to)) % 4 === 0) {
    const groups = count >> 3;
    const words = new Uint32Array(data.buffer, data.byteOffset + from, 3 * groups);
    const pairs = new Uint32Array(out.buffer, out.byteOffset + 2 * to, 4 * groups);
    for (let i = 0, j = 0; j < pairs.length; i += 3, j += 4) {
      const a = words[i];
      const b = words[i + 1];
      const c = words[i + 2];
      // The low 12 bits of a pair are (t & 0xff) << 4 | t >> 8 & 15, the high ones t & 0xfff000, with t across words.
      pairs[j] = ((a & 0xff) << 4) | ((a >>> 8) & 15) | ((a & 0xfff000) << 4);
      pairs[j + 1] = ((a >>> 24) << 4) | (b & 15) | ((b & 0xfff0) << 12);
      pairs[j + 2] = ((b >>> 12) & 0xff0) | ((b >>> 24) & 15) | ((b >>> 12) & 0xf0000) | ((c & 0xff) << 20);
      pairs[j + 3] = ((c >>> 4) & 0xff0) | ((c >>> 16) & 15) | ((c >>> 4) & 0xfff0000);
    }
    source += 12 * groups;
    target += 8 * groups;
  }
  for (; target + 1 < end; source += 3, target += 2) {
    const middle = data[source + 1];
    out[target] = (data[source] << 4) | (middle & 15);
    out[target + 1] = (data[source + 2] << 4) | (middle >> 4);
  }
  if (target < end) out[target] = (data[source] << 4) | (data[source + 1] & 15);
}

/** Throws unless `data` is an array of bytes (a Buffer is one). */
export function checkUint8(data: unknown, what: string): asserts data is Uint8Array {
  if (data instanceof Uint8Array) return;
  throw new ReticleError(
    "ImageError",
    "data-not-uint8",
    `${what} are given as a Uint8Array, and this is a ${typeName(data)}`,
  );
}

function typeName(value: unknown): string {
  return (value as object | null | undefined)?.constructor?.name ?? String(value);
}
