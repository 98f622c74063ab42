/**
 * TIFF 6.0 and BigTIFF files of views: each page a plane of rows and columns, strips or tiles, plain or deflated; axes and
 * spacings told in OME-XML (2016-06) or as ImageJ does.
 */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import { type Axes, type Dtype, ImageView, type TypedArray } from "../../image/index.ts";
import {
  deflate,
  type FileName,
  isLittleEndian,
  joinedBytes,
  packedBits,
  swappedBytes,
  writeFileAtomic,
} from "../../platform/index.ts";
import { pixelDistance } from "../physical-size.ts";
import { describePages, type TiffMetadata } from "./describe-pages.ts";
import { TiffDirectory, tiffTypes } from "./tiff-directory.ts";

export interface WriteTiffOptions {
  /** "none" (the default), or "deflate". */
  readonly compression?: "none" | "deflate";
  /** Rows and columns of a tile, multiples of 16; strips where it is not given. */
  readonly tile?: readonly [rows: number, columns: number];
  /** "ome" (the default): axes and spacings as OME-XML; "imagej": as ImageJ's hyperstacks; "none": pixels alone. */
  readonly metadata?: TiffMetadata;
  /** BigTIFF, which has no limit of 4 GiB: by default where it is needed. */
  readonly big?: boolean;
}

type AnyView = ImageView<TypedArray, Axes | null>;

/** SampleFormat (339) and BitsPerSample (258) of each type. */
const samples: Partial<Record<Dtype, readonly [format: 1 | 2 | 3, bits: number]>> = {
  uint8: [1, 8],
  uint8_clamped: [1, 8],
  uint16: [1, 16],
  uint32: [1, 32],
  int8: [2, 8],
  int16: [2, 16],
  int32: [2, 32],
  float32: [3, 32],
  float64: [3, 64],
};

const stripBytes = 2 ** 18;
/** What a file without BigTIFF may have, less what its directories take. */
const mostPlain = 2 ** 32 - 2 ** 24;

/**
 * Writes a view of rows and columns, of colours (three or four channels, kind "rgb"), and of any further axes, which become
 * pages. Kind "binary" is written with one bit a pixel. Rows that go up are turned over, as pictures go down.
 * Throws a TiffError `axes`, `dtype` or `tile` for what a TIFF cannot be.
 * @example await writeTiff("stack.tif", stack, { compression: "deflate" })
 */
export async function writeTiff(path: FileName, view: AnyView, options: WriteTiffOptions = {}): Promise<void> {
  writeFileAtomic(path, tiffParts(view, options));
}

/** The same as bytes. */
export function encodeTiff(view: AnyView, options: WriteTiffOptions = {}): Uint8Array {
  return joinedBytes(tiffParts(view, options));
}

function tiffParts(view: AnyView, options: WriteTiffOptions): Uint8Array[] {
  const {
    compression = "none",
    tile,
    metadata = "ome",
    big,
  } = optionsOf(options, "TiffError", ["compression", "tile", "metadata", "big"]);
  checkArgument(view instanceof ImageView, view, "TiffError", "an image to write");
  checkOptions(compression, metadata, tile);
  const { pages, description, rows, columns, channels } = describePages(view, metadata);
  const isBits = view.kind === "binary" && channels === 1;
  const sample = isBits ? ([1, 1] as const) : samples[view.dtype];
  if (sample === undefined) {
    throw problem("dtype", `a TIFF holds ${Object.keys(samples).join(", ")}, not ${view.dtype}; convert it first`);
  }
  const isBig = big ?? view.size * (sample[1] / 8) > mostPlain;
  const parts: Uint8Array[] = [];
  let at = 0;
  const add = (part: Uint8Array) => {
    const start = at;
    parts.push(part);
    at += part.length;
    return start;
  };
  const header = new Uint8Array(isBig ? 16 : 8);
  add(header);
  const place = (target: Uint8Array, offset: number, value: number) => {
    const data = new DataView(target.buffer);
    if (isBig) data.setBigUint64(offset, BigInt(value), true);
    else data.setUint32(offset, value, true);
  };
  header.set(isBig ? [0x49, 0x49, 43, 0, 8, 0, 0, 0] : [0x49, 0x49, 42, 0]);
  let previous: { readonly bytes: Uint8Array; readonly next: number } = { bytes: header, next: isBig ? 8 : 4 };
  // All pixels first, without a gap: programs for ImageJ's files take what follows the first page for the other ones.
  const blocks = pages.map((page) => {
    const rowBytes = isBits ? Math.ceil(columns / 8) : (columns * channels * sample[1]) / 8;
    const [blockRows, blockColumns] = tile ?? [Math.max(1, Math.min(rows, Math.floor(stripBytes / rowBytes))), columns];
    const bytes = isBits ? packedBits(page, columns) : littleEndianBytes(page);
    const offsets: number[] = [];
    const counts: number[] = [];
    for (let row = 0; row < rows; row += blockRows) {
      for (let column = 0; column < columns; column += blockColumns) {
        const block =
          tile === undefined
            ? bytes.subarray(row * rowBytes, Math.min(rows, row + blockRows) * rowBytes)
            : tileOf(bytes, {
                row,
                column,
                rows,
                columns,
                rowBytes,
                tile,
                pixelBits: isBits ? 1 : channels * sample[1],
              });
        const stored = compression === "deflate" ? deflate(block) : block;
        offsets.push(add(stored));
        counts.push(stored.length);
      }
    }
    return { offsets, counts, blockRows, blockColumns };
  });
  // Directories begin at even places.
  if (at % 2 === 1) add(new Uint8Array(1));
  for (const [index, { offsets, counts, blockRows, blockColumns }] of blocks.entries()) {
    const directory = new TiffDirectory(isBig);
    directory.add(256, tiffTypes.long, [columns]);
    directory.add(257, tiffTypes.long, [rows]);
    directory.add(258, tiffTypes.short, new Array(channels).fill(sample[1]));
    directory.add(259, tiffTypes.short, [compression === "deflate" ? 8 : 1]);
    directory.add(262, tiffTypes.short, [channels >= 3 ? 2 : 1]);
    if (index === 0 && description !== "") directory.text(270, description);
    if (tile === undefined) {
      directory.add(273, isBig ? tiffTypes.long8 : tiffTypes.long, offsets);
      directory.add(278, tiffTypes.long, [blockRows]);
      directory.add(279, tiffTypes.long, counts);
    } else {
      directory.add(322, tiffTypes.long, [blockColumns]);
      directory.add(323, tiffTypes.long, [blockRows]);
      directory.add(324, isBig ? tiffTypes.long8 : tiffTypes.long, offsets);
      directory.add(325, tiffTypes.long, counts);
    }
    directory.add(277, tiffTypes.short, [channels]);
    addResolution(directory, view, metadata);
    directory.add(284, tiffTypes.short, [1]);
    if (channels === 4) directory.add(338, tiffTypes.short, [2]);
    directory.add(339, tiffTypes.short, new Array(channels).fill(sample[0]));
    const encoded = directory.encode(at);
    place(previous.bytes, previous.next, add(encoded.bytes));
    previous = encoded;
  }
  if (!isBig && at > 2 ** 32 - 1)
    throw problem("size", `the file would have ${at} bytes; { big: true } writes a BigTIFF`);
  return parts;
}

/** Pixels in a centimetre; ImageJ counts them in its own unit. */
function addResolution(directory: TiffDirectory, view: AnyView, metadata: TiffMetadata): void {
  const isImageJ = metadata === "imagej";
  const distance = (axis: "row" | "column") =>
    isImageJ ? Math.abs(view.spacing[axis] ?? 0) : pixelDistance(view, axis) / 1e4;
  const [x, y] = [distance("column"), distance("row")];
  if (!(x > 0 && y > 0)) return;
  directory.rational(282, 1 / x);
  directory.rational(283, 1 / y);
  directory.add(296, tiffTypes.short, [isImageJ ? 1 : 3]);
}

function checkOptions(compression: string, metadata: string, tile: WriteTiffOptions["tile"]): void {
  if (compression !== "none" && compression !== "deflate")
    throw problem("compression", `compression "${compression}" is neither none nor deflate`);
  if (!["ome", "imagej", "none"].includes(metadata))
    throw problem("metadata", `metadata "${metadata}" is none of ome, imagej, none`);
  if (
    tile !== undefined &&
    !(Array.isArray(tile) && tile.length === 2 && tile.every((size) => size > 0 && size % 16 === 0))
  )
    throw problem("tile", `a tile is [rows, columns] in multiples of 16, not ${tile}`);
}

function littleEndianBytes(values: TypedArray): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return isLittleEndian ? bytes : swappedBytes(bytes, values.BYTES_PER_ELEMENT);
}

interface TilePlace {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowBytes: number;
  readonly tile: readonly [rows: number, columns: number];
  readonly pixelBits: number;
}

/** Tiles are whole: what is beyond the picture is 0. */
function tileOf(bytes: Uint8Array, { row, column, rows, columns, rowBytes, tile, pixelBits }: TilePlace): Uint8Array {
  const tileBytes = (tile[1] * pixelBits) / 8;
  const out = new Uint8Array(tile[0] * tileBytes);
  const from = (column * pixelBits) / 8;
  const length = Math.min(tileBytes, Math.ceil(((columns - column) * pixelBits) / 8));
  for (let r = 0; r < tile[0] && row + r < rows; r++) {
    const start = (row + r) * rowBytes + from;
    out.set(bytes.subarray(start, start + length), r * tileBytes);
  }
  return out;
}

function problem(code: string, message: string): ReticleError {
  return new ReticleError("TiffError", code, message);
}
