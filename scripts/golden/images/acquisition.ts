/** The golden images' servers and dumps of frames, on a simulated camera that writes down what it is asked. */
import {
  type Camera,
  type CameraStep,
  type CycleMode,
  FrameDump,
  FrameServer,
  type ImageProperties,
  SimulatedCamera,
  type WaitOptions,
} from "../../../src/camera/index.ts";
import { bytesOf, contentOf, listed } from "./arrays.ts";

interface CameraArguments {
  readonly script: readonly CameraStep[];
  readonly frames: readonly string[];
  readonly camera: Omit<ImageProperties, "metadataTimestamp"> & { readonly metadata_timestamp: boolean };
}

interface ServeArguments {
  readonly nbuffers?: number;
  readonly fvb?: boolean;
  readonly frame_rate_max?: number | null;
}

interface DumpArguments extends CameraArguments {
  readonly nImages: number | null;
  readonly frameCount: number;
  readonly accumulateCount: number;
  readonly fvb: boolean;
}

/** What is asked of a camera, in order; the same wait again and again is one entry. */
type Log = unknown[][];

export async function frameServer(args: CameraArguments & { options: ServeArguments; start: ServeArguments }) {
  const { camera, log } = recorded(args);
  const served: object[] = [];
  const completed: number[] = [];
  const server = new FrameServer<boolean>(
    camera,
    (n, data, timestamp) => {
      const array = data instanceof Float32Array ? listed(data) : data.array;
      const at = Math.round(camera.now() * 1e6) / 1e6;
      const { dtype, shape, cOrder } = contentOf(array);
      served.push({ n, timestamp, at, dtype, shape, cOrder });
    },
    (count) => completed.push(count),
    serveOptions(args.options),
  );
  const ended = await server.start(serveOptions(args.start)).done.then(
    () => true,
    () => false,
  );
  // The original leaves a camera running that fails; ours is stopped.
  if (!ended && log.at(-1)?.[0] === "stop") log.pop();
  return { served, completed, log };
}

export async function frameDump(args: DumpArguments) {
  const { camera, log, inner } = recorded(args);
  inner.frameCount = args.frameCount;
  inner.accumulateCount = args.accumulateCount;
  const dump = new FrameDump<boolean>(camera, () => {}, { fvb: args.fvb });
  const { images, timestamps } = await dump.start(args.nImages ?? undefined).done;
  const { dtype, shape, cOrder } = contentOf(images.array);
  // The original has a time for each slot that it made, also for those that no frame came to.
  const slots = args.nImages ?? Math.floor(args.frameCount / args.accumulateCount);
  const missing = new Array<bigint>(slots - timestamps.length).fill(0n);
  return { images: { dtype, shape, cOrder }, timestamps: [...timestamps, ...missing], log };
}

function serveOptions({ frame_rate_max: frameRateMax, ...others }: ServeArguments) {
  return frameRateMax === undefined ? others : { ...others, frameRateMax };
}

function recorded({ script, frames, camera: properties }: CameraArguments) {
  const { metadata_timestamp: metadataTimestamp, size: _, ...others } = properties;
  const options = { ...others, metadataTimestamp, script, frames: frames.map(bytesOf), clock: "simulated" } as const;
  const inner = new SimulatedCamera(options);
  const log: Log = [];
  const camera: Camera & { now(): number } = {
    get cycleMode() {
      return inner.cycleMode;
    },
    set cycleMode(mode: CycleMode) {
      log.push(["CycleMode", mode]);
      inner.cycleMode = mode;
    },
    get frameCount() {
      return inner.frameCount;
    },
    set frameCount(count: number) {
      log.push(["FrameCount", count]);
      inner.frameCount = count;
    },
    get accumulateCount() {
      return inner.accumulateCount;
    },
    set accumulateCount(count: number) {
      log.push(["AccumulateCount", count]);
      inner.accumulateCount = count;
    },
    get acquiring() {
      return inner.acquiring;
    },
    imageProperties: inner.imageProperties,
    queueBuffer(count) {
      log.push(["queueBuffer", count]);
      inner.queueBuffer(count);
    },
    start() {
      log.push(["start"]);
      inner.start();
    },
    stop() {
      log.push(["stop"]);
      inner.stop();
    },
    flush() {
      log.push(["flush"]);
      inner.flush();
    },
    waitBuffer(wait: WaitOptions) {
      if (log.at(-1)?.[0] !== "waitBuffer") log.push(["waitBuffer", wait.timeoutMs, wait.copy, wait.requeue]);
      return inner.waitBuffer(wait);
    },
    decodeImage: (raw) => inner.decodeImage(raw),
    now: () => inner.now(),
  };
  return { camera, log, inner };
}
