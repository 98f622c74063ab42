export {
  type Camera,
  CameraError,
  type CameraErrorCode,
  type CycleMode,
  type DecodedFrame,
  decodeFrame,
  type ImageProperties,
  slotBytes,
  type WaitOptions,
} from "./camera.ts";
export {
  type DecodedImage,
  decodeImageData,
  type FrameImage,
  type ImageLayout,
  type PixelEncoding,
} from "./decode-image.ts";
export { type Dump, type DumpedColumns, type DumpedImages, FrameDump, type FrameDumpOptions } from "./frame-dump.ts";
export {
  type FrameCallback,
  FrameServer,
  type FrameServerOptions,
  type ServedFrame,
  type ServeOptions,
} from "./frame-server.ts";
export { fvb, fvbImages } from "./fvb.ts";
export { type DecodedMetadata, decodeImageWithMetadata, decodeMetadata, type FrameMetadata } from "./metadata.ts";
export { type CameraStep, type DrawFrame, SimulatedCamera, type SimulatedCameraOptions } from "./simulated-camera.ts";
export { unpackUint12 } from "./unpack-uint12.ts";
