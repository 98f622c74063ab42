/**
 * Runs the user's code so that the worker can terminate it: inside an evaluation of an inspector session of this very
 * thread, which is where V8 stops. The evaluation returns nothing, for V8 would keep its result alive; it never awaits
 * (awaiting a promise that never settles crashes Node 22 at the next collection).
 */
import { Session } from "node:inspector";
import { phases, shared } from "../ports.ts";

const key = Symbol.for("reticle.guard");
const expression = 'void globalThis[Symbol.for("reticle.guard")]()\n//# sourceURL=reticle-guard';

export class Guard {
  readonly #session = new Session();
  readonly #memory: Int32Array;
  #work: (() => void) | null = null;

  constructor(memory: Int32Array) {
    this.#memory = memory;
    this.#session.connect();
    Object.defineProperty(globalThis, key, { value: () => this.#work?.(), configurable: false, enumerable: false });
  }

  /** False where the work was terminated. */
  run(work: () => void): boolean {
    let completed = false;
    this.#work = () => {
      work();
      completed = true;
    };
    this.phase("user");
    this.#session.post("Runtime.evaluate", { expression, silent: true });
    this.phase("kernel");
    return completed;
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
    Atomics.store(this.#memory, shared.phase, phases[name]);
  }

  /** Names that an expression without side effects has; for completion. */
  namesOf(expressionText: string): string[] {
    const objectGroup = "reticle-complete";
    const evaluation = {
      expression: `Object(${expressionText}\n)`,
      throwOnSideEffect: true,
      silent: true,
      objectGroup,
      timeout: 200,
    };
    const { objectId } = this.#ask("Runtime.evaluate", evaluation);
    if (objectId === undefined) return [];
    const call = { objectId, functionDeclaration: listNames, returnByValue: true, silent: true };
    const { value } = this.#ask("Runtime.callFunctionOn", call);
    this.#session.post("Runtime.releaseObjectGroup", { objectGroup });
    return Array.isArray(value) ? value : [];
  }

  /** Sessions of their own thread answer before `post` returns. */
  #ask(method: string, parameters: object): { objectId?: string; value?: unknown } {
    let found: { objectId?: string; value?: unknown } = {};
    this.#session.post(method, parameters, (error, answer) => {
      const { result, exceptionDetails } = (answer ?? {}) as { result?: typeof found; exceptionDetails?: object };
      if (error === null && exceptionDetails === undefined) found = result ?? {};
    });
    return found;
  }
}

/** Runs on the object: names along its prototypes, nearest first, no indices, at most some thousands. */
const listNames = `function () {
  const names = new Set();
  for (let o = this, depth = 0; o !== null && depth < 20 && names.size < 5000; o = Object.getPrototypeOf(o), depth++) {
    if (ArrayBuffer.isView(o) || (Array.isArray(o) && o.length > 10000)) continue;
    for (const name of Object.getOwnPropertyNames(o)) if (!/^\\d/.test(name)) names.add(name);
  }
  return [...names];
}`;
