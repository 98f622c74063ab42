/**
 * interrupt_request. The cell's evaluation is terminated from this thread, then abandoned, for a pending `await` cannot
 * be terminated and code terminated after an `await` never settles its promise.
 *
 * Traps: terminate and abandon posted together lose the abandon; a terminate that is retried before the first one was
 * answered aborts the process, and so may one that hits the kernel's own code: hence the phase in shared memory.
 */
import { Session as InspectorSession } from "node:inspector";
import { phases, shared } from "../ports.ts";
import type { EngineLink } from "./engine-link.ts";
import type { Execution, Executions } from "./executions.ts";

const patience = 200;
/** Outside of the guard the engine gets so long, ms, to hear by itself that a cell is abandoned. */
const patienceOutside = 20;
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
    if (targets.length === 0) {
      // More than one may wait: each message of a comm may call a callback that does not end.
      while ((await this.#engine.ask({ type: "ping" }, patience)) === null) await this.terminate();
      return;
    }
    const began = performance.now();
    let said = false;
    while (targets.length > 0) {
      await this.debugger?.release();
      targets = await this.#abandonedOutside(targets);
      if (targets.length === 0) return;
      await this.terminate();
      if (!said && performance.now() - began > longestSilence) {
        said = true;
        for (const { run } of targets) this.onStuck(run);
      }
      targets = await this.#abandon(targets, patience);
    }
  }

  /**
   * A thread that sleeps is not terminated but told: the termination would hit what it runs next, and where that is
   * Node's list of immediates the process turns in it for ever. Returns those that go on: the thread does not sleep.
   */
  async #abandonedOutside(targets: readonly Execution[]): Promise<readonly Execution[]> {
    if (this.#phase !== phases.outside) return targets;
    return this.#abandon(targets, patienceOutside);
  }

  /** Returns those that are still under way. */
  async #abandon(targets: readonly Execution[], deadline: number): Promise<readonly Execution[]> {
    for (const { run } of targets) this.#engine.post({ type: "abandon", run });
    await Promise.race([Promise.all(targets.map(({ done }) => done)), pause(deadline)]);
    return targets.filter(({ run }) => this.#executions.isUnderWay(run));
  }

  get #phase(): number {
    return Atomics.load(this.#engine.memory, shared.phase);
  }

  #mayTerminate(): boolean {
    const now = performance.now();
    if (this.#phase !== phases.kernel) {
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
        resolve();
      });
    });
    return Promise.race([answered, pause(patience)]);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
