/** Waiting for frames as the server and the dump do: a wait that times out goes on, one without data is the end. */
import { isReticleError } from "../errors.ts";
import type { Camera, WaitOptions } from "./camera.ts";

/** Milliseconds after which timers and other tasks get a turn, however fast frames come. */
const turn = 15;

/** The next frame's bytes; undefined where none came in time, null where none will come. */
export type NextFrame = () => Promise<Uint8Array | undefined | null>;

export function frameWaits(camera: Camera, options: WaitOptions): NextFrame {
  let lastTurn = performance.now();
  return async () => {
    if (performance.now() - lastTurn > turn) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      lastTurn = performance.now();
    }
    try {
      return await camera.waitBuffer(options);
    } catch (error) {
      if (isReticleError(error, "CameraError")) {
        if (error.code === "TIMEDOUT") return undefined;
        if (error.code === "NODATA") return null;
      }
      throw error;
    }
  };
}
