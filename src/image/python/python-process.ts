/** One Python that is kept alive: calls wait for each other, and it is started again where it has ended. */
import { ReticleError } from "../../errors.ts";
import { ExchangeFolder, LineProcess } from "../../platform/index.ts";
import { pythonServer } from "./server.ts";

export type Told = (text: string, stream: "stdout" | "stderr") => void;

export interface PythonCall {
  readonly program: number;
  readonly name: string;
  readonly code: string;
  /** What the arguments become, once it is this call's turn. */
  readonly values: (folder: ExchangeFolder) => Readonly<Record<string, unknown>>;
  readonly names: readonly string[] | null;
}

export interface CallOptions {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  readonly onOutput: Told;
}

export interface PythonFailure {
  readonly text: string;
  readonly type: string;
  readonly message: string;
  readonly numpy: boolean;
}

type Answer =
  | { readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly value: unknown }
  | { readonly error: PythonFailure };

interface Waiting {
  readonly onOutput: Told;
  resolve(answer: { readonly value: unknown } | { readonly error: PythonFailure }): void;
  reject(reason: unknown): void;
}

/** What a Python that fails at its start had to say. */
const mostSaid = 4000;

export class PythonProcess {
  readonly executable: string;
  readonly folder = new ExchangeFolder();
  #process: LineProcess | null = null;
  #waiting: Waiting | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #said = "";

  constructor(executable: string) {
    this.executable = executable;
  }

  /** The value, or what Python raised; rejects where it is stopped or ends. */
  call(
    call: PythonCall,
    options: CallOptions,
  ): Promise<{ readonly value: unknown } | { readonly error: PythonFailure }> {
    const before = this.#turn;
    const answer = unlessAborted(before, options.signal).then(() => this.#answer(call, options));
    // One that is given up while it waits does not let the next one pass those before it. No answer is kept.
    this.#turn = Promise.allSettled([before, answer]).then(() => {});
    return answer;
  }

  /** The next call starts a new one. */
  end(): void {
    this.#stop(new ReticleError("PythonError", "ended", "Python was ended while it ran this"));
  }

  #answer(call: PythonCall, { signal, timeout, onOutput }: CallOptions) {
    signal?.throwIfAborted();
    const process = this.#process ?? this.#start();
    const line = JSON.stringify({ ...call, values: call.values(this.folder), folders: this.folder.folders });
    return new Promise<{ readonly value: unknown } | { readonly error: PythonFailure }>((resolve, reject) => {
      const abort = () => this.#stop(signal?.reason);
      const timer = timeout === undefined ? undefined : setTimeout(() => this.#stop(tooLong(timeout)), timeout);
      const leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.#waiting = null;
        process.release();
      };
      signal?.addEventListener("abort", abort);
      this.#waiting = {
        onOutput,
        resolve: (answer) => {
          leave();
          resolve(answer);
        },
        reject: (reason) => {
          leave();
          reject(reason);
        },
      };
      process.hold();
      process.send(line);
    });
  }

  #start(): LineProcess {
    this.#said = "";
    const started: LineProcess = new LineProcess(this.executable, ["-c", pythonServer], {
      onLine: (line) => this.#hear(JSON.parse(line) as Answer),
      onError: (text) => {
        this.#said = (this.#said + text).slice(-mostSaid);
        this.#waiting?.onOutput(text, "stderr");
      },
      onEnd: (how) => {
        if (this.#process !== started) return;
        const said = this.#said.trim();
        this.#stop(
          new ReticleError(
            "PythonError",
            "exit",
            `${this.executable} ended with ${how}${said === "" ? "" : `, and said:\n${said}`}`,
          ),
        );
      },
    });
    this.#process = started;
    return started;
  }

  #hear(answer: Answer): void {
    if ("stream" in answer) this.#waiting?.onOutput(answer.text, answer.stream);
    else this.#waiting?.resolve(answer);
  }

  #stop(reason: unknown): void {
    const process = this.#process;
    this.#process = null;
    process?.end();
    this.folder.remove();
    this.#waiting?.reject(reason);
  }
}

/** Waits for what comes before, or rejects as soon as the signal says so. */
async function unlessAborted(before: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    await before;
    return;
  }
  signal.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
  });
  try {
    await Promise.race([before, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function tooLong(timeout: number): ReticleError {
  return new ReticleError("PythonError", "timeout", `Python was stopped after ${timeout} ms, the timeout of this call`);
}
