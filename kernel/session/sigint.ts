/** Starts the thread that hears SIGINT: when a kernel has been there for a while, for the first cells come before it, or when a cell computes. */
import { Worker } from "node:worker_threads";
import { shared } from "../ports.ts";
import type { EngineLink } from "./engine-link.ts";
import type { Executions } from "./executions.ts";
import type { Interrupter } from "./interrupt.ts";

/** A cell that computes for so long, ms, is one that somebody may want to stop. */
const longCell = 100;
/** When the thread is started anyway, ms. */
const delay = 2000;
const isWindows = process.platform === "win32";

export class Sigint {
  readonly #engine: EngineLink;
  readonly #executions: Executions;
  readonly #interrupter: Interrupter;
  #listening: Promise<void> | null = null;

  constructor(engine: EngineLink, executions: Executions, interrupter: Interrupter) {
    this.#engine = engine;
    this.#executions = executions;
    this.#interrupter = interrupter;
    if (isWindows) return;
    executions.onRun.push((run) => this.#watch(run));
    setTimeout(() => void this.listen(), delay).unref();
  }

  /** Resolves when the signal is heard whatever the main thread does. */
  listen(): Promise<void> {
    this.#listening ??= isWindows ? Promise.resolve() : this.#start();
    return this.#listening;
  }

  #watch(run: number): void {
    if (this.#listening === null) setTimeout(() => void this.#look(run), longCell).unref();
  }

  async #look(run: number): Promise<void> {
    if (this.#listening !== null || !this.#executions.isUnderWay(run)) return;
    // The engine may be loaded still, or another cell computes.
    if (Atomics.load(this.#engine.memory, shared.started) < run) return this.#watch(run);
    if ((await this.#engine.ask({ type: "ping" }, longCell / 2)) === null) await this.listen();
    else this.#watch(run);
  }

  #start(): Promise<void> {
    const thread = new Worker(new URL("./sigint-thread.cjs", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
      workerData: this.#engine.memory,
      env: {},
      execArgv: [],
    });
    thread.unref();
    return new Promise((resolve) => {
      thread.on("message", (message) => {
        if (message === "listening") return resolve();
        void this.#interrupter.interrupt().catch(() => {});
        // Listeners that cells have added hear it when the engine does.
        this.#engine.post({ type: "signal" });
      });
      // As before, then: it is heard when no cell computes.
      thread.on("error", () => resolve());
    });
  }
}
