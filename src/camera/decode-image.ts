/**
 * Raw bytes of a frame as an image. Rows lie `stride` bytes apart and may end with padding; what follows the last row
 * (padding to eight bytes, metadata) is not looked at. Numbers are little-endian; Mono12 lies in 16 bits, unmasked.
 */
import { didYouMean, optionsOf, ReticleError } from "../errors.ts";
import { ImageView, ndArray } from "../image/index.ts";
import { isLittleEndian, swappedBytes } from "../platform/index.ts";
import { checkUint8, unpackRow } from "./unpack-uint12.ts";

/** How a camera writes its pixels. */
export type PixelEncoding = "Mono12" | "Mono12Packed" | "Mono16" | "Mono32";

/** An image of a frame: its first axis is the column, as the camera has it. */
export type FrameImage = ImageView<Uint16Array | Uint32Array, ["column", "row"]>;

export interface ImageLayout {
  readonly encoding: PixelEncoding;
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
}

export interface DecodedImage {
  readonly image: FrameImage;
  /** True where the image lies in the bytes that were given; false where it had to be copied. */
  readonly shared: boolean;
}

/** Bytes a number; packed pixels take one and a half. */
const bytesPerPixel: Record<PixelEncoding, number> = { Mono12: 2, Mono12Packed: 1.5, Mono16: 2, Mono32: 4 };

export const pixelEncodings = Object.keys(bytesPerPixel) as PixelEncoding[];

/**
 * The image that raw bytes hold: a view on them, without a copy, where they begin at an even address (a multiple of four
 * for Mono32). Packed pixels are unpacked into new memory. `width` and `height` are pixels, `stride` is bytes.
 * @example const { image } = decodeImageData(raw, { encoding: "Mono16", width: 2048, height: 2048, stride: 4096 });
 */
export function decodeImageData(data: Uint8Array, layout: ImageLayout): DecodedImage {
  checkUint8(data, "raw pixels");
  checkLayout(data.length, optionsOf(layout, "ImageError"));
  const { encoding, width, height, stride } = layout;
  if (encoding === "Mono12Packed") {
    const pixels = new Uint16Array(width * height);
    // Rows without a gap are one.
    if (stride === 1.5 * width) unpackRow(data, 0, pixels.length, pixels, 0);
    else for (let row = 0; row < height && width > 0; row++) unpackRow(data, row * stride, width, pixels, row * width);
    return { image: imageOf(pixels, width, height, width), shared: false };
  }
  const size = bytesPerPixel[encoding];
  const shared = isLittleEndian && data.byteOffset % size === 0;
  const { buffer, byteOffset } = shared ? data : copyOf(data.subarray(0, stride * height), size);
  const length = (stride * height) / size;
  const pixels =
    encoding === "Mono32" ? new Uint32Array(buffer, byteOffset, length) : new Uint16Array(buffer, byteOffset, length);
  return { image: imageOf(pixels, width, height, stride / size), shared };
}

/** The least bytes of a row of `width` pixels. */
export function rowBytes(encoding: PixelEncoding, width: number): number {
  return Math.ceil(width * bytesPerPixel[encoding]);
}

/** Pixels of an encoding: 16 bits, or 32 for Mono32. */
export function pixelArray(encoding: PixelEncoding, length: number): Uint16Array | Uint32Array {
  return encoding === "Mono32" ? new Uint32Array(length) : new Uint16Array(length);
}

export function checkEncoding(encoding: unknown): asserts encoding is PixelEncoding {
  if (pixelEncodings.includes(encoding as PixelEncoding)) return;
  throw new ReticleError(
    "ImageError",
    "encoding",
    `pixels of the encoding "${encoding}" cannot be decoded; encodings are ${pixelEncodings.join(", ")}${didYouMean(String(encoding), pixelEncodings)}`,
  );
}

/** Throws where `available` bytes do not hold an image of that layout. */
function checkLayout(available: number, { encoding, width, height, stride }: ImageLayout): void {
  const fail = (code: string, message: string): never => {
    throw new ReticleError("ImageError", code, message);
  };
  checkEncoding(encoding);
  for (const [name, size] of Object.entries({ width, height })) {
    // Rows without pixels take no bytes: there may be as many as an array has indices, and no more.
    if (!(Number.isSafeInteger(size) && size >= 0 && size < 2 ** 31))
      fail("size", `${name} ${size} is not a number of pixels (0, 1, 2…)`);
  }
  if (!(Number.isSafeInteger(stride) && stride >= 0)) fail("stride", `stride ${stride} is not a number of bytes`);
  if (stride * height > available) {
    fail("too-short", `${height} rows of ${stride} bytes are ${stride * height}, and only ${available} are there`);
  }
  const size = bytesPerPixel[encoding];
  if (encoding !== "Mono12Packed" && stride % size !== 0) {
    fail("stride", `stride ${stride} is no multiple of ${size}, the bytes of a pixel of ${encoding}`);
  }
  const needed = rowBytes(encoding, width);
  if (needed > stride) {
    fail("width-exceeds-stride", `${width} pixels of ${encoding} take ${needed} bytes, and a row has ${stride}`);
  }
}

/** The same numbers in memory of their own, in this machine's byte order. */
function copyOf(bytes: Uint8Array, size: number): Uint8Array {
  // Not slice(): that of a Buffer is a view.
  return isLittleEndian ? new Uint8Array(bytes) : swappedBytes(bytes, size);
}

function imageOf(pixels: Uint16Array | Uint32Array, width: number, height: number, rowPixels: number): FrameImage {
  const array = ndArray(pixels, { shape: [width, height], stride: [1, rowPixels], offset: 0 });
  return ImageView.from(array, { axes: ["column", "row"] }) as FrameImage;
}
