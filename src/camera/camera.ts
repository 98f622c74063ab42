/** What a camera offers to the server and the dump of frames; SimulatedCamera does, and so may a driver for hardware. */
import { ReticleError } from "../errors.ts";
import { decodeImageData, type FrameImage, type ImageLayout } from "./decode-image.ts";
import { decodeMetadata } from "./metadata.ts";

/** TIMEDOUT: no frame came in time, more may. NODATA: no frame will come. Other codes end what waits for frames. */
export type CameraErrorCode = "TIMEDOUT" | "NODATA" | (string & {});

/**
 * What a camera throws.
 * @example throw new CameraError("TIMEDOUT", "no frame within 200 ms");
 */
export class CameraError extends ReticleError {
  constructor(code: CameraErrorCode, message: string, options: { cause?: unknown } = {}) {
    super("CameraError", code, message, options);
  }
}

/** "Continuous": frames until the camera is stopped. "Fixed": `frameCount` of them. */
export type CycleMode = "Continuous" | "Fixed";

/** How the frames of a camera look. */
export interface ImageProperties extends ImageLayout {
  /** Bytes of a frame with its metadata. */
  readonly size: number;
  /** Chunks of metadata follow the pixels. */
  readonly metadata: boolean;
  /** A chunk with ticks is among them. */
  readonly metadataTimestamp: boolean;
}

export interface WaitOptions {
  /** Milliseconds until the wait ends with a CameraError TIMEDOUT. */
  readonly timeoutMs: number;
  /** The frame is copied out of the circular buffer. */
  readonly copy: boolean;
  /** The frame's slot is filled again when all others have been. */
  readonly requeue: boolean;
}

export interface DecodedFrame {
  readonly image: FrameImage;
  /** Ticks of the camera's clock; 0n where it tells none. */
  readonly timestamp: bigint;
}

/** A camera with a circular buffer: n slots of `slotBytes(size)` bytes, which frames are written to in turn. */
export interface Camera {
  cycleMode: CycleMode;
  /** Exposures of a fixed cycle. */
  frameCount: number;
  /** Exposures that are added up to one frame. */
  accumulateCount: number;
  readonly acquiring: boolean;
  readonly imageProperties: ImageProperties;
  /** Makes a circular buffer of `count` slots. The memory of one that was there before is let go, not used again. */
  queueBuffer(count: number): void | Promise<void>;
  start(): void | Promise<void>;
  stop(): void | Promise<void>;
  /** Forgets the slots that are queued and the frames that nobody took. */
  flush(): void | Promise<void>;
  /** The bytes of the next frame: a part of the circular buffer, unless `copy` is true. */
  waitBuffer(options: WaitOptions): Promise<Uint8Array>;
  decodeImage(raw: Uint8Array): DecodedFrame;
  /** Seconds on the clock that frames come by; without it, the machine's. */
  now?(): number;
}

/** Bytes of a slot for frames of `size` bytes: the next multiple of eight. */
export function slotBytes(size: number): number {
  return size + ((8 - (size % 8)) % 8);
}

/**
 * The image and the time of a frame's bytes; what a driver's `decodeImage` does where it has nothing better.
 * @example const { image, timestamp } = decodeFrame(raw, camera.imageProperties);
 */
export function decodeFrame(raw: Uint8Array, properties: ImageProperties): DecodedFrame {
  const { image } = decodeImageData(raw, properties);
  const hasTicks = properties.metadata && properties.metadataTimestamp;
  return { image, timestamp: hasTicks ? (decodeMetadata(raw).metadata.timestamp ?? 0n) : 0n };
}
