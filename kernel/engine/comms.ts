/**
 * Comms: channels between code of a notebook and its front end, opened by either side. What a callback shows belongs to
 * the message that it is called for, and so do its timers; what it throws is shown there, too.
 */
import { isPromise } from "node:util/types";
import { type CommMessage, type ErrorReport, type FromEngine, shared, type ToEngine } from "../ports.ts";
import { uniqueId } from "../unique-id.ts";
import type { Guard } from "./guard.ts";
import type { Comm, CommOptions, CommTarget, HeardMessage } from "./host.ts";
import { startImmediate } from "./immediates.ts";
import type { Outlet } from "./outlet.ts";

// A cell may declare a JSON of its own.
const { parse, stringify } = JSON;

type Listener = (message: HeardMessage) => unknown;

/** How this comes to the front end: the engine. */
export interface CommSurroundings {
  readonly outlet: Outlet;
  readonly guard: Guard;
  readonly memory: Int32Array;
  report(error: unknown): ErrorReport;
  readonly interrupted: ErrorReport;
}

export class Comms {
  readonly #engine: CommSurroundings;
  readonly #open = new Map<string, EngineComm>();
  readonly #targets = new Map<string, CommTarget>();

  constructor(engine: CommSurroundings) {
    this.#engine = engine;
  }

  readonly open = (target: string, options: CommOptions & { readonly data?: unknown } = {}): Comm => {
    if (typeof target !== "string" || target === "") {
      throw new TypeError(`a comm's target must be a name that the front end knows, not ${JSON.stringify(target)}`);
    }
    const comm = this.#create(uniqueId(), target);
    this.send("comm_open", comm, options.data, options);
    this.#open.set(comm.id, comm);
    return comm;
  };

  readonly on = (target: string, callback: CommTarget): (() => void) => {
    if (typeof callback !== "function") throw new TypeError(`what is to answer the target "${target}" is no function`);
    this.#targets.set(target, callback);
    return () => {
      if (this.#targets.get(target) === callback) this.#targets.delete(target);
    };
  };

  send(kind: CommMessage["kind"], comm: EngineComm, data: unknown, options: CommOptions): void {
    const { outlet } = this.#engine;
    const target = kind === "comm_open" ? comm.target : "";
    const buffers = (options.buffers ?? []).map(ownBytes);
    outlet.send(
      { type: "comm", run: outlet.run, kind, comm: comm.id, target, ...jsonTexts(data, options.metadata), buffers },
      buffers.map(({ buffer }) => buffer),
    );
    if (kind === "comm_close") this.#open.delete(comm.id);
  }

  /** Gives a message of the front end to its callback. Said to be handled when the turn is over, its outputs sent. */
  heard(message: ToEngine & CommMessage): void {
    const { outlet, guard, memory } = this.#engine;
    outlet.owner.enter(message.run);
    Atomics.store(memory, shared.timer, message.run);
    let completed = false;
    guard.callback(() => {
      this.#deliver(message);
      completed = true;
    });
    guard.phase("kernel");
    Atomics.store(memory, shared.timer, 0);
    if (!completed) this.#tell({ type: "error", run: message.run, error: this.#engine.interrupted });
    startImmediate(() => guard.critical(() => this.#tell({ type: "handled", run: message.run })));
  }

  #deliver({ run, kind, comm: id, target, data, metadata, buffers }: CommMessage): void {
    const message: HeardMessage = { data: parse(data), metadata: parse(metadata), buffers };
    if (kind === "comm_open") this.#opened(run, id, target, message);
    const comm = this.#open.get(id);
    if (kind === "comm_open" || comm === undefined) return;
    if (kind === "comm_close") {
      this.#open.delete(id);
      comm.isClosed = true;
    }
    const listeners = kind === "comm_close" ? comm.closeListeners : comm.messageListeners;
    for (const listener of [...listeners]) this.#call(run, () => listener(message));
  }

  #opened(run: number, id: string, target: string, message: HeardMessage): void {
    const callback = this.#targets.get(target);
    const comm = this.#create(id, target);
    this.#open.set(id, comm);
    const failed = callback === undefined || !this.#call(run, () => callback(comm, message));
    // Nobody here knows the target, or can serve it: the other side is told so.
    if (failed && !comm.isClosed) comm.close();
  }

  /** False where the callback throws. */
  #call(run: number, callback: () => unknown): boolean {
    const fail = (error: unknown): void => this.#tell({ type: "error", run, error: this.#engine.report(error) });
    try {
      const returned = callback();
      if (isPromise(returned)) returned.then(undefined, fail);
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }

  #create(id: string, target: string): EngineComm {
    return new EngineComm(id, target, this);
  }

  #tell(message: FromEngine): void {
    this.#engine.outlet.send(message);
  }
}

class EngineComm implements Comm {
  readonly id: string;
  readonly target: string;
  readonly messageListeners = new Set<Listener>();
  readonly closeListeners = new Set<Listener>();
  readonly #comms: Comms;
  isClosed = false;

  constructor(id: string, target: string, comms: Comms) {
    this.id = id;
    this.target = target;
    this.#comms = comms;
  }

  send(data: unknown, options: CommOptions = {}): void {
    if (this.isClosed) throw new Error(`the comm ${this.id} ("${this.target}") is closed; nothing can be sent on it`);
    this.#comms.send("comm_msg", this, data, options);
  }

  onMessage(listener: Listener): () => void {
    this.messageListeners.add(listener);
    return () => this.messageListeners.delete(listener);
  }

  onClose(listener: Listener): () => void {
    this.closeListeners.add(listener);
    return () => this.closeListeners.delete(listener);
  }

  close(data?: unknown, options: CommOptions = {}): void {
    if (this.isClosed) return;
    this.#comms.send("comm_close", this, data, options);
    this.isClosed = true;
  }
}

function jsonTexts(data: unknown, metadata: unknown): { data: string; metadata: string } {
  return { data: jsonText(data ?? {}, "data"), metadata: jsonText(metadata ?? {}, "metadata") };
}

function jsonText(value: unknown, name: string): string {
  let text: string | undefined;
  try {
    text = stringify(value);
  } catch (error) {
    throw new TypeError(`the ${name} of a comm message must be JSON: ${(error as Error).message}`);
  }
  if (text === undefined) throw new TypeError(`the ${name} of a comm message must be JSON, not a ${typeof value}`);
  return text;
}

/** The bytes in memory of their own, which can be handed to the other thread while the caller keeps theirs. */
function ownBytes(bytes: ArrayBufferLike | ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
  if (bytes instanceof ArrayBuffer || bytes instanceof SharedArrayBuffer) return new Uint8Array(bytes).slice();
  throw new TypeError(`a buffer of a comm message must be an ArrayBuffer or a view of one, not a ${typeof bytes}`);
}
