/** One run of a camera from start to end: what the server and the dump of frames have in common. */
import { warn } from "../errors.ts";
import { type Camera, CameraError } from "./camera.ts";

export class Acquisition<T> {
  readonly #what: string;
  #promise!: Promise<T>;
  #resolve!: (value: T) => void;
  #reject!: (error: unknown) => void;
  #isWatched = false;
  #isSettled = false;
  #isRunning = false;
  isStopping = false;
  /** While a frame is in the hands of its receiver, who may want to stop without waiting for itself. */
  isBusy = false;

  constructor(what: string) {
    this.#what = what;
    this.#renew();
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** What the run gives; rejected with the error that ended it. */
  get done(): Promise<T> {
    this.#isWatched = true;
    return this.#promise;
  }

  /** Runs `work`, which ends early where `isStopping` becomes true. */
  begin(signal: AbortSignal | undefined, work: () => Promise<T>): void {
    if (this.#isRunning) throw new CameraError("running", `${this.#what} runs already; stop it first`);
    if (this.#isSettled) this.#renew();
    this.#isRunning = true;
    this.isStopping = signal?.aborted ?? false;
    const onAbort = () => {
      this.isStopping = true;
    };
    signal?.addEventListener("abort", onAbort);
    const finish = (settle: () => void) => {
      signal?.removeEventListener("abort", onAbort);
      this.#isRunning = false;
      this.#isSettled = true;
      settle();
    };
    work().then(
      (value) => finish(() => this.#resolve(value)),
      (error) =>
        finish(() => {
          this.#reject(error);
          if (!this.#isWatched) warn("CameraError", "ended", `${this.#what} has ended with an error: ${error}`);
        }),
    );
  }

  /** Ends the run, and waits until it has ended; not where it is called by the receiver of a frame. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.#isRunning && !this.isBusy) await this.#promise.catch(() => {});
  }

  #renew(): void {
    this.#isSettled = false;
    this.#promise = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // An error that nobody asks for is a warning, not the end of the process.
    this.#promise.catch(() => {});
  }
}

/** Runs the camera while `work` does; its error comes first where stopping fails, too. */
export async function whileRunning<T>(camera: Camera, work: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    await camera.start();
    result = await work();
  } catch (error) {
    try {
      await camera.stop();
    } catch {
      // The first error says more.
    }
    throw error;
  }
  await camera.stop();
  return result;
}

/** Throws a TypeError unless `value` is a function. */
export function checkFunction(value: unknown, name: string): void {
  if (typeof value !== "function") throw new TypeError(`${name} is a function, and this is ${kindOf(value)}`);
}

export function checkCount(value: number, what: string): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new CameraError("size", `${value} is not a number of ${what} (1, 2, 3…)`);
}

export function kindOf(value: unknown): string {
  return value === null ? "null" : typeof value === "object" ? `a ${value.constructor?.name}` : `a ${typeof value}`;
}
