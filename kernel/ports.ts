/** What the two threads say to each other: the session's worker and the engine on the main thread. */
import type { MessagePort } from "node:worker_threads";

/** Content by MIME type; text as a string (on its way to the session a long one as UTF-8), binary types in base64, JSON types as values. */
export type MimeBundle = Record<string, unknown>;

export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** How a run ended. */
export type Outcome =
  | {
      readonly status: "ok";
      readonly result?: { readonly data: MimeBundle; readonly metadata: MimeBundle };
      readonly userExpressions: Record<string, unknown>;
      /** What the front end is to do, in the protocol's words: `set_next_input`. */
      readonly payload: readonly Record<string, unknown>[];
    }
  | { readonly status: "error"; readonly error: ErrorReport };

/**
 * A message of a comm, either way. `data` and `metadata` are JSON as text, so that what is no JSON fails where it was
 * given, and the size is known; the memory of the buffers is handed over, not copied.
 */
export interface CommMessage {
  readonly type: "comm";
  readonly run: number;
  readonly kind: "comm_open" | "comm_msg" | "comm_close";
  readonly comm: string;
  /** Of a comm_open; empty otherwise. */
  readonly target: string;
  readonly data: string;
  readonly metadata: string;
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
}

/** From the session to the engine. `run` numbers whatever may have outputs: executions, also silent ones, and comm messages. */
export type ToEngine =
  | CommMessage
  | {
      readonly type: "execute";
      readonly run: number;
      readonly code: string;
      readonly count: number;
      readonly silent: boolean;
      readonly userExpressions: Record<string, string>;
    }
  | { readonly type: "abandon"; readonly run: number }
  | { readonly type: "ask"; readonly ask: number; readonly question: Question }
  /** SIGINT has come, and what it stops is told already: for listeners that cells have added. */
  | { readonly type: "signal" }
  | { readonly type: "exit"; readonly code: number };

/** What the session asks of the engine's live objects. */
export type Question =
  | { readonly type: "ping" }
  /** Which of these names exist. */
  | { readonly type: "globals"; readonly names: readonly string[] }
  | { readonly type: "complete" | "inspect"; readonly code: string; readonly cursor: number }
  /** The keys that may stand in the quotes behind `start`. */
  | { readonly type: "keys"; readonly code: string; readonly start: number; readonly cursor: number };

export interface CompletionAnswer {
  readonly matches: readonly string[];
  /** What each of them is, where that is known, in the words of `Completion.type`. */
  readonly types?: readonly string[];
  /** UTF-16 offset at which the completed word starts. */
  readonly start: number;
}

/** From the engine to the session. `run` is what an output belongs to. */
export type FromEngine =
  | CommMessage
  /** A comm message has been given to its callback. */
  | { readonly type: "handled"; readonly run: number }
  /** An error outside of a cell's own end. */
  | { readonly type: "error"; readonly run: number; readonly error: ErrorReport }
  | { readonly type: "listening" }
  | { readonly type: "warm" }
  /** The process was told to stop what runs. */
  | { readonly type: "interrupt" }
  | { readonly type: "done"; readonly run: number; readonly outcome: Outcome }
  | { readonly type: "stream"; readonly run: number; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly type: "display";
      readonly run: number;
      readonly update: boolean;
      readonly data: MimeBundle;
      readonly metadata: MimeBundle;
      readonly id: string | undefined;
    }
  | { readonly type: "clear"; readonly run: number; readonly wait: boolean }
  | {
      readonly type: "input";
      readonly run: number;
      readonly ask: number;
      readonly prompt: string;
      readonly password: boolean;
    }
  | { readonly type: "answer"; readonly ask: number; readonly answer: unknown }
  /** The names of all cells are gone. */
  | { readonly type: "forget" }
  | { readonly type: "exiting"; readonly code: number };

/** A place in a source; both start at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What the debugger must know of a script: the user's text, and the way back to it. */
export interface ScriptRecord {
  /** `In[3]`, or a path from the notebook's folder. */
  readonly label: string;
  readonly source: string;
  /** Source maps (JSON) from the generated code to the source, the last one made first. */
  readonly maps: readonly string[];
  /** Text that was put into the source before it was transpiled. */
  readonly inserted: (Position & { readonly length: number }) | null;
  /** Where an error is caught: blocks of the source's `try` statements that have a `catch`. */
  readonly guarded: readonly { readonly start: Position; readonly end: Position }[];
}

/** Ends every script of the user's that is not theirs letter by letter: the debugger stops before such a script runs. */
export const mappedMark = "\n//# sourceMappingURL=reticle";

/** A name that no cell can give to anything: there the debugger finds what only the main thread knows (`debug-door.ts`). */
export const debugDoorKey = "reticle: the debugger's";

/** What the user has typed; null where the front end cannot be asked. */
export interface StdinAnswer {
  readonly ask: number;
  readonly value: string | null;
}

/** What the worker is started with. */
export interface WorkerData {
  readonly connectionFile: string;
  /** The notebook's. The worker cannot ask for it when it is gone. */
  readonly folder: string;
  readonly port: MessagePort;
  /** Where answers of the stdin channel go: the engine takes them while its thread sleeps. */
  readonly answers: MessagePort;
  readonly shared: SharedArrayBuffer;
  /** Text that the engine has not sent yet. */
  readonly gathered: SharedArrayBuffer;
}

/** Cells of the shared memory (Int32). */
export const shared = {
  /** One of `phases`: while the user's code may be running on the main thread it may be terminated. */
  phase: 0,
  /** Weight of the outputs that the engine has sent and the session has not yet published. */
  pending: 1,
  /** Set to 1 when the sockets are closed and the process may end. */
  closed: 2,
  /** The run that the engine has begun last. */
  started: 3,
  /** The run whose callback (of a timer, of a comm) runs just now, or 0. */
  timer: 4,
  /** 1 where type errors stop a cell from being run: `kernel.settings.strict`. */
  strict: 5,
  /** Counts the answers that have come on the stdin channel. */
  input: 6,
  /** The run whose code is over, and which ends in the next turn of the event loop. */
  ending: 7,
  /** While the engine waits for a child process in `execSync` and its like: the newest other child's pid, or 1. Else 0. */
  waiting: 8,
  /** 1 from when on a thread of its own hears SIGINT. */
  sigint: 9,
  length: 10,
} as const;

/** What an output counts for in `pending`: its text, and something for the work that a message is. */
export function weightOf(output: FromEngine & { type: "stream" | "display" | "clear" | "comm" }): number {
  if (output.type === "stream") return 500 + output.text.length;
  if (output.type === "clear") return 20_000;
  if (output.type === "comm") {
    const own = 2000 + output.data.length + output.metadata.length;
    return output.buffers.reduce((sum, buffer) => sum + buffer.byteLength, own);
  }
  const texts = Object.values(output.data).map((content) =>
    typeof content === "string" ? content.length : content instanceof Uint8Array ? content.byteLength : 500,
  );
  return texts.reduce((sum, length) => sum + length, 20_000);
}

/** In so many ms only the first write is a message of its own. */
export const promptWindow = 50;

/** `stopping`: a termination is on its way to the user's code, and must not find the kernel's when it arrives. */
export const phases = { kernel: 0, user: 1, stopping: 2 } as const;
