/** Leaving: everything published, the inspector let go, the sockets closed, and only then the process ends. */
import { type FromEngine, shared } from "../ports.ts";
import type { FrameSockets } from "../wire/index.ts";
import type { EngineLink } from "./engine-link.ts";
import type { History } from "./history/history.ts";
import type { Interrupter } from "./interrupt.ts";
import type { LanguageLink } from "./language-link.ts";
import type { Shells } from "./shells.ts";

/** A cell may be in native code, which nothing stops. */
const grace = 3000;
/** Turns of the event loop after which closed sockets are quiet. */
const settlingTurns = 5;

export class Shutdown {
  readonly #sockets: FrameSockets;
  readonly #engine: EngineLink;
  readonly #interrupter: Interrupter;
  readonly #shells: Shells;
  readonly #language: LanguageLink;
  readonly #history: History;
  #leaving = false;

  constructor(
    sockets: FrameSockets,
    engine: EngineLink,
    interrupter: Interrupter,
    shells: Shells,
    language: LanguageLink,
    history: History,
  ) {
    this.#sockets = sockets;
    this.#engine = engine;
    this.#interrupter = interrupter;
    this.#shells = shells;
    this.#language = language;
    this.#history = history;
  }

  /** A front end asked for it: the engine is told to leave, and made to where it does not. */
  async byRequest(): Promise<void> {
    if (this.#leaving) return;
    this.#leaving = true;
    this.#shells.close();
    // A cell that spins would not hear the message.
    await Promise.race([this.#interrupter.interrupt(), new Promise((resolve) => setTimeout(resolve, grace))]);
    await this.close();
    this.#engine.post({ type: "exit", code: 0 });
    setTimeout(() => process.kill(process.pid, "SIGKILL"), grace);
  }

  /** The user's code ends the process: it waits for the shared flag. */
  async byEngine(_message: FromEngine & { type: "exiting" }): Promise<void> {
    // Asked for: closed, or about to be. A second call into zeromq as the process ends would abort it.
    if (this.#leaving) return;
    this.#leaving = true;
    await this.close();
  }

  async close(): Promise<void> {
    await this.#history.close().catch(() => {});
    this.#language.close();
    this.#interrupter.disconnect();
    for (const socket of Object.values(this.#sockets)) socket.close();
    // Their pending reads are settled in the next turns; a process that ends in the midst of that is aborted by zeromq.
    for (let turn = 0; turn < settlingTurns; turn++) await new Promise((resolve) => setImmediate(resolve));
    Atomics.store(this.#engine.memory, shared.closed, 1);
    Atomics.notify(this.#engine.memory, shared.closed);
  }
}
