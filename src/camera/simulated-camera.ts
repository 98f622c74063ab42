/**
 * A camera without hardware, for notebooks and tests: frames in any encoding at a rate or by a script, with faults.
 *
 * By its rate it runs as a camera does: frames come whether or not somebody waits for them, fill the slots that are
 * queued, and are lost where none is. A script is followed step by step instead, each wait one step.
 */
import { checkCount } from "./acquisition.ts";
import {
  type Camera,
  CameraError,
  type CycleMode,
  decodeFrame,
  type ImageProperties,
  slotBytes,
  type WaitOptions,
} from "./camera.ts";
import { checkEncoding, type PixelEncoding, pixelArray, rowBytes } from "./decode-image.ts";
import { encodePixels, largestPixel, sizeWithChunks, writeChunks } from "./encode-frame.ts";
import { spot } from "./spot.ts";

/**
 * A step of a script: a frame that comes this many seconds after the one before; "damaged", a frame at once whose
 * metadata cannot be read; "timeout", a wait in which no frame comes (of no simulated time); "nodata", the end of the
 * frames; "error", a fault of the camera; an Error, which is thrown as it is.
 */
export type CameraStep = number | "damaged" | "timeout" | "nodata" | "error" | Error;

/** Fills the pixels of one frame, row by row. */
export type DrawFrame = (
  pixels: Uint16Array | Uint32Array,
  frame: { readonly index: number; readonly width: number; readonly height: number; readonly largest: number },
) => void;

export interface SimulatedCameraOptions {
  /** Pixels of a row; 640 where nothing is said. */
  readonly width?: number;
  /** Rows; 480 where nothing is said. */
  readonly height?: number;
  /** "Mono16" where nothing is said. */
  readonly encoding?: PixelEncoding;
  /** Bytes from one row to the next; what the pixels need where nothing is said. */
  readonly stride?: number;
  /** Write chunks of metadata behind the pixels; true where nothing is said. */
  readonly metadata?: boolean;
  /** Write the ticks (µs since the start) among them; true where nothing is said. */
  readonly metadataTimestamp?: boolean;
  /** Frames a second; 100 where nothing is said. */
  readonly frameRate?: number;
  /** What to do instead of a steady rate; when it is at its end the camera stops acquiring. */
  readonly script?: readonly CameraStep[];
  /** Draws each frame; a spot that goes round where nothing is said. */
  readonly draw?: DrawFrame;
  /** The bytes of frames with their metadata, taken in turn; they are not drawn then. */
  readonly frames?: readonly Uint8Array[];
  /** "simulated": no wait takes time, the camera's clock jumps to the next frame. "real" where nothing is said. */
  readonly clock?: "real" | "simulated";
}

interface Slot {
  readonly bytes: Uint8Array;
}

const ticksPerSecond = 1e6;

/**
 * A camera without hardware.
 * @example const camera = new SimulatedCamera({ width: 64, height: 48, encoding: "Mono12Packed", frameRate: 25 });
 */
export class SimulatedCamera implements Camera {
  cycleMode: CycleMode = "Continuous";
  frameCount = 1;
  accumulateCount = 1;
  readonly imageProperties: ImageProperties;
  readonly #options: SimulatedCameraOptions;
  readonly #script: readonly CameraStep[] | null;
  readonly #period: number;
  readonly #pixels: Uint16Array | Uint32Array;
  #queued: Slot[] = [];
  /** Numbers of frames that have come and were not taken; each has a slot of the queue. */
  #ready: number[] = [];
  #isAcquiring = false;
  #startedAt = 0;
  /** When the script's last step was due. */
  #dueAt = 0;
  #step = 0;
  #arrived = 0;
  #taken = 0;
  #lost = 0;
  #simulatedNow = 0;
  #wake: (() => void) | null = null;

  constructor(options: SimulatedCameraOptions = {}) {
    const {
      width = 640,
      height = 480,
      encoding = "Mono16",
      metadata = true,
      frameRate = 100,
      frames,
      script,
    } = options;
    checkEncoding(encoding);
    const metadataTimestamp = metadata && (options.metadataTimestamp ?? true);
    for (const [name, size] of Object.entries({ width, height })) {
      if (!(Number.isInteger(size) && size >= 1 && size <= 65535)) {
        throw new CameraError("size", `${name} ${size} of a simulated camera is not one of 1..65535 pixels`);
      }
    }
    const least = rowBytes(encoding, width);
    const stride = options.stride ?? least;
    const isMultiple = encoding === "Mono12Packed" || stride % rowBytes(encoding, 1) === 0;
    if (!(Number.isInteger(stride) && stride >= least && isMultiple && (!metadata || stride <= 65535))) {
      throw new CameraError(
        "stride",
        `stride ${stride} does not do for ${width} pixels of ${encoding}: at least ${least} bytes${metadata ? ", at most 65535 with metadata" : ""}, whole pixels`,
      );
    }
    if (!(frameRate > 0 && Number.isFinite(frameRate))) {
      throw new CameraError("frame-rate", `${frameRate} is not a rate in frames a second (above 0)`);
    }
    for (const step of script ?? []) checkStep(step);
    const pixelBytes = stride * height;
    const size =
      frames !== undefined && frames.length > 0
        ? Math.max(...frames.map((frame) => frame.length))
        : metadata
          ? sizeWithChunks(pixelBytes, metadataTimestamp)
          : pixelBytes;
    this.imageProperties = { encoding, size, width, height, stride, metadata, metadataTimestamp };
    this.#options = options;
    this.#script = script ?? null;
    this.#period = 1 / frameRate;
    this.#pixels = pixelArray(encoding, frames?.length ? 0 : width * height);
  }

  get acquiring(): boolean {
    return this.#isAcquiring;
  }

  /** Frames that came when no slot was free. */
  get framesLost(): number {
    return this.#lost;
  }

  /** Seconds on the camera's clock. */
  now(): number {
    return this.#options.clock === "simulated" ? this.#simulatedNow : performance.now() / 1000;
  }

  queueBuffer(count: number): void {
    checkCount(count, "slots of a circular buffer");
    const { size } = this.imageProperties;
    const slot = slotBytes(size);
    let memory: ArrayBuffer;
    try {
      memory = new ArrayBuffer(count * slot);
    } catch (cause) {
      throw new CameraError("size", `there is no memory for ${count} slots of ${slot} bytes`, { cause });
    }
    this.#queued = Array.from({ length: count }, (_, i) => ({ bytes: new Uint8Array(memory, i * slot, size) }));
    this.#ready = [];
  }

  start(): void {
    if (this.#isAcquiring) throw new CameraError("running", "the camera acquires already");
    this.#startedAt = this.#dueAt = this.now();
    this.#step = this.#arrived = this.#taken = this.#lost = 0;
    this.#ready = [];
    this.#isAcquiring = this.#script === null || this.#script.length > 0;
  }

  stop(): void {
    this.#isAcquiring = false;
    this.#wake?.();
  }

  flush(): void {
    this.#queued = [];
    this.#ready = [];
  }

  decodeImage(raw: Uint8Array) {
    return decodeFrame(raw, this.imageProperties);
  }

  async waitBuffer({ timeoutMs, copy, requeue }: WaitOptions): Promise<Uint8Array> {
    const deadline = this.now() + timeoutMs / 1000;
    const taken = this.#script === null ? await this.#byRate(deadline) : await this.#byScript(this.#script, deadline);
    const slot = this.#queued.shift();
    if (slot === undefined) throw noSlot();
    this.#write(slot.bytes, taken);
    if (requeue) this.#queued.push(slot);
    this.#taken++;
    if (this.#taken >= this.#most) this.#isAcquiring = false;
    return copy ? slot.bytes.slice() : slot.bytes;
  }

  /** Frames of this cycle. */
  get #most(): number {
    return this.cycleMode === "Fixed" ? Math.floor(this.frameCount / this.accumulateCount) : Infinity;
  }

  async #byRate(deadline: number): Promise<{ index: number; at: number; isDamaged: boolean }> {
    for (;;) {
      this.#arrive();
      const index = this.#ready.shift();
      if (index !== undefined) {
        return { index, at: this.#startedAt + (index + 1) * this.#period, isDamaged: false };
      }
      if (!this.#isAcquiring || this.#arrived >= this.#most) throw noData();
      if (this.#queued.length === 0) throw noSlot();
      await this.#waitUntil(this.#startedAt + (this.#arrived + 1) * this.#period, deadline);
    }
  }

  /** Takes in what has come since the last time. */
  #arrive(): void {
    if (!this.#isAcquiring) return;
    // A hair more, for a clock that was set to the very moment.
    const count = Math.floor((this.now() - this.#startedAt) / this.#period + 1e-6);
    const arrived = Math.min(count, this.#most);
    while (this.#arrived < arrived && this.#ready.length < this.#queued.length) this.#ready.push(this.#arrived++);
    this.#lost += Math.max(0, arrived - this.#arrived);
    this.#arrived = Math.max(this.#arrived, arrived);
  }

  async #byScript(script: readonly CameraStep[], deadline: number) {
    if (!this.#isAcquiring) throw noData();
    const step = script[this.#step];
    if (step === "timeout") {
      this.#advance(script);
      if (this.#options.clock !== "simulated") await this.#waitUntil(Infinity, deadline, false);
      this.#dueAt = this.now();
      throw timedOut();
    }
    if (step === "nodata") {
      this.#isAcquiring = false;
      throw noData();
    }
    if (step === "error" || step instanceof Error) {
      this.#advance(script);
      throw step instanceof Error
        ? step
        : new CameraError("hardware", "the simulated camera has the fault of its script");
    }
    const isDamaged = step === "damaged";
    const at = this.#dueAt + (isDamaged ? 0 : step);
    await this.#waitUntil(at, deadline);
    this.#dueAt = at;
    this.#advance(script);
    return { index: this.#taken, at, isDamaged };
  }

  #advance(script: readonly CameraStep[]): void {
    if (++this.#step >= script.length) this.#isAcquiring = false;
  }

  /** Waits for a moment; throws where the deadline comes first or the camera is stopped. */
  async #waitUntil(moment: number, deadline: number, throws = true): Promise<void> {
    const until = Math.min(moment, deadline);
    if (this.#options.clock === "simulated") this.#simulatedNow = Math.max(this.#simulatedNow, until);
    while (this.now() < until) {
      const milliseconds = Math.max(1, Math.min(2 ** 30, 1000 * (until - this.now())));
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = null;
      if (!this.#isAcquiring && throws) throw noData();
    }
    if (moment > deadline && throws) throw timedOut();
  }

  #write(target: Uint8Array, { index, at, isDamaged }: { index: number; at: number; isDamaged: boolean }): void {
    const { frames, draw = spot } = this.#options;
    const { width, height, encoding, metadata, metadataTimestamp } = this.imageProperties;
    if (frames !== undefined && frames.length > 0) {
      const frame = frames[index % frames.length];
      target.set(frame);
      target.fill(0, frame.length);
    } else {
      draw(this.#pixels, { index, width, height, largest: largestPixel[encoding] });
      encodePixels(this.#pixels, this.imageProperties, target);
      const ticks = BigInt(Math.round((at - this.#startedAt) * ticksPerSecond));
      if (metadata) writeChunks(target, this.imageProperties, metadataTimestamp ? ticks : null);
    }
    if (isDamaged && metadata) target.fill(0xff, Math.max(0, target.length - 8));
  }
}

function checkStep(step: CameraStep): void {
  const isNamed = ["damaged", "timeout", "nodata", "error"].includes(step as string) || step instanceof Error;
  if (isNamed || (typeof step === "number" && step >= 0 && Number.isFinite(step))) return;
  throw new CameraError(
    "script",
    `a step of a script is seconds (0 or more), damaged, timeout, nodata, error or an Error, and this is ${String(step)}`,
  );
}

const timedOut = () => new CameraError("TIMEDOUT", "no frame came in time");
const noSlot = () => new CameraError("NODATA", "no slot is queued for a frame; queueBuffer makes some");
const noData = () => new CameraError("NODATA", "the camera has no more frames");
