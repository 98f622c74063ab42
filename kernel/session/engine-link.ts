/** The session's end of the port to the engine: questions with a deadline, and the shared memory. */
import type { MessagePort } from "node:worker_threads";
import { type FromEngine, type Question, shared, type ToEngine } from "../ports.ts";

/** On a slow machine all answers may take so many times as long. */
const times = Math.max(1, Number(process.env.RETICLE_PATIENCE) || 1);
/** How long completion and inspection may keep an editor waiting, ms. */
export const questionDeadline = 500 * times;
/** The same for the language server. JupyterLab itself waits for one second. */
export const languageDeadline = 900 * times;
/** How long types are waited for where live objects have an answer, ms. */
export const typedPatience = 600 * times;
/** How long names that only live objects have may hold up those that the types know, ms. */
export const liveDeadline = 100 * times;

export class EngineLink {
  readonly memory: Int32Array;
  readonly #port: MessagePort;
  readonly #asked = new Map<number, (answer: unknown) => void>();
  #asks = 0;

  constructor(port: MessagePort, memory: SharedArrayBuffer) {
    this.#port = port;
    this.memory = new Int32Array(memory);
  }

  post(message: ToEngine | FromEngine, handedOver: readonly ArrayBuffer[] = []): void {
    this.#port.postMessage(message, handedOver);
  }

  /** `null` where the engine is too busy to answer within `deadline` ms. */
  ask<T>(question: Question, deadline: number): Promise<T | null> {
    const ask = ++this.#asks;
    return new Promise((resolve) => {
      const late = setTimeout(() => finish(null), deadline);
      const finish = (answer: unknown): void => {
        clearTimeout(late);
        this.#asked.delete(ask);
        resolve(answer as T | null);
      };
      this.#asked.set(ask, finish);
      this.post({ type: "ask", ask, question });
    });
  }

  answered(ask: number, answer: unknown): void {
    this.#asked.get(ask)?.(answer);
  }

  /** For an output that the engine did not count. */
  takeRoom(weight: number): void {
    Atomics.add(this.memory, shared.pending, weight);
  }

  /** Lets the engine, which waits when too much is under way, go on. */
  published(weight: number): void {
    Atomics.sub(this.memory, shared.pending, weight);
    Atomics.notify(this.memory, shared.pending);
  }
}
