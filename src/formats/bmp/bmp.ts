/**
 * Windows bitmaps (BITMAPFILEHEADER and BITMAPINFOHEADER, Microsoft's Win32 documentation), uncompressed, as pattern
 * generators and micromirror devices take them: 1 bit, 8 bits of grey by a palette, 24 bits of colour. Rows lie from the
 * bottom up and are padded to four bytes.
 */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import { type Axes, type Axis, ImageView, type TypedArray } from "../../image/index.ts";
import { checkBytes, decodeSource, type FileName, packedBits, writeFileAtomic } from "../../platform/index.ts";
import { greyLevels } from "../grey-levels.ts";
import { perMetre, perPixel } from "../physical-size.ts";

export interface WriteBmpOptions {
  /** 1 for kind "binary", 24 for colours, else 8. */
  readonly bits?: 1 | 8 | 24;
  /** What becomes black and white of grey pictures; as `writePng` has it. */
  readonly range?: readonly [black: number, white: number];
}

export interface ReadBmpOptions {
  /** For errors; `readBmp` fills it in. */
  readonly file?: string;
}

type AnyView = ImageView<TypedArray, Axes | null>;

const fileHeader = 14;
const infoHeader = 40;

/** Writes a view of rows and columns, and perhaps of three channels. Throws a BmpError for any other. */
export async function writeBmp(path: FileName, view: AnyView, options: WriteBmpOptions = {}): Promise<void> {
  writeFileAtomic(path, encodeBmp(view, options));
}

/** The same as bytes. */
export function encodeBmp(view: AnyView, options: WriteBmpOptions = {}): Uint8Array {
  checkArgument(view instanceof ImageView, view, "BmpError", "an image to write");
  const rising = fromTheBottom(view);
  const [height, width, channels = 1] = rising.shape;
  const bits =
    optionsOf(options, "BmpError", ["bits", "range"]).bits ?? (channels === 3 ? 24 : view.kind === "binary" ? 1 : 8);
  const fits = channels === 3 ? bits === 24 : channels === 1 && (bits === 8 || (bits === 1 && view.kind === "binary"));
  if (!fits || view.size === 0) {
    throw problem(
      "pixels",
      `a bitmap of ${bits} bits is made of ${bits === 24 ? "three channels" : bits === 1 ? 'an image of kind "binary"' : "one channel"}, not of ${view}`,
    );
  }
  const palette = bits === 24 ? 0 : 2 ** bits;
  const rowBytes = 4 * Math.ceil((width * bits) / 32);
  const start = fileHeader + infoHeader + 4 * palette;
  const bytes = new Uint8Array(start + rowBytes * height);
  const header = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  header.setUint32(2, bytes.length, true);
  header.setUint32(10, start, true);
  header.setUint32(14, infoHeader, true);
  header.setInt32(18, width, true);
  header.setInt32(22, height, true);
  header.setUint16(26, 1, true);
  header.setUint16(28, bits, true);
  header.setUint32(34, rowBytes * height, true);
  header.setInt32(38, perMetre(view, "column"), true);
  header.setInt32(42, perMetre(view, "row"), true);
  header.setUint32(46, palette, true);
  for (let i = 0; i < palette; i++) {
    const grey = Math.round((255 * i) / (palette - 1));
    bytes.set([grey, grey, grey], fileHeader + infoHeader + 4 * i);
  }
  const levels = greyLevels(rising, 8, options.range, "BmpError");
  if (bits === 1) {
    bytes.set(packedBits(levels, width, rowBytes), start);
    return bytes;
  }
  for (let row = 0, i = 0; row < height; row++) {
    const at = start + row * rowBytes;
    for (let column = 0; column < width; column++, i += channels) {
      if (bits === 8) bytes[at + column] = levels[i];
      else {
        bytes[at + 3 * column] = levels[i + 2];
        bytes[at + 3 * column + 1] = levels[i + 1];
        bytes[at + 3 * column + 2] = levels[i];
      }
    }
  }
  return bytes;
}

function fromTheBottom(view: AnyView): AnyView {
  const { axes } = view;
  const wanted: Axis[] = axes?.includes("channel") ? ["row", "column", "channel"] : ["row", "column"];
  if (axes === null || axes.length !== wanted.length || !wanted.every((axis) => axes.includes(axis))) {
    throw problem(
      "axes",
      `a bitmap has rows, columns and perhaps channels; this view has ${axes === null ? "no names for its axes" : axes.join(", ") || "no axes"}`,
    );
  }
  return (view.direction === "up" ? view : view.flip("row")).reorder(wanted);
}

/** True for the start of a bitmap file. */
export function isBmp(bytes: Uint8Array): boolean {
  return bytes.length > 26 && bytes[0] === 0x42 && bytes[1] === 0x4d && bytes[14] === infoHeader && bytes[15] === 0;
}

/** Reads a bitmap of 1, 4, 8, 24 or 32 bits from a path or from its bytes. Throws a BmpError for what is none. */
export async function readBmp(
  source: FileName | Uint8Array,
  options: ReadBmpOptions = {},
): Promise<ImageView<Uint8Array, Axes>> {
  return decodeSource(source, options, decodeBmp);
}

/**
 * The same from bytes, at once: grey where the palette is, colours else; of two colours, black and white, kind "binary".
 * Rows go down, as in every picture that is read.
 */
export function decodeBmp(bytes: Uint8Array, options: ReadBmpOptions = {}): ImageView<Uint8Array, Axes> {
  const { file } = optionsOf(options, "BmpError", ["file"]);
  checkBytes(bytes);
  const wrong = (what: string) => problem("bmp", `the file is not a whole bitmap: ${what}`, file);
  if (!isBmp(bytes) || bytes.length < fileHeader + infoHeader) throw wrong("it does not begin as one");
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = header.getUint32(10, true);
  const width = header.getInt32(18, true);
  const signedHeight = header.getInt32(22, true);
  const height = Math.abs(signedHeight);
  const bits = header.getUint16(28, true);
  const packing = header.getUint32(30, true);
  if (packing !== 0) throw wrong(`its pixels are packed (${packing}), which is not read`);
  if (![1, 4, 8, 24, 32].includes(bits)) throw wrong(`${bits} bits a pixel; 1, 4, 8, 24 and 32 are read`);
  const rowBytes = 4 * Math.ceil((width * bits) / 32);
  if (!(width > 0 && height > 0) || start + rowBytes * height > bytes.length)
    throw wrong(
      `${width}×${height} pixels of ${bits} bits need ${rowBytes * height} bytes, there are ${bytes.length - start}`,
    );
  const colours = bits > 8 ? 0 : Math.min(2 ** bits, header.getUint32(46, true) || 2 ** bits);
  const paletteAt = fileHeader + header.getUint32(14, true);
  if (paletteAt + 4 * colours > bytes.length) throw wrong("its palette is cut short");
  const palette = bytes.subarray(paletteAt, paletteAt + 4 * colours);
  const isGrey = bits <= 8 && palette.every((value, i) => i % 4 === 3 || value === palette[i - (i % 4)]);
  const isBinary = isGrey && bits === 1 && palette[0] === 0 && palette[4] === 255;
  const channels = isGrey ? 1 : 3;
  const out = new Uint8Array(width * height * channels);
  for (let row = 0, i = 0; row < height; row++) {
    const at = start + (signedHeight > 0 ? height - 1 - row : row) * rowBytes;
    for (let column = 0; column < width; column++, i += channels) {
      if (bits > 8) {
        const pixel = at + (bits / 8) * column;
        out[i] = bytes[pixel + 2];
        out[i + 1] = bytes[pixel + 1];
        out[i + 2] = bytes[pixel];
        continue;
      }
      const inByte = 8 / bits;
      const shift = 8 - bits * ((column % inByte) + 1);
      const index = (bytes[at + Math.floor(column / inByte)] >> shift) & (2 ** bits - 1);
      if (index >= colours) throw wrong(`a pixel has colour ${index} of ${colours}`);
      if (isBinary) out[i] = index;
      else if (isGrey) out[i] = palette[4 * index];
      else for (let channel = 0; channel < 3; channel++) out[i + channel] = palette[4 * index + 2 - channel];
    }
  }
  const spacings = [header.getInt32(42, true), header.getInt32(38, true)];
  const spacing =
    spacings[0] > 0 && spacings[1] > 0 ? { row: perPixel(spacings[0]), column: perPixel(spacings[1]) } : undefined;
  const calibration = { spacing, direction: "down" as const };
  if (!isGrey)
    return ImageView.from(out, {
      shape: [height, width, 3],
      axes: ["row", "column", "channel"] as Axes,
      kind: "rgb",
      ...calibration,
    });
  return ImageView.from(out, {
    shape: [height, width],
    axes: ["row", "column"] as Axes,
    kind: isBinary ? "binary" : "scalar",
    ...calibration,
  });
}

function problem(code: string, message: string, file?: string): ReticleError {
  return new ReticleError("BmpError", code, message, { place: { file } });
}
