/**
 * Text that is written faster than it is worth a message each, in memory that both threads see. The engine sends it as
 * a message as soon as it can; where its thread is blocked first, the session takes it from here.
 *
 * The session must have heard all that the engine had sent before this text: hence the number of messages. A thread
 * that finds the lock held for the session waits; one that finds it held for the engine does not, for the engine may
 * have been terminated inside.
 */
import type { FromEngine } from "./ports.ts";

// A cell may give these names to something else.
const { compareExchange, store, wait, notify } = Atomics;
const { apply } = Reflect;
const { ucs2Write, ucs2Slice } = Buffer.prototype as Buffer & {
  ucs2Write(text: string, offset: number): number;
  ucs2Slice(start: number, end: number): string;
};

type StreamText = FromEngine & { type: "stream" };

const header = { lock: 0, length: 1, run: 2, isError: 3, sent: 4 } as const;
const headerBytes = 64;
const owners = { nobody: 0, engine: 1, session: 2 } as const;
/** UTF-16 units. */
const capacity = 32_768;
/** Shorter text is copied faster here than by a call of native code. */
const short = 24;

export class GatheredText {
  static readonly byteLength = headerBytes + 2 * capacity;
  readonly #header: Int32Array;
  readonly #units: Uint16Array;
  readonly #bytes: Buffer;

  constructor(memory: SharedArrayBuffer) {
    this.#header = new Int32Array(memory, 0, headerBytes / 4);
    this.#units = new Uint16Array(memory, headerBytes);
    this.#bytes = Buffer.from(memory, headerBytes);
  }

  get isEmpty(): boolean {
    return this.#header[header.length] === 0;
  }

  /** For the engine. False where there is no room, or text of another stream or run. `sent` counts its messages so far. */
  add(name: StreamText["name"], run: number, text: string, sent: number): boolean {
    const all = this.#header;
    const isError = name === "stderr" ? 1 : 0;
    this.#lockForEngine();
    const at = all[header.length];
    const fits =
      at + text.length <= capacity && (at === 0 || (all[header.run] === run && all[header.isError] === isError));
    if (fits) {
      this.#copy(text, at);
      all[header.run] = run;
      all[header.isError] = isError;
      all[header.sent] = sent;
      all[header.length] = at + text.length;
    }
    this.#unlock();
    return fits;
  }

  /** For the engine: what is there still, or null. */
  take(): StreamText | null {
    this.#lockForEngine();
    const taken = this.#taken();
    this.#unlock();
    return taken;
  }

  /** For the session, which has heard so many messages: what is there and comes next. */
  takeAfter(heard: number): StreamText | null {
    const all = this.#header;
    if (compareExchange(all, header.lock, owners.nobody, owners.session) !== owners.nobody) return null;
    const taken = all[header.sent] === heard ? this.#taken() : null;
    this.#unlock();
    notify(all, header.lock);
    return taken;
  }

  #copy(text: string, at: number): void {
    if (text.length > short) apply(ucs2Write, this.#bytes, [text, 2 * at]);
    else for (let i = 0; i < text.length; i++) this.#units[at + i] = text.charCodeAt(i);
  }

  #taken(): StreamText | null {
    const all = this.#header;
    const length = all[header.length];
    if (length === 0) return null;
    const text: string = apply(ucs2Slice, this.#bytes, [0, 2 * length]);
    all[header.length] = 0;
    return { type: "stream", run: all[header.run], name: all[header.isError] === 1 ? "stderr" : "stdout", text };
  }

  #lockForEngine(): void {
    const all = this.#header;
    while (compareExchange(all, header.lock, owners.nobody, owners.engine) === owners.session) {
      wait(all, header.lock, owners.session, 100);
    }
  }

  #unlock(): void {
    store(this.#header, header.lock, owners.nobody);
  }
}
