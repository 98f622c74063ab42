/**
 * What a live notebook offers to libraries: `globalThis[Symbol.for("reticle.host")]`. A library that finds none there
 * runs outside of this kernel. The names and what they do stay; more may come.
 */
import { type DisplayHandle, type Displays, normalBundle } from "../display/index.ts";
import type { Comms } from "./comms.ts";

export interface Host {
  /** Shows a MIME bundle in the cell that runs. */
  display(bundle: object, options?: { id?: string; metadata?: Record<string, unknown> }): DisplayHandle;
  updateDisplay(id: string, bundle: Record<string, unknown>, metadata?: Record<string, unknown>): void;
  /** Aborted when the cell that runs is interrupted. */
  readonly signal: AbortSignal;
  /** Opens a comm to what the front end has registered under this name. */
  openComm(target: string, options?: CommOptions & { readonly data?: unknown }): Comm;
  /** Answers comms that the front end opens; returns a function that ends this. The last one for a target counts. */
  onComm(target: string, callback: CommTarget): () => void;
}

/** What a message carries besides its data. */
export interface CommOptions {
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Copied when they are sent: the caller may go on using them. */
  readonly buffers?: readonly (ArrayBufferLike | ArrayBufferView)[];
}

export interface Comm {
  readonly id: string;
  readonly target: string;
  readonly isClosed: boolean;
  /** `data` is JSON: what `JSON.stringify` makes of it. */
  send(data: unknown, options?: CommOptions): void;
  /** Both return a function that takes the listener away. */
  onMessage(listener: (message: HeardMessage) => unknown): () => void;
  /** The front end has closed the comm. */
  onClose(listener: (message: HeardMessage) => unknown): () => void;
  close(data?: unknown, options?: CommOptions): void;
}

/** A message of the front end. */
export interface HeardMessage {
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
}

export type CommTarget = (comm: Comm, message: HeardMessage) => unknown;

export function installHost(displays: Displays, comms: Comms, signal: () => AbortSignal): void {
  const host: Host = {
    display: (bundle, options = {}) => displays.display(normalBundle(bundle), { ...options, raw: true }),
    updateDisplay: displays.updateDisplay,
    get signal() {
      return signal();
    },
    openComm: comms.open,
    onComm: comms.on,
  };
  Object.defineProperty(globalThis, Symbol.for("reticle.host"), { value: host, configurable: true });
}
