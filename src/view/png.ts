/** PNG bytes to pixels and back: the one file that knows `fast-png`. */
import { decode, encode, hasPngSignature } from "fast-png";
import { ReticleError } from "../errors.ts";
import { inflatedLength, joinedBytes, packedBits } from "../platform/index.ts";

/** Interleaved pixels, rows from the top: grey, grey and alpha, colour, colour and alpha. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  /** Pixels of 1 bit are grey, one number each: 0 is black, all else white. */
  readonly bits: 1 | 8 | 16;
  readonly data: Uint8Array | Uint16Array;
}

/** Pixels that a picture may have where no other limit is given: 2²⁸, a gigabyte of colours with alpha. */
export const defaultPixelLimit = 2 ** 28;

export function encodePng({ width, height, channels, bits, data }: PngPixels): Uint8Array {
  const wanted = width * height * channels;
  if (!(width > 0 && height > 0) || data.length !== wanted) {
    throw new ReticleError(
      "PngError",
      "size",
      `a PNG of ${width}×${height} pixels of ${channels} channels needs ${wanted} numbers, there are ${data.length}`,
    );
  }
  return encode({ width, height, channels, depth: bits, data: bits === 1 ? packedBits(data, width) : data });
}

/**
 * The pixels of a PNG: grey of 1, 2 and 4 bits as 8 bits (0 to 255), palettes as their colours, transparency as an
 * alpha channel. Throws a PngError for what is no whole PNG.
 */
export function decodePng(bytes: Uint8Array, limit = defaultPixelLimit): PngPixels {
  const { header, clean } = scanChunks(bytes, limit);
  let decoded: ReturnType<typeof decode>;
  try {
    decoded = decode(clean, { checkCrc: true });
  } catch (cause) {
    throw new ReticleError("PngError", "data", `the PNG cannot be decoded: ${(cause as Error).message}`, { cause });
  }
  const { width, height, depth, channels, palette } = decoded;
  if (palette !== undefined) return paletteColours(unpackBits(decoded.data, width, height, depth), header, palette);
  const data = depth < 8 ? scaled(unpackBits(decoded.data, width, height, depth), depth) : decoded.data;
  const wanted = width * height * channels;
  if (data.length !== wanted) throw damaged(`it holds ${data.length} numbers of ${wanted}`);
  const plainData = data instanceof Uint16Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.length);
  const pixels: PngPixels = {
    width,
    height,
    channels: channels as 1 | 2 | 3 | 4,
    bits: depth === 16 ? 16 : 8,
    data: plainData,
  };
  const key = decoded.transparency;
  return key === undefined || key.length < channels ? pixels : withAlpha(pixels, key, depth);
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly interlaced: boolean;
  /** Numbers a pixel in the file. */
  readonly samples: number;
}

const kept = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS"]);

/**
 * Walks the chunks, so that a length that lies, a size beyond the limit, or a text that unpacks to gigabytes is never
 * tried: only the chunks with pixels reach the decoder.
 */
function scanChunks(bytes: Uint8Array, limit: number): { header: Header; clean: Uint8Array } {
  if (!hasPngSignature(bytes)) {
    throw new ReticleError("PngError", "magic", "this is no PNG: it does not begin with its signature", {
      place: { offset: 0 },
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  let header: Header | undefined;
  const pixels: Uint8Array[] = [];
  for (let offset = 8; ; ) {
    if (offset + 12 > bytes.length) throw damaged("it ends before its end chunk", offset);
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const next = offset + 12 + length;
    if (next > bytes.length) throw damaged(`a chunk of ${length} bytes reaches past its end`, offset, type);
    if (header === undefined) {
      if (type !== "IHDR" || length !== 13) throw damaged("its first chunk is not a header", offset, type);
      header = checkedHeader(view, offset + 8, limit);
    } else if (type === "IHDR") throw damaged("it has a second header", offset, type);
    if (type === "IDAT") pixels.push(bytes.subarray(offset + 8, next - 4));
    if (kept.has(type)) parts.push(bytes.subarray(offset, next));
    offset = next;
    if (type === "IEND") break;
  }
  if (pixels.length === 0) throw damaged("it has no pixels");
  // The decoder takes missing pixels for zeros, and unpacks whatever there is.
  const wanted = filteredLength(header);
  const found = inflatedLength(joinedBytes(pixels), wanted + 65536);
  if (!(found >= wanted && found <= wanted + 65536)) {
    const seen = Number.isNaN(found) ? "cannot be unpacked" : `are ${found === Infinity ? "far more" : found} bytes`;
    throw damaged(`its pixels should be ${wanted} bytes and ${seen}`);
  }
  return { header, clean: joinedBytes(parts) };
}

/** First column, first row and steps of the seven passes of an interlaced PNG (PNG specification, Adam7). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of all rows, each with its filter's number in front. */
function filteredLength({ width, height, depth, interlaced, samples }: Header): number {
  const rows = (columns: number, count: number) =>
    columns === 0 ? 0 : count * (1 + Math.ceil((columns * samples * depth) / 8));
  if (!interlaced) return rows(width, height);
  const steps = (size: number, first: number, step: number) => Math.max(0, Math.ceil((size - first) / step));
  return passes.reduce((sum, [x, y, dx, dy]) => sum + rows(steps(width, x, dx), steps(height, y, dy)), 0);
}

function checkedHeader(view: DataView, offset: number, limit: number): Header {
  const width = view.getUint32(offset);
  const height = view.getUint32(offset + 4);
  const depth = view.getUint8(offset + 8);
  const interlaced = view.getUint8(offset + 12) === 1;
  if (width === 0 || height === 0) throw damaged(`it is ${width}×${height} pixels`, offset, "IHDR");
  if (width * height > limit) {
    throw new ReticleError(
      "PngError",
      "pixel-limit",
      `the PNG is ${width}×${height} pixels, more than the limit of ${limit}`,
      { place: { offset, record: "IHDR" } },
    );
  }
  if (interlaced && depth < 8) {
    throw new ReticleError("PngError", "unsupported", `interlaced PNGs of ${depth} bits are not read`, {
      place: { offset, record: "IHDR" },
    });
  }
  const samples = samplesOf[view.getUint8(offset + 9)];
  if (samples === undefined) throw damaged(`its colour type ${view.getUint8(offset + 9)} is unknown`, offset, "IHDR");
  return { width, height, depth, interlaced, samples };
}

/** By colour type: grey, colour, palette, grey with alpha, colour with alpha. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

function damaged(what: string, offset?: number, record?: string): ReticleError {
  return new ReticleError("PngError", "data", `the PNG is damaged: ${what}`, { place: { offset, record } });
}

/** One byte a pixel; rows begin at whole bytes. */
function unpackBits(data: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  if (data.length < rowBytes * height) throw damaged(`it holds ${data.length} bytes of ${rowBytes * height}`);
  const mask = (1 << depth) - 1;
  const perByte = 8 / depth;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = data[y * rowBytes + Math.floor(x / perByte)];
      out[y * width + x] = (byte >> (8 - depth * ((x % perByte) + 1))) & mask;
    }
  }
  return out;
}

function scaled(values: Uint8Array, depth: number): Uint8Array {
  const factor = 255 / ((1 << depth) - 1);
  return values.map((value) => value * factor);
}

function paletteColours(indices: Uint8Array, { width, height }: Header, palette: number[][]): PngPixels {
  const channels = palette[0]?.length === 4 ? 4 : 3;
  const data = new Uint8Array(indices.length * channels);
  for (let i = 0; i < indices.length; i++) {
    const colour = palette[indices[i]];
    if (colour === undefined) throw damaged(`a pixel has colour ${indices[i]} of ${palette.length}`);
    data.set(colour, i * channels);
  }
  return { width, height, channels, bits: 8, data };
}

/** The colour that is transparent (PNG's tRNS of grey and colour pictures) as an alpha channel. */
function withAlpha(pixels: PngPixels, key: Uint16Array, depth: number): PngPixels {
  const { width, height, channels, bits, data } = pixels;
  const factor = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
  const out =
    bits === 16 ? new Uint16Array(width * height * (channels + 1)) : new Uint8Array(width * height * (channels + 1));
  for (let i = 0, j = 0; i < data.length; i += channels) {
    let same = true;
    for (let c = 0; c < channels; c++, j++) {
      out[j] = data[i + c];
      if (data[i + c] !== key[c] * factor) same = false;
    }
    out[j++] = same ? 0 : bits === 16 ? 65535 : 255;
  }
  return { width, height, channels: (channels + 1) as 2 | 4, bits, data: out };
}
