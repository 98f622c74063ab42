/** Chunks beside the pixels of a PNG: pixels in a metre (pHYs) and a text (tEXt); PNG specification, third edition, 11.3. */
import { crc32 } from "../../platform/index.ts";

export interface PngAbout {
  /** Pixels in a metre along columns and rows. */
  readonly perMetre?: readonly [x: number, y: number];
  readonly text?: string;
}

/** Signature, and the header's chunk. */
const headerEnd = 33;

/** @param keyword what the text is found by */
export function withAbout(png: Uint8Array, keyword: string, { perMetre, text }: PngAbout): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  if (perMetre?.every((count) => count >= 1 && count < 2 ** 31)) {
    const data = new Uint8Array(9);
    const view = new DataView(data.buffer);
    view.setUint32(0, perMetre[0]);
    view.setUint32(4, perMetre[1]);
    view.setUint8(8, 1);
    chunks.push(chunk("pHYs", data));
  }
  if (text !== undefined) chunks.push(chunk("tEXt", new TextEncoder().encode(`${keyword}\0${text}`)));
  return [png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)];
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** Of a PNG whose chunks have been walked through already: a damaged chunk says nothing. */
export function aboutOf(png: Uint8Array, keyword: string): PngAbout {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let perMetre: readonly [number, number] | undefined;
  let text: string | undefined;
  for (let at = 8; at + 12 <= png.length; at += 12 + view.getUint32(at)) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type !== "pHYs" && type !== "tEXt") continue;
    const data = png.subarray(at + 8, at + 8 + length);
    if (view.getUint32(at + 8 + length) !== crc32(png.subarray(at + 4, at + 8 + length))) continue;
    if (type === "tEXt") {
      const zero = data.indexOf(0);
      if (zero === keyword.length && new TextDecoder().decode(data.subarray(0, zero)) === keyword)
        text = new TextDecoder().decode(data.subarray(zero + 1));
    } else if (length === 9 && data[8] === 1) perMetre = [view.getUint32(at + 8), view.getUint32(at + 12)];
  }
  return { ...(perMetre && { perMetre }), ...(text !== undefined && { text }) };
}
