/**
 * Runs the user's code so that the worker can terminate it: inside an evaluation of an inspector session of this very
 * thread, which is where V8 stops. The evaluation returns nothing, for V8 would keep its result alive; it never awaits
 * (awaiting a promise that never settles crashes Node 22 at the next collection).
 */
import { Session } from "node:inspector";
import { Script } from "node:vm";
import { phases, shared } from "../ports.ts";
import { settle } from "./imported-names.ts";
import { withUserGlobals } from "./own-globals.ts";

// A cell may give these names to something else.
const { compareExchange, load, store, wait } = Atomics;
const clock = performance;
const { defineProperty, getPrototypeOf } = Reflect;
const scope = globalThis;
/**
 * What scripts call is a property that no cell can name, of the global object's prototype: who lists the global names
 * finds none of ours. They reach it through `this` and a text: `globalThis` and `Symbol` are names that a cell may give
 * to something else.
 */
const key = "reticle: the kernel's own";
const call = `this[${JSON.stringify(key)}]`;
const expression = `void ${call}()\n//# sourceURL=reticle-guard`;

/** The same call in a script that a time limit or SIGINT ends. */
const breakable = new Script(`void ${call}()`, { filename: "reticle-guard" });

/** Runs on the one-element array that the inspector holds. */
const handOver = `function () { const value = this[0]; (function () { ${call}(value) })() }`;

/** No termination is on its way for so long, ms. */
const longestWay = 1000;

export class Guard {
  readonly #session = new Session();
  readonly #memory: Int32Array;
  /** Silent evaluations never pause at errors: the debugger turns that off where it shall. */
  pausesAtErrors = false;
  #work: ((given?: unknown) => void) | null = null;

  constructor(memory: Int32Array) {
    this.#memory = memory;
    this.#session.connect();
  }

  /** False where the work was terminated. */
  run(work: () => void): boolean {
    let completed = false;
    this.#offer(() => {
      work();
      completed = true;
    });
    this.phase("user");
    this.#session.post("Runtime.evaluate", { expression, silent: !this.pausesAtErrors });
    // What was terminated has met its termination. Its answer may take long to be heard, behind all that was printed.
    if (completed) this.#leaveUserCode();
    else this.phase("kernel");
    return completed;
  }

  /** The engine's work on a message, which comes when nothing else runs. */
  handling(work: () => void): void {
    this.#leaveUserCode();
    try {
      work();
    } finally {
      this.phase("user");
    }
  }

  /**
   * From here on nothing may be terminated. One that is on its way would end our own code, in the worst case half-way
   * through what Node does for a signal: it is given something else to end.
   */
  #leaveUserCode(): void {
    const memory = this.#memory;
    const until = clock.now() + longestWay;
    const isComing = () => load(memory, shared.phase) === phases.stopping && clock.now() < until;
    if (compareExchange(memory, shared.phase, phases.user, phases.kernel) === phases.stopping) {
      while (isComing()) {
        this.#offer(() => {
          while (isComing()) wait(memory, shared.phase, phases.stopping, 1);
        });
        this.#session.post("Runtime.evaluate", { expression, silent: true });
      }
    }
    this.phase("kernel");
  }

  /**
   * Runs a callback of a timer. It must be stopped here and not further out: Node's list of immediates is left broken
   * where a termination goes through it, and the process then never leaves that list.
   */
  callback(work: () => unknown, onTerminated: () => unknown = () => {}): unknown {
    let returned: unknown;
    let completed = false;
    let thrown: { error: unknown } | null = null;
    this.#offer(() => {
      try {
        returned = work();
      } catch (error) {
        thrown = { error };
      }
      completed = true;
    });
    this.phase("user");
    this.#session.post("Runtime.evaluate", { expression, silent: !this.pausesAtErrors });
    if (!completed) onTerminated();
    if (thrown !== null) throw (thrown as { error: unknown }).error;
    return returned;
  }

  /** Runs the user's code for so many ms at most, also within code that runs already; false where it took longer. */
  forAtMost(ms: number, work: () => void): boolean {
    this.#offer(work);
    try {
      breakable.runInThisContext({ timeout: ms });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
      throw error;
    }
  }

  /** The same for code that SIGINT may end, while the debugger holds what runs already. */
  breakably<T>(work: () => T): T {
    let returned: { value: T } | null = null;
    this.#offer(() => {
      returned = { value: work() };
    });
    breakable.runInThisContext({ breakOnSigint: true, displayErrors: false });
    return (returned as unknown as { value: T }).value;
  }

  /** Our own work on this thread, which must not be terminated. */
  critical<T>(work: () => T): T {
    this.phase("kernel");
    try {
      return work();
    } finally {
      this.phase("user");
    }
  }

  phase(name: keyof typeof phases): void {
    store(this.#memory, shared.phase, phases[name]);
  }

  /** The value of an expression, or null where it cannot be had without side effects. For completion and inspection. */
  valueOf(expressionText: string): { readonly value: unknown } | null {
    const objectGroup = "reticle-value";
    const evaluation = {
      expression: `[${expressionText}\n]`,
      throwOnSideEffect: true,
      silent: true,
      objectGroup,
      timeout: 200,
    };
    const unsettle = settle();
    const { objectId } = withUserGlobals(() => this.#ask("Runtime.evaluate", evaluation));
    unsettle();
    if (objectId === undefined) return null;
    let caught: { value: unknown } | null = null;
    this.#offer((value) => {
      caught = { value };
    });
    this.#ask("Runtime.callFunctionOn", { objectId, functionDeclaration: handOver, silent: true });
    this.#session.post("Runtime.releaseObjectGroup", { objectGroup });
    return caught;
  }

  #offer(work: (given?: unknown) => void): void {
    this.#work = work;
    if (key in scope) return;
    // A cell may also give the global object another prototype.
    const holder = getPrototypeOf(scope) ?? scope;
    const value = (given: unknown) => this.#work?.(given);
    if (!defineProperty(holder, key, { value })) defineProperty(scope, key, { value });
  }

  /** Sessions of their own thread answer before `post` returns. */
  #ask(method: string, parameters: object): { objectId?: string } {
    let found: { objectId?: string } = {};
    this.#session.post(method, parameters, (error, answer) => {
      const { result, exceptionDetails } = (answer ?? {}) as { result?: typeof found; exceptionDetails?: object };
      if (error === null && exceptionDetails === undefined) found = result ?? {};
    });
    return found;
  }
}
