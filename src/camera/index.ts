export {
  type DecodedImage,
  decodeImageData,
  type FrameImage,
  type ImageLayout,
  type PixelEncoding,
} from "./decode-image.ts";
export { fvb, fvbImages } from "./fvb.ts";
export { type DecodedMetadata, decodeImageWithMetadata, decodeMetadata, type FrameMetadata } from "./metadata.ts";
export { unpackUint12 } from "./unpack-uint12.ts";
