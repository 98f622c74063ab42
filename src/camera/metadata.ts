/**
 * Metadata chunks behind a frame, which are read from the end: [payload][id: uint32][length: uint32], little-endian,
 * where the length counts the id but not itself. Ids: 0 the frame itself, 1 ticks (uint64), 7 what the frame looks like
 * (height: uint16, width: uint16, one byte of padding, encoding: uint8, stride: uint16).
 *
 * Where a chunk comes twice the one nearer to the start counts. The frame may be missing (it was split off already);
 * fewer than eight bytes before the first chunk are ignored.
 */
import { ReticleError } from "../errors.ts";
import { type DecodedImage, decodeImageData, type FrameImage, type PixelEncoding } from "./decode-image.ts";
import { checkUint8 } from "./unpack-uint12.ts";

/** What the chunks say; what they do not say is not there. */
export interface FrameMetadata {
  /** Rows. */
  height?: number;
  /** Pixels of a row. */
  width?: number;
  /** Bytes from one row to the next. */
  stride?: number;
  encoding?: PixelEncoding | "Unknown";
  /** Ticks of the camera's clock. */
  timestamp?: bigint;
}

export interface DecodedMetadata {
  readonly metadata: FrameMetadata;
  /** The frame's bytes, where they lie (no copy); null where there are none. */
  readonly image: Uint8Array | null;
}

export const chunkIds = { frame: 0, ticks: 1, info: 7 } as const;

/** By the code in the chunk. */
export const encodingCodes: readonly PixelEncoding[] = ["Mono16", "Mono12", "Mono12Packed", "Mono32"];

/** Bytes of a chunk's id and length. */
export const chunkHeader = 8;
const fixedLength = 12;

/**
 * What the chunks of a frame say, and the frame's bytes.
 * @example const { metadata, image } = decodeMetadata(raw);   // metadata.timestamp is a bigint of ticks
 */
export function decodeMetadata(bytes: Uint8Array): DecodedMetadata {
  checkUint8(bytes, "frames with metadata");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const metadata: FrameMetadata = {};
  let image: Uint8Array | null = null;
  let hasFrame = false;
  let end = bytes.length;
  while (end >= chunkHeader) {
    const id = view.getUint32(end - 8, true);
    const length = view.getUint32(end - 4, true);
    const start = end - chunkHeader - (length - 4);
    const fail = (message: string): never => {
      throw new ReticleError("ImageError", "metadata", message, { place: { offset: end - chunkHeader } });
    };
    if (id === chunkIds.frame) {
      if (hasFrame) fail("the metadata has a second chunk with a frame (id 0)");
      if (length < 4) fail(`the chunk with the frame (id 0) has the length ${length}; its own id alone takes 4`);
      hasFrame = true;
      if (start < 0) break;
      image = new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - chunkHeader - start);
    } else if (id === chunkIds.ticks || id === chunkIds.info) {
      const name = id === chunkIds.ticks ? "ticks" : "frame info";
      if (length !== fixedLength) fail(`the chunk with ${name} (id ${id}) has the length ${length} instead of 12`);
      if (start < 0) fail(`the chunk with ${name} (id ${id}) begins ${-start} bytes before the data`);
      if (id === chunkIds.ticks) metadata.timestamp = view.getBigUint64(start, true);
      else Object.assign(metadata, frameInfo(view, start));
    } else fail(`there is no chunk with the id ${id}; known are 0 (frame), 1 (ticks) and 7 (frame info)`);
    end = start;
  }
  return { metadata, image };
}

function frameInfo(view: DataView, start: number) {
  return {
    height: view.getUint16(start, true),
    width: view.getUint16(start + 2, true),
    stride: view.getUint16(start + 6, true),
    encoding: encodingCodes[view.getUint8(start + 5)] ?? ("Unknown" as const),
  };
}

/**
 * The image of a frame whose chunks say how it lies and when it was taken; all three chunks are needed.
 * @example const { image, timestamp } = decodeImageWithMetadata(raw);
 */
export function decodeImageWithMetadata(bytes: Uint8Array): DecodedImage & { image: FrameImage; timestamp: bigint } {
  const { metadata, image } = decodeMetadata(bytes);
  const { height, width, stride, encoding, timestamp } = metadata;
  const missing = [encoding === undefined && "frame info (id 7)", timestamp === undefined && "ticks (id 1)"];
  const absent = [...missing, image === null && "frame (id 0)"].filter((name) => name !== false);
  if (absent.length > 0) {
    throw new ReticleError("ImageError", "metadata-incomplete", `the metadata has no chunk with ${absent.join(", ")}`);
  }
  const layout = { encoding: encoding as PixelEncoding, width: width!, height: height!, stride: stride! };
  return { ...decodeImageData(image!, layout), timestamp: timestamp! };
}
