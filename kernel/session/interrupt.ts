/**
 * interrupt_request. The cell's evaluation is terminated from this thread, then abandoned, for a pending `await` cannot
 * be terminated and code terminated after an `await` never settles its promise.
 *
 * Traps: terminate and abandon posted together lose the abandon; a terminate that is retried before the first one was
 * answered aborts the process, and so may one that hits the kernel's own code: hence the phase in shared memory. A
 * termination arrives later than it is sent; until it is answered the phase says so, and the engine waits for it.
 */
import { Session as InspectorSession } from "node:inspector";
import { phases, shared } from "../ports.ts";
import { AwaitedChild } from "./awaited-child.ts";
import type { EngineLink } from "./engine-link.ts";
import type { Executions } from "./executions.ts";

const patience = 200;
/** What does not stop for so long, ms, is native code, which nothing can stop. */
const longestSilence = 3000;
/** Our own code never takes so long, ms: a phase that lasts was left behind by a termination. */
const longestPhase = 3000;

export class Interrupter {
  readonly #engine: EngineLink;
  readonly #executions: Executions;
  readonly #inspector = new InspectorSession();
  #underWay = false;
  /** When the phase was first found to be the kernel's, in a row. */
  #kernelSince: number | null = null;
  #active: Promise<void> | null = null;
  /** Code that the debugger holds hears no termination: it is let go first. */
  debugger: { readonly isPaused: boolean; release(): Promise<void>; close(): void } | null = null;

  /** Called once where a run does not stop for long. */
  onStuck: (run: number) => void = () => {};

  constructor(engine: EngineLink, executions: Executions) {
    this.#engine = engine;
    this.#executions = executions;
    this.#inspector.connectToMainThread();
  }

  /** Code that a debugger holds is wanted where it is. */
  get isHeld(): boolean {
    return this.debugger?.isPaused === true;
  }

  /** Stops the cells that run now, or whatever blocks the idle engine. Resolves when they have stopped. */
  interrupt(): Promise<void> {
    this.#active ??= this.#stop().finally(() => {
      this.#active = null;
    });
    return this.#active;
  }

  /** Must come before the process ends: it waits for an inspector that is attached. */
  disconnect(): void {
    this.debugger?.close();
    this.#inspector.disconnect();
  }

  async #stop(): Promise<void> {
    await this.debugger?.release();
    let targets = this.#executions.all;
    const child = new AwaitedChild();
    const terminate = () => {
      const terminated = this.terminate();
      // What runs then shall find the termination.
      const other = Atomics.load(this.#engine.memory, shared.waiting);
      if (other !== 0) void child.stop(other).catch(() => {});
      return terminated;
    };
    if (targets.length === 0) {
      // More than one may wait: each message of a comm may call a callback that does not end.
      while ((await this.#engine.ask({ type: "ping" }, patience)) === null) await terminate();
      return;
    }
    const began = performance.now();
    let said = false;
    while (targets.length > 0) {
      await this.debugger?.release();
      await terminate();
      if (!said && performance.now() - began > longestSilence) {
        said = true;
        for (const { run } of targets) this.onStuck(run);
      }
      for (const { run } of targets) this.#engine.post({ type: "abandon", run });
      await Promise.race([Promise.all(targets.map(({ done }) => done)), pause(patience)]);
      targets = targets.filter(({ run }) => this.#executions.isUnderWay(run));
    }
  }

  #mayTerminate(): boolean {
    const now = performance.now();
    const { memory } = this.#engine;
    if (Atomics.compareExchange(memory, shared.phase, phases.user, phases.stopping) === phases.user) {
      this.#kernelSince = null;
      return true;
    }
    this.#kernelSince ??= now;
    return now - this.#kernelSince > longestPhase;
  }

  /** Resolves when V8 has answered, or after a while where native code keeps the thread. */
  terminate(): Promise<void> {
    if (this.#underWay || !this.#mayTerminate()) return Promise.resolve();
    this.#underWay = true;
    const answered = new Promise<void>((resolve) => {
      this.#inspector.post("Runtime.terminateExecution", () => {
        this.#underWay = false;
        const { memory } = this.#engine;
        Atomics.compareExchange(memory, shared.phase, phases.stopping, phases.user);
        Atomics.notify(memory, shared.phase);
        resolve();
      });
    });
    return Promise.race([answered, pause(patience)]);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
