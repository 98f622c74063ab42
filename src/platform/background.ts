/** Work in another thread while this one goes on: one task a thread, its progress heard, the thread ended to stop it. */
import { parentPort, Worker } from "node:worker_threads";
import type { Parcel } from "./thread-pool.ts";

export interface BackgroundOptions {
  /** Ends the work. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how much is done, from 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

type Answer = { readonly done: number } | { readonly result: Parcel };

/** A thread that waits for its next task; more are started where several tasks run at a time. */
const idle = new Map<string, Worker>();

/**
 * What a module makes of a task.
 * @param module  what the thread loads: it calls `serveBackground`
 * Rejects with the signal's reason where that ends it, and with an error where the thread fails (out of memory).
 */
export function runInBackground<R extends Parcel>(
  module: URL,
  task: Parcel,
  { signal, onProgress }: BackgroundOptions = {},
): Promise<R> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const worker = idle.get(module.href) ?? newThread(module);
    idle.delete(module.href);
    worker.ref();
    // One by one: without the listeners that Node has set itself, a thread that is used again is no longer heard.
    const leave = (): void => {
      worker.off("message", hear);
      worker.off("error", fail);
      worker.off("exit", end);
      signal?.removeEventListener("abort", abort);
    };
    const abort = (): void => {
      leave();
      void worker.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", abort);
    const hear = (answer: Answer): void => {
      if ("done" in answer) {
        onProgress?.(answer.done);
        return;
      }
      leave();
      worker.unref();
      if (idle.has(module.href)) void worker.terminate();
      else idle.set(module.href, worker);
      resolve(answer.result as R);
    };
    const fail = (error: unknown): void => {
      leave();
      reject(error);
    };
    const end = (code: number): void => fail(new Error(`the thread ended with code ${code}`));
    worker.on("message", hear);
    worker.on("error", fail);
    worker.on("exit", end);
    worker.postMessage(task);
  });
}

function newThread(module: URL): Worker {
  const worker = new Worker(module, { execArgv: [] });
  worker.on("error", () => {});
  worker.on("exit", () => {
    if (idle.get(module.href) === worker) idle.delete(module.href);
  });
  return worker;
}

/** In a background thread: does tasks as they come. `run` must not reject. */
export function serveBackground<T extends Parcel>(
  run: (task: T, report: (done: number) => void) => Promise<Parcel>,
): void {
  parentPort?.on("message", async (task: T) => {
    const result = await run(task, (done) => parentPort?.postMessage({ done } satisfies Answer));
    parentPort?.postMessage({ result } satisfies Answer);
  });
}
