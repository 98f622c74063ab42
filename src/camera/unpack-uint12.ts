/**
 * Packed 12-bit pixels: three bytes b0, b1, b2 hold two of them, b0 << 4 | b1 & 15 and b2 << 4 | b1 >> 4. Most are unpacked
 * in WebAssembly (wasm/unpack.ts), into whose memory they are copied in parts that stay in the processor's cache.
 */
import { ReticleError } from "../errors.ts";
import { growMemory, isLittleEndian, OptionalLoops } from "../platform/index.ts";

interface Kernel {
  unpack(from: number, count: number, to: number): void;
  readonly packed: Uint8Array;
  readonly pixels: Uint16Array;
}

/** Pixels that are unpacked together; fewer than the least of them are so sooner by the plain loop. */
const mostPixels = 2 ** 14;
const fewestPixels = 128;
/** A vector more is read, and up to seven pixels more are written, than are asked for. */
const slack = 16;

const kernels = new OptionalLoops<Kernel>(new URL("./unpack.wasm", import.meta.url), (exports) => {
  const { memory, unpack } = exports as unknown as Kernel & { readonly memory: WebAssembly.Memory };
  const packedBytes = 1.5 * mostPixels;
  growMemory(memory, packedBytes + slack + 2 * mostPixels + slack);
  return {
    unpack,
    packed: new Uint8Array(memory.buffer, 0, packedBytes),
    pixels: new Uint16Array(memory.buffer, packedBytes + slack, mostPixels),
  };
});

/** Unpacks without WebAssembly while `run` does. */
export function withoutUnpackingKernel<T>(run: () => T): T {
  return kernels.without(run);
}

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
  const loops = isLittleEndian && count >= fewestPixels ? kernels.get() : null;
  if (loops !== null) {
    const { unpack, packed, pixels } = loops;
    for (; target < end; target += mostPixels, source += 1.5 * mostPixels) {
      const part = Math.min(mostPixels, end - target);
      packed.set(data.subarray(source, source + Math.ceil(1.5 * part)));
      unpack(packed.byteOffset, part, pixels.byteOffset);
      out.set(pixels.subarray(0, part), target);
    }
    return;
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
