/** A fixed number of frames at once, decoded when all have come. */
import { ImageView, ndArray } from "../image/index.ts";
import { Acquisition, checkCount, checkFunction, whileRunning } from "./acquisition.ts";
import { type Camera, CameraError, type DecodedFrame } from "./camera.ts";
import { decodeImageData, pixelArray } from "./decode-image.ts";
import { frameWaits } from "./frame-waits.ts";
import { fvbImages } from "./fvb.ts";

/** Images of a dump: n frames, each with the axes column and row. */
export type DumpedImages = ImageView<Uint16Array | Uint32Array, ["sequence", "column", "row"]>;
/** Means of the columns of a dump: n frames, each with the axis column. */
export type DumpedColumns = ImageView<Float32Array, ["sequence", "column"]>;
export type DumpedData<B extends boolean> = B extends true ? DumpedColumns : DumpedImages;

export interface Dump<B extends boolean> {
  readonly images: DumpedData<B>;
  /** Ticks of the camera's clock, one a frame; 0n where they are missing or cannot be read. */
  readonly timestamps: InstanceType<typeof BigUint64Array>;
}

export interface FrameDumpOptions<B extends boolean> {
  /** Give the means of the columns (full vertical binning) instead of images. */
  readonly fvb?: B;
  /** Stops the dump when it is aborted; the frames that have come are given. */
  readonly signal?: AbortSignal;
}

const timeoutMs = 250;

/**
 * Takes a fixed number of frames, then calls `completion` with all that came and their times. The images lie in the
 * circular buffer where that is possible (pixels that are not packed), and are not copied.
 * @example new FrameDump(camera, (images, timestamps) => console.log(images.shape, timestamps)).start(100);
 */
export class FrameDump<B extends boolean = false> {
  readonly #camera: Camera;
  readonly #completion: (images: DumpedData<B>, timestamps: InstanceType<typeof BigUint64Array>) => void;
  readonly #options: FrameDumpOptions<B>;
  readonly #acquisition = new Acquisition<Dump<B>>("this frame dump");

  constructor(
    camera: Camera,
    completion: (images: DumpedData<B>, timestamps: InstanceType<typeof BigUint64Array>) => void,
    options: FrameDumpOptions<B> = {},
  ) {
    checkFunction(completion, "what is called with the frames");
    this.#camera = camera;
    this.#completion = completion;
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#acquisition.isRunning;
  }

  /** What the completion was called with; rejected with the error of a camera or of the function. */
  get done(): Promise<Dump<B>> {
    return this.#acquisition.done;
  }

  /** Takes `nImages` frames, or as many as the camera's frameCount / accumulateCount says. */
  start(nImages?: number): this {
    const camera = this.#camera;
    const count = nImages ?? Math.floor(camera.frameCount / camera.accumulateCount);
    checkCount(count, "images");
    this.#acquisition.begin(this.#options.signal, async () => {
      camera.cycleMode = "Fixed";
      if (nImages !== undefined) camera.frameCount = nImages * camera.accumulateCount;
      await camera.queueBuffer(count);
      const frames = await whileRunning(camera, () => this.#collect(count));
      const decoded = frames.map((raw) => decodeLeniently(camera, raw));
      const images = imagesOf(camera, decoded);
      const timestamps = BigUint64Array.from(decoded, ({ timestamp }) => timestamp);
      await camera.flush();
      const data = (this.#options.fvb ? columnsOf(images) : images) as DumpedData<B>;
      this.#completion(data, timestamps);
      return { images: data, timestamps };
    });
    return this;
  }

  /** Ends the dump with the frames that have come, and waits until the camera was stopped. */
  stop(): Promise<void> {
    return this.#acquisition.stop();
  }

  async #collect(count: number): Promise<Uint8Array[]> {
    const nextFrame = frameWaits(this.#camera, { timeoutMs, copy: false, requeue: false });
    const frames: Uint8Array[] = [];
    while (frames.length < count && !this.#acquisition.isStopping && this.#camera.acquiring) {
      const raw = await nextFrame();
      if (raw === null) break;
      if (raw !== undefined) frames.push(raw);
    }
    return frames;
  }
}

/** Metadata that cannot be read costs a frame its time, not its image. */
function decodeLeniently(camera: Camera, raw: Uint8Array): DecodedFrame {
  try {
    return camera.decodeImage(raw);
  } catch {
    return { image: decodeImageData(raw, camera.imageProperties).image, timestamp: 0n };
  }
}

/** One view of all images where they lie at equal distances in one memory, else a copy. */
function imagesOf(camera: Camera, frames: readonly DecodedFrame[]): DumpedImages {
  const { encoding, width, height } = camera.imageProperties;
  const shape = [frames.length, width, height];
  const axes = ["sequence", "column", "row"] as const;
  const first = frames[0]?.image.data;
  const last = frames.at(-1)?.image.data;
  if (first !== undefined && last !== undefined) {
    const size = first.BYTES_PER_ELEMENT;
    const distance = frames.length > 1 ? frames[1].image.data.byteOffset - first.byteOffset : 0;
    const isRegular = frames.every(
      ({ image: { data, offset } }, i) =>
        data.buffer === first.buffer && offset === 0 && data.byteOffset === first.byteOffset + i * distance,
    );
    if (isRegular && distance >= 0) {
      const length = (last.byteOffset - first.byteOffset) / size + last.length;
      const data =
        first instanceof Uint32Array
          ? new Uint32Array(first.buffer, first.byteOffset, length)
          : new Uint16Array(first.buffer, first.byteOffset, length);
      const stride = [distance / size, ...frames[0].image.stride];
      return ImageView.from(ndArray(data as Uint16Array | Uint32Array, { shape, stride, offset: 0 }), {
        axes,
      }) as DumpedImages;
    }
  }
  const data = pixelArray(encoding, frames.length * width * height);
  const stride = [width * height, 1, width];
  frames.forEach(({ image }, i) => {
    if (image.sizeAlong("column") !== width || image.sizeAlong("row") !== height) {
      throw new CameraError("size", `frame ${i} is ${image.shape.join("×")}, and the camera says ${width}×${height}`);
    }
    data.set(image.reorder(["row", "column"]).toArray(), i * width * height);
  });
  return ImageView.from(ndArray(data, { shape, stride, offset: 0 }), { axes }) as DumpedImages;
}

function columnsOf(images: DumpedImages): DumpedColumns {
  return ImageView.from(fvbImages(images), { axes: ["sequence", "column"] }) as DumpedColumns;
}
