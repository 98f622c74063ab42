/**
 * Pages that are read without a library, many times faster: strips and tiles, plain, deflated, LZW or PackBits, whole bytes
 * a number, with or without differences (predictor 2; 3 for floating point), and one bit a pixel.
 */
import { ReticleError } from "../../errors.ts";
import { allocate, arrayOver, type Dtype, type TypedArray } from "../../image/index.ts";
import { isLittleEndian, swappedBytes } from "../../platform/index.ts";
import { type TiffPage, tiffTags } from "./pages.ts";
import type { TiffBytes } from "./tiff-bytes.ts";
import { canUnpack, unpackBlock } from "./unpack-block.ts";

/** What all pages of an image have in common. */
export interface PageShape {
  readonly rows: number;
  readonly columns: number;
  /** Numbers a pixel. */
  readonly samples: number;
  readonly bits: number;
  /** 1: unsigned, 2: signed, 3: floating point (SampleFormat). */
  readonly format: number;
}

export function shapeOf(page: TiffPage): PageShape {
  const samples = page.number(tiffTags.samples, 1);
  const [bits, ...more] = page.numbers(tiffTags.bits, [1]);
  const [format, ...formats] = page.numbers(tiffTags.sampleFormat, [1]);
  return {
    rows: page.number(tiffTags.height),
    columns: page.number(tiffTags.width),
    samples,
    // Channels that differ are no plain numbers.
    bits: more.every((one) => one === bits) ? bits : Number.NaN,
    format: formats.every((one) => one === format) ? format : Number.NaN,
  };
}

const dtypes: Readonly<Record<string, Dtype>> = {
  "1 1": "uint8",
  "1 8": "uint8",
  "1 16": "uint16",
  "1 32": "uint32",
  "1 64": "biguint64",
  "2 8": "int8",
  "2 16": "int16",
  "2 32": "int32",
  "2 64": "bigint64",
  "3 32": "float32",
  "3 64": "float64",
};

const none = 1;
/** Bytes of strips or tiles that are read at once where they lie one behind the other. */
const blockBytes = 2 ** 20;

/** Of pages that are plain. */
export function dtypeOfPages({ format, bits }: PageShape): Dtype {
  return dtypes[`${format} ${bits}`];
}

/** Whether all pages, which have this shape, are read here. */
export function arePlain(pages: readonly TiffPage[], { bits, format, samples }: PageShape): boolean {
  if (dtypes[`${format} ${bits}`] === undefined || (bits === 1 && samples > 1)) return false;
  return pages.every((page) => {
    const compression = page.number(tiffTags.compression, none);
    const predictor = page.number(tiffTags.predictor, 1);
    const isPacked = compression !== none;
    // Subsampled colours are not what they seem.
    const isKnown = [0, 1, 2, 3, 4].includes(page.number(tiffTags.photometric, 1));
    return (
      isKnown &&
      page.number(tiffTags.fillOrder, 1) === 1 &&
      (predictor === 1 || bits === 8 || bits === 16 || bits === 32 || format === 3) &&
      canUnpack(compression) &&
      (predictor === 1 || (isPacked && predictor === (format === 3 ? 3 : 2))) &&
      (samples === 1 || page.number(tiffTags.planar, 1) === 1)
    );
  });
}

/** Throws a TiffError `tiff` where strips or tiles are missing or cut short. */
export function checkBlocks(
  bytes: TiffBytes,
  pages: readonly TiffPage[],
  shape: PageShape,
  file: string | undefined,
): void {
  for (const [index, page] of pages.entries()) blocksOf(bytes, page, shape, index, file);
}

/** Rows and columns of a page, from one up to but without another. */
export interface PageWindow {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
}

/**
 * Pixels of all pages one after the other, or of a window of each, for which only the strips and tiles are read that it lies
 * in. Throws what `checkBlocks` throws.
 */
export function readPlainPages(
  bytes: TiffBytes,
  pages: readonly TiffPage[],
  shape: PageShape,
  file: string | undefined,
  window?: PageWindow,
): TypedArray {
  const { samples, bits } = shape;
  const blocks = pages.map((page, index) => blocksOf(bytes, page, shape, index, file));
  const dtype = dtypeOfPages(shape);
  const {
    rows: [top, bottom],
    columns: [left, right],
  } = window ?? wholeOf(shape);
  const [height, width] = [bottom - top, right - left];
  const count = pages.length * height * width * samples;
  const start = window === undefined ? startOfPixels(pages, shape, blocks) : null;
  if (start !== null) {
    const there = pixelsInPlace(bytes, start, dtype, bits, count) ?? bytes.copy(start, (count * bits) / 8);
    if (there !== null) return there instanceof ArrayBuffer ? arrayOver(dtype, there, 0, count) : there;
  }
  const out = allocate(dtype, count);
  const target = new Uint8Array(out.buffer);
  const pixelBytes = (samples * Math.max(8, bits)) / 8;
  for (const [index, page] of pages.entries()) {
    for (const block of blocks[index]) {
      const [firstRow, endRow] = [Math.max(top, block.row), Math.min(bottom, block.row + block.height)];
      const [firstColumn, endColumn] = [Math.max(left, block.column), Math.min(right, block.column + block.width)];
      if (firstRow >= endRow || firstColumn >= endColumn) continue;
      const lineBytes = bytesOfLine(block.width, shape);
      // What is packed comes whole.
      const skipped = block.isPacked ? 0 : firstRow - block.row;
      const lines = block.isPacked ? block.height : endRow - firstRow;
      const pixels = pixelsOfBlock(bytes, page, shape, { ...block, skipped, lines }, index, file);
      const first = firstRow - block.row - skipped;
      const across = endColumn - firstColumn;
      let to = ((index * height + firstRow - top) * width + firstColumn - left) * pixelBytes;
      // Its lines are the window's, whole.
      if (bits > 1 && across === width && across === block.width) {
        target.set(pixels.subarray(first * lineBytes, (first + endRow - firstRow) * lineBytes), to);
        continue;
      }
      for (let line = first; line < first + endRow - firstRow; line++, to += width * pixelBytes) {
        const column = firstColumn - block.column;
        if (bits === 1) spreadBits(pixels, 8 * line * lineBytes + column, across, target, to);
        else {
          const from = line * lineBytes + column * pixelBytes;
          target.set(pixels.subarray(from, from + across * pixelBytes), to);
        }
      }
    }
  }
  return out;
}

function wholeOf({ rows, columns }: PageShape): PageWindow {
  return { rows: [0, rows], columns: [0, columns] };
}

/** Lines of a strip or tile as this machine has their numbers; single bits stay so. */
function pixelsOfBlock(
  bytes: TiffBytes,
  page: TiffPage,
  shape: PageShape,
  block: Block & { readonly skipped: number; readonly lines: number },
  index: number,
  file: string | undefined,
): Uint8Array {
  const { samples, bits } = shape;
  const { width, skipped, lines } = block;
  const lineBytes = bytesOfLine(width, shape);
  const length = block.isPacked ? block.length : lines * lineBytes;
  const stored = bytes.part(block.from + skipped * lineBytes, length, blockBytes);
  const compression = page.number(tiffTags.compression, none);
  const predictor = page.number(tiffTags.predictor, 1);
  let pixels = block.isPacked ? unpacked(compression, stored, lineBytes * lines, index, file) : stored;
  if (predictor === 3) pixels = floatsOf(pixels, bits / 8, width * samples, samples);
  else if (bits > 8 && page.isLittle !== isLittleEndian) pixels = swappedBytes(pixels, bits / 8);
  if (predictor === 2) addUp(pixels, bits, width * samples, samples);
  return pixels;
}

/** Where the pixels of all pages begin, if they lie one after the other as this machine has them; null otherwise. */
function startOfPixels(
  pages: readonly TiffPage[],
  { rows, columns, bits }: PageShape,
  blocks: readonly (readonly Block[])[],
): number | null {
  if (bits < 8 || (bits > 8 && pages.some((page) => page.isLittle !== isLittleEndian))) return null;
  const start = blocks[0][0].from;
  let next = start;
  for (const page of blocks) {
    for (const { from, length, width, isPacked, height, row } of page) {
      if (isPacked || width !== columns || from !== next || row + height > rows) return null;
      next += length;
    }
  }
  return start;
}

/** The file's own memory, where it is there and its numbers lie at whole places. */
function pixelsInPlace(bytes: TiffBytes, start: number, dtype: Dtype, bits: number, count: number): TypedArray | null {
  if (bytes.whole === null || !(bytes.whole.buffer instanceof ArrayBuffer)) return null;
  const at = bytes.whole.byteOffset + start;
  return at % (bits / 8) === 0 ? arrayOver(dtype, bytes.whole.buffer, at, count) : null;
}

interface Block {
  readonly row: number;
  readonly column: number;
  readonly width: number;
  readonly height: number;
  /** Where it lies in the file, and its bytes there. */
  readonly from: number;
  readonly length: number;
  readonly isPacked: boolean;
}

/** The strips or tiles of a page, all of them there before anything is allocated. */
function blocksOf(
  bytes: TiffBytes,
  page: TiffPage,
  shape: PageShape,
  index: number,
  file: string | undefined,
): Block[] {
  const { rows, columns } = shape;
  const isTiled = page.count(tiffTags.tileOffsets) > 0;
  const width = isTiled ? page.number(tiffTags.tileWidth) : columns;
  const height = isTiled ? page.number(tiffTags.tileHeight) : Math.min(rows, page.number(tiffTags.rowsPerStrip, rows));
  const wrong = (what: string) =>
    new ReticleError("TiffError", "tiff", `page ${index} of ${rows}×${columns} pixels ${what}`, { place: { file } });
  if (!(width >= 1 && height >= 1)) throw wrong(`has strips or tiles of ${height}×${width} pixels`);
  const offsets = page.numbers(isTiled ? tiffTags.tileOffsets : tiffTags.stripOffsets);
  const counts = page.numbers(isTiled ? tiffTags.tileBytes : tiffTags.stripBytes);
  const across = Math.ceil(columns / width);
  const needed = across * Math.ceil(rows / height);
  if (needed > offsets.length) throw wrong(`needs ${needed} strips or tiles, the file has places of ${offsets.length}`);
  const isPacked = page.number(tiffTags.compression, none) !== none;
  return Array.from({ length: needed }, (_, i) => {
    const row = Math.floor(i / across) * height;
    const there = isTiled ? height : Math.min(height, rows - row);
    const length = isPacked ? (counts[i] ?? Number.NaN) : there * bytesOfLine(width, shape);
    // Its count is believed where it is packed; a plain block has its pixels' bytes.
    if (!(offsets[i] + length <= bytes.length) || (!isPacked && counts[i] < length))
      throw wrong(`is cut short: strip or tile ${i} has not the ${length} bytes that it needs`);
    return { row, column: (i % across) * width, width, height: there, from: offsets[i], length, isPacked };
  });
}

function unpacked(
  compression: number,
  stored: Uint8Array,
  length: number,
  index: number,
  file: string | undefined,
): Uint8Array {
  const out = unpackBlock(compression, stored, length);
  if (typeof out !== "string") return out;
  throw new ReticleError("TiffError", "tiff", `a strip or tile of page ${index} ${out}`, { place: { file } });
}

/** Lines of single bits begin at whole bytes. */
function bytesOfLine(width: number, { samples, bits }: PageShape): number {
  return Math.ceil((width * samples * bits) / 8);
}

/** Single bits from bit `from` on, the highest of each byte first, as numbers. */
function spreadBits(block: Uint8Array, from: number, count: number, out: Uint8Array, to: number): void {
  for (let i = 0, bit = from; i < count; i++, bit++) out[to + i] = (block[Math.floor(bit / 8)] >> (7 - (bit % 8))) & 1;
}

/** Undoes differences to the pixel before (TIFF 6.0, section 14), line by line, in place: unpacked memory is our own. */
function addUp(block: Uint8Array, bits: number, line: number, samples: number): void {
  const Numbers = bits === 8 ? Uint8Array : bits === 16 ? Uint16Array : Uint32Array;
  const values = new Numbers(block.buffer as ArrayBuffer, block.byteOffset, block.length / (bits / 8));
  for (let start = 0; start < values.length; start += line)
    for (let i = start + samples; i < start + line; i++) values[i] += values[i - samples];
}

/**
 * Undoes the floating point predictor (TIFF Technical Note 3): a line has the highest bytes of all its numbers first, then
 * the next ones, whatever the file's byte order, as differences from byte to byte.
 */
function floatsOf(block: Uint8Array, size: number, line: number, samples: number): Uint8Array {
  addUp(block, 8, line * size, samples);
  const out = new Uint8Array(block.length);
  for (let start = 0; start < block.length; start += line * size) {
    for (let byte = 0; byte < size; byte++) {
      const place = isLittleEndian ? size - 1 - byte : byte;
      const from = start + byte * line;
      for (let i = 0; i < line; i++) out[start + i * size + place] = block[from + i];
    }
  }
  return out;
}
