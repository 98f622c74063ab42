/**
 * Frames of a running camera, one after the other, to a function or to a `for await` loop.
 *
 * A rate limit drops frames that arrive sooner than 1 / rate after the last one was done with; dropped frames are not
 * counted. The first frame is always served.
 */
import { warn } from "../errors.ts";
import { Acquisition, checkCount, checkFunction, kindOf, whileRunning } from "./acquisition.ts";
import { type Camera, CameraError } from "./camera.ts";
import type { FrameImage } from "./decode-image.ts";
import { frameWaits } from "./frame-waits.ts";
import { fvb } from "./fvb.ts";
import { Handover } from "./handover.ts";

/** What is served: images, or with `fvb` the means of their columns. */
export type FrameData<B extends boolean> = B extends true ? Float32Array : FrameImage;

/**
 * Is given each frame: its number among those served (from 0), its data, and the camera's ticks (0n where it tells none).
 * The image is a view on the circular buffer, which is written over after `nbuffers` further frames. Where a promise is
 * returned the next frame waits for it.
 */
export type FrameCallback<B extends boolean> = (n: number, data: FrameData<B>, timestamp: bigint) => unknown;

export interface ServeOptions<B extends boolean> {
  /** Slots of the circular buffer; 10 where nothing is said. */
  readonly nbuffers?: number;
  /** Serve the means of the columns (full vertical binning) instead of images. */
  readonly fvb?: B;
  /** Frames a second at most; 0 or null for all. */
  readonly frameRateMax?: number | null;
}

export interface FrameServerOptions<B extends boolean> extends ServeOptions<B> {
  /** Stops the server when it is aborted. */
  readonly signal?: AbortSignal;
}

export interface ServedFrame<B extends boolean> {
  readonly n: number;
  readonly data: FrameData<B>;
  readonly timestamp: bigint;
}

const timeoutMs = 200;

/**
 * Serves the frames of a camera until it is stopped, the signal is aborted or the camera has no more.
 * @example const server = new FrameServer(camera, (n, image) => console.log(n, image.mean())).start(); await server.done;
 * @example for await (const { n, data } of FrameServer.of(camera, { frameRateMax: 10 })) if (n === 9) break;
 */
export class FrameServer<B extends boolean = false> implements AsyncIterable<ServedFrame<B>> {
  readonly #camera: Camera;
  readonly #callback: FrameCallback<B>;
  readonly #completion: ((served: number) => void) | null;
  readonly #options: FrameServerOptions<B>;
  readonly #acquisition = new Acquisition<number>("this frame server");
  #handover: Handover<ServedFrame<B>> | null = null;

  constructor(
    camera: Camera,
    frameCallback: FrameCallback<B>,
    completion: ((served: number) => void) | null = null,
    options: FrameServerOptions<B> = {},
  ) {
    checkFunction(frameCallback, "what is called with each frame");
    if (completion !== null && typeof completion !== "function") {
      const kind = kindOf(completion);
      warn(
        "CameraError",
        "completion",
        `what is called at the end is a function, and this is ${kind}; it is not called`,
      );
    }
    checkRate(options.frameRateMax);
    this.#camera = camera;
    this.#callback = frameCallback;
    this.#completion = typeof completion === "function" ? completion : null;
    this.#options = options;
  }

  /** A server for `for await`, without a function that is called. */
  static of<B extends boolean = false>(camera: Camera, options: FrameServerOptions<B> = {}): FrameServer<B> {
    return new FrameServer<B>(camera, () => {}, null, options);
  }

  /** True from start() until the camera was stopped. */
  get isRunning(): boolean {
    return this.#acquisition.isRunning;
  }

  /** The number of frames served, when the camera was stopped; rejected with the error of a camera or of a function. */
  get done(): Promise<number> {
    return this.#acquisition.done;
  }

  /** Starts the camera and serves its frames; what is said here counts instead of what the constructor was told. */
  start(options: ServeOptions<B> = {}): this {
    const { nbuffers = this.#options.nbuffers ?? 10, fvb: isBinned = this.#options.fvb ?? false } = options;
    const rate = options.frameRateMax === undefined ? this.#options.frameRateMax : options.frameRateMax;
    checkCount(nbuffers, "slots of a circular buffer");
    checkRate(rate);
    this.#acquisition.begin(this.#options.signal, async () => {
      try {
        await this.#camera.queueBuffer(nbuffers);
        this.#camera.cycleMode = "Continuous";
        const served = await whileRunning(this.#camera, () => this.#serve(isBinned, rate ? 1 / rate : 0));
        this.#completion?.(served);
        return served;
      } finally {
        this.#handover?.close();
      }
    });
    return this;
  }

  /**
   * Ends the server and waits until the camera was stopped, at most 200 ms; a loop over the frames ends. Called while the
   * function has a frame, it does not wait.
   */
  stop(): Promise<void> {
    this.#handover?.close();
    return this.#acquisition.stop();
  }

  /** The frames one after the other, from a server that is started where it was not; leaving the loop stops it. */
  [Symbol.asyncIterator](): AsyncIterator<ServedFrame<B>, undefined> {
    if (this.#handover !== null)
      throw new CameraError("running", "the frames of this server are being iterated already");
    const handover = new Handover<ServedFrame<B>>();
    if (!this.isRunning) this.start();
    this.#handover = handover;
    const { done } = this;
    const leave = () => {
      if (this.#handover === handover) this.#handover = null;
    };
    return {
      next: async () => {
        const result = await handover.next();
        if (!result.done) return result;
        leave();
        await done;
        return result;
      },
      return: async () => {
        this.#acquisition.isStopping = true;
        handover.close();
        leave();
        await done;
        return { done: true, value: undefined };
      },
    };
  }

  async #serve(isBinned: boolean, interval: number): Promise<number> {
    const camera = this.#camera;
    const acquisition = this.#acquisition;
    const now = () => camera.now?.() ?? performance.now() / 1000;
    const nextFrame = frameWaits(camera, { timeoutMs, copy: false, requeue: true });
    let served = 0;
    let last = -Infinity;
    while (!acquisition.isStopping && camera.acquiring) {
      const raw = await nextFrame();
      if (raw === null || acquisition.isStopping) break;
      if (raw === undefined || now() < last + interval) continue;
      const { image, timestamp } = camera.decodeImage(raw);
      const data = (isBinned ? fvb(image) : image) as FrameData<B>;
      const n = served++;
      acquisition.isBusy = true;
      try {
        await this.#callback(n, data, timestamp);
      } finally {
        acquisition.isBusy = false;
      }
      await this.#handover?.offer({ n, data, timestamp });
      last = now();
    }
    return served;
  }
}

function checkRate(rate: number | null | undefined): void {
  if (rate === null || rate === undefined || rate >= 0) return;
  throw new CameraError("frame-rate", `${rate} is not a rate in frames a second (0 or null for all)`);
}
