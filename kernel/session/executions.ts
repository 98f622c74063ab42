/** The cells under way, of all shells, and the count that they share. */
import type { Outcome } from "../ports.ts";
import { deferred } from "./deferred.ts";

export interface Execution {
  readonly run: number;
  readonly count: number;
  /** Resolves when it has ended. */
  readonly done: Promise<unknown>;
}

/** So many stopped cells are remembered, for the timers that they may have left. */
const mostStopped = 1000;

export class Executions {
  readonly #underWay = new Map<number, Execution & { finish(outcome: Outcome): void }>();
  /** Runs that were stopped, with their counts. */
  readonly #stopped = new Map<number, number>();
  #count = 0;
  /** Called when a cell has been handed to the engine. */
  readonly onRun: ((run: number) => void)[] = [];
  /** Called before that, with the code as the front end has it. */
  onCode: (run: number, code: string) => void = () => {};

  /** The execution count: one more where the cell is counted. */
  count(counts: boolean): number {
    if (counts) this.#count++;
    return Math.max(this.#count, 1);
  }

  begin(run: number, count: number): Promise<Outcome> {
    const { promise, resolve } = deferred<Outcome>();
    this.#underWay.set(run, { run, count, done: promise, finish: resolve });
    return promise;
  }

  /** An end that comes again is passed over. */
  finish(run: number, outcome: Outcome): void {
    const execution = this.#underWay.get(run);
    if (execution === undefined) return;
    this.#underWay.delete(run);
    if (outcome.status === "error" && outcome.error.ename === "KeyboardInterrupt") this.#stop(execution);
    execution.finish(outcome);
  }

  isUnderWay(run: number): boolean {
    return this.#underWay.has(run);
  }

  get all(): readonly Execution[] {
    return [...this.#underWay.values()];
  }

  get hasStopped(): boolean {
    return this.#stopped.size > 0;
  }

  /** The count of a run that was stopped. */
  stoppedCount(run: number): number | undefined {
    return this.#stopped.get(run);
  }

  #stop({ run, count }: Execution): void {
    this.#stopped.set(run, count);
    if (this.#stopped.size > mostStopped) this.#stopped.delete(this.#stopped.keys().next().value ?? 0);
  }
}
