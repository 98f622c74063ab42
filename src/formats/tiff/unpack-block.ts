/** Strips and tiles unpacked to the bytes that their pixels have, and to no more: deflate, LZW and PackBits. */
import { inflate } from "../../platform/index.ts";

/** What is wrong with a block, to follow "a strip or tile of page 3". */
export type Unpacked = Uint8Array | string;

const codings: Readonly<Record<number, (stored: Uint8Array, length: number) => Unpacked>> = {
  1: (stored) => stored,
  5: unLzw,
  8: unDeflate,
  32773: unPackBits,
  32946: unDeflate,
};

/** Whether a number of Compression (259) is known here. */
export function canUnpack(compression: number): boolean {
  return Object.hasOwn(codings, compression);
}

export function unpackBlock(compression: number, stored: Uint8Array, length: number): Unpacked {
  const out = codings[compression](stored, length);
  return typeof out === "string" || out.length >= length ? out : `unpacks to ${out.length} bytes of ${length}`;
}

function unDeflate(stored: Uint8Array, length: number): Unpacked {
  const out = inflate(stored, length);
  if (typeof out !== "string") return out;
  return out === "broken" ? "is no deflated data" : "unpacks to more than its pixels";
}

/** TIFF 6.0, section 9: a count of literal bytes, or of copies of one. */
function unPackBits(stored: Uint8Array, length: number): Unpacked {
  const out = new Uint8Array(length);
  let [from, to] = [0, 0];
  while (to < length && from < stored.length) {
    const count = stored[from++];
    if (count < 128) {
      const part = stored.subarray(from, from + Math.min(count + 1, length - to));
      out.set(part, to);
      from += count + 1;
      to += part.length;
    } else if (count > 128) {
      const end = Math.min(length, to + 257 - count);
      out.fill(stored[from++], to, end);
      to = end;
    }
  }
  return out.subarray(0, to);
}

const clear = 256;
const end = 257;
const mostCodes = 4096;

/**
 * TIFF 6.0, section 13: codes of 9 to 12 bits, highest bit first, one bit more as soon as the next code but one would not
 * fit. An entry of the table is the string of another one and a byte: it stands in what has been written already.
 */
function unLzw(stored: Uint8Array, length: number): Unpacked {
  const out = new Uint8Array(length);
  const starts = new Uint32Array(mostCodes);
  const lengths = new Uint16Array(mostCodes);
  let next = end + 1;
  let width = 9;
  let [bits, held, from, to] = [0, 0, 0, 0];
  let previous = -1;
  let previousStart = 0;
  while (to < length) {
    while (held < width) {
      if (from === stored.length) return out.subarray(0, to);
      bits = ((bits << 8) | stored[from++]) & 0xffffff;
      held += 8;
    }
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    if (code === end) break;
    if (code === clear) {
      [next, width, previous] = [end + 1, 9, -1];
      continue;
    }
    const start = to;
    if (previous < 0) {
      if (code > 255) return "is no LZW data";
      out[to++] = code;
    } else {
      const before = previous < clear ? 1 : lengths[previous];
      if (next < mostCodes) {
        // The string of the code before, and the first byte of this one, which comes right behind it.
        starts[next] = previousStart;
        lengths[next] = before + 1;
        next++;
      }
      if (code < clear) out[to++] = code;
      else {
        if (code >= next) return "is no LZW data";
        // Byte by byte: a string may reach into itself.
        const stop = Math.min(length, to + lengths[code]);
        for (let i = starts[code]; to < stop; i++) out[to++] = out[i];
      }
    }
    [previous, previousStart] = [code, start];
    if (next + 1 >= 1 << width && width < 12) width++;
  }
  return out.subarray(0, to);
}
