/**
 * What leaves the engine: text of console and process streams, gathered into few messages, and everything else in its
 * place between them. Where more is under way than the session can publish, the engine waits.
 */
import type { MessagePort } from "node:worker_threads";
import { GatheredText } from "../gathered-text.ts";
import { withLongTexts } from "../long-texts.ts";
import { type FromEngine, promptWindow, shared, weightOf } from "../ports.ts";
import { startImmediate } from "./immediates.ts";
import { Owner } from "./owner.ts";

// A cell may give these names to something else.
const { add, load, wait } = Atomics;
const clock = performance;

type StreamName = "stdout" | "stderr";

const tooMuchUnderWay = 8 * 1024 * 1024;
export class Outlet {
  readonly #port: MessagePort;
  readonly #memory: Int32Array;
  readonly #gathered: GatheredText;
  readonly owner = new Owner();
  /** Counts the messages, as the session does. */
  #sent = 0;
  #windowStart = Number.NEGATIVE_INFINITY;
  #scheduled = false;

  constructor(port: MessagePort, memory: Int32Array, gathered: SharedArrayBuffer) {
    this.#port = port;
    this.#memory = memory;
    this.#gathered = new GatheredText(gathered);
  }

  /** The run that output belongs to just now. */
  get run(): number {
    return this.owner.run;
  }

  /** Half of what makes the engine wait is under way. */
  get isFull(): boolean {
    return load(this.#memory, shared.pending) > tooMuchUnderWay / 2;
  }

  write(name: StreamName, text: string, run = this.run): void {
    if (text === "") return;
    if (this.#isPrompt()) {
      this.flush();
      this.#post({ type: "stream", run, name, text });
    } else if (!this.#gathered.add(name, run, text, this.#sent)) {
      this.flush();
      if (!this.#gathered.add(name, run, text, this.#sent)) this.#post({ type: "stream", run, name, text });
    }
    if (this.#scheduled || this.#gathered.isEmpty) return;
    this.#scheduled = true;
    startImmediate(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  /** The first write in a while is a message of its own; more are gathered, where the session looks for them soon. */
  #isPrompt(): boolean {
    const now = clock.now();
    if (now - this.#windowStart <= promptWindow) return false;
    this.#windowStart = now;
    return true;
  }

  send(given: FromEngine, handedOver: readonly ArrayBuffer[] = []): void {
    this.flush();
    const { message, memory } = withLongTexts(given);
    this.#post(message, memory.length === 0 ? handedOver : memory);
  }

  flush(): void {
    if (this.#gathered.isEmpty) return;
    const message = this.#gathered.take();
    if (message !== null) this.#post(message);
  }

  #post(message: FromEngine, handedOver: readonly ArrayBuffer[] = []): void {
    const { type } = message;
    if (type === "stream" || type === "display" || type === "clear" || type === "comm") {
      this.#waitForRoom();
      add(this.#memory, shared.pending, weightOf(message));
    }
    this.#port.postMessage(message, handedOver);
    this.#sent++;
  }

  #waitForRoom(): void {
    for (let tries = 0; tries < 100; tries++) {
      const pending = load(this.#memory, shared.pending);
      if (pending < tooMuchUnderWay || load(this.#memory, shared.closed) === 1) return;
      wait(this.#memory, shared.pending, pending, 100);
    }
  }
}
