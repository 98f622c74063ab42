/** Frames as a camera writes them: the reverse of decode-image.ts and metadata.ts, for the simulated camera. */
import type { ImageLayout, PixelEncoding } from "./decode-image.ts";
import { chunkHeader, chunkIds, encodingCodes } from "./metadata.ts";

/** The largest number of an encoding. */
export const largestPixel: Record<PixelEncoding, number> = {
  Mono12: 0xfff,
  Mono12Packed: 0xfff,
  Mono16: 0xffff,
  Mono32: 0xffffffff,
};

/** Writes rows of pixels, `stride` bytes apart; bits that the encoding has not are lost. */
export function encodePixels(
  pixels: Uint16Array | Uint32Array,
  { encoding, width, height, stride }: ImageLayout,
  target: Uint8Array,
): void {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  const mask = largestPixel[encoding];
  for (let row = 0; row < height; row++) {
    const first = row * width;
    let at = row * stride;
    if (encoding === "Mono12Packed") {
      for (let column = 0; column < width; column += 2, at += 3) {
        const a = pixels[first + column] & mask;
        const b = column + 1 < width ? pixels[first + column + 1] & mask : 0;
        target[at] = a >> 4;
        target[at + 1] = (a & 15) | ((b & 15) << 4);
        if (column + 1 < width) target[at + 2] = b >> 4;
      }
    } else if (encoding === "Mono32") {
      for (let column = 0; column < width; column++, at += 4) view.setUint32(at, pixels[first + column], true);
    } else {
      for (let column = 0; column < width; column++, at += 2) view.setUint16(at, pixels[first + column] & mask, true);
    }
  }
}

/** Bytes of a frame of `pixelBytes` bytes with its chunks. */
export function sizeWithChunks(pixelBytes: number, hasTicks: boolean): number {
  return pixelBytes + chunkHeader + (hasTicks ? 16 : 0) + 16;
}

/** Writes the chunks behind the pixels: the frame's header, ticks where there are some, what the frame looks like. */
export function writeChunks(target: Uint8Array, layout: ImageLayout, ticks: bigint | null): void {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  let at = layout.stride * layout.height;
  const header = (id: number, payload: number) => {
    view.setUint32(at, id, true);
    view.setUint32(at + 4, payload + 4, true);
    at += chunkHeader;
  };
  header(chunkIds.frame, at);
  if (ticks !== null) {
    view.setBigUint64(at, ticks, true);
    at += 8;
    header(chunkIds.ticks, 8);
  }
  view.setUint16(at, layout.height, true);
  view.setUint16(at + 2, layout.width, true);
  view.setUint8(at + 5, encodingCodes.indexOf(layout.encoding));
  view.setUint16(at + 6, layout.stride, true);
  at += 8;
  header(chunkIds.info, 8);
}
