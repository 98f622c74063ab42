/**
 * What leaves the engine: text of console and process streams, gathered into few messages, and everything else in its
 * place between them. Where more is under way than the session can publish, the engine waits.
 */
import type { MessagePort } from "node:worker_threads";
import { type FromEngine, shared, weightOf } from "../ports.ts";
import { Owner } from "./owner.ts";

// A cell may give these names to something else.
const { add, load, wait } = Atomics;
const clock = performance;

type StreamName = "stdout" | "stderr";

const enoughForMessage = 32_768;
const tooMuchUnderWay = 8 * 1024 * 1024;
/** So many writes in so many ms are sent at once, for the code may then be silent for long; more are gathered. */
const promptWrites = 20;
const promptWindow = 50;

export class Outlet {
  readonly #port: MessagePort;
  readonly #memory: Int32Array;
  readonly #setImmediate = setImmediate;
  readonly owner = new Owner();
  #text: string[] = [];
  #length = 0;
  #name: StreamName = "stdout";
  #textRun = 0;
  #windowStart = 0;
  #windowWrites = 0;
  #scheduled = false;

  constructor(port: MessagePort, memory: Int32Array) {
    this.#port = port;
    this.#memory = memory;
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
    if (name !== this.#name || run !== this.#textRun) this.flush();
    this.#name = name;
    this.#textRun = run;
    this.#text[this.#text.length] = text;
    this.#length += text.length;
    if (this.#length >= enoughForMessage || this.#isPrompt()) this.flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      this.#setImmediate(() => {
        this.#scheduled = false;
        this.flush();
      });
    }
  }

  #isPrompt(): boolean {
    const now = clock.now();
    if (now - this.#windowStart > promptWindow) {
      this.#windowStart = now;
      this.#windowWrites = 0;
    }
    return ++this.#windowWrites <= promptWrites;
  }

  send(message: FromEngine, handedOver: readonly ArrayBuffer[] = []): void {
    this.flush();
    if (message.type === "display" || message.type === "clear" || message.type === "comm") {
      this.#takeRoom(weightOf(message));
    }
    this.#port.postMessage(message, handedOver);
  }

  flush(): void {
    if (this.#length === 0) return;
    const text = join(this.#text);
    this.#text = [];
    this.#length = 0;
    const message = { type: "stream", run: this.#textRun, name: this.#name, text } as const;
    this.#takeRoom(weightOf(message));
    this.#port.postMessage(message);
  }

  #takeRoom(weight: number): void {
    this.#waitForRoom();
    add(this.#memory, shared.pending, weight);
  }

  #waitForRoom(): void {
    for (let tries = 0; tries < 100; tries++) {
      const pending = load(this.#memory, shared.pending);
      if (pending < tooMuchUnderWay || load(this.#memory, shared.closed) === 1) return;
      wait(this.#memory, shared.pending, pending, 100);
    }
  }
}

/** Not `Array.prototype.join`, which may be the user's. */
function join(pieces: readonly string[]): string {
  let text = "";
  for (let i = 0; i < pieces.length; i++) text += pieces[i];
  return text;
}
