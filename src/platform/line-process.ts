/**
 * A program that answers lines with lines on its standard input and output. It lives until it is ended, keeps this process
 * from ending only while it is held, and ends with it.
 */
import { type ChildProcess, spawn } from "node:child_process";

export interface LineProcessEvents {
  readonly onLine: (line: string) => void;
  /** What the program writes to its error output. */
  readonly onError: (text: string) => void;
  /** How it ended: "code 1", "signal SIGKILL", or why it did not start. */
  readonly onEnd: (how: string) => void;
}

export class LineProcess {
  readonly #child: ChildProcess;
  readonly #kill = () => void this.#child.kill("SIGKILL");

  constructor(command: string, args: readonly string[], { onLine, onError, onEnd }: LineProcessEvents) {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
    this.#child = child;
    let rest = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      // A line may be many megabytes: it is looked through when its end has come.
      if (!text.includes("\n")) {
        rest += text;
        return;
      }
      const lines = (rest + text).split("\n");
      rest = lines.pop() as string;
      for (const line of lines) onLine(line);
    });
    child.stderr?.setEncoding("utf8").on("data", onError);
    // A program that has gone does not read: its end says so.
    child.stdin?.on("error", () => {});
    let ended = false;
    const end = (how: string) => {
      process.off("exit", this.#kill);
      if (!ended) onEnd(how);
      ended = true;
    };
    child.on("error", (cause) => end(cause.message));
    child.on("close", (code, signal) => end(signal === null ? `code ${code}` : `signal ${signal}`));
    process.on("exit", this.#kill);
    this.release();
  }

  send(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** This process does not end before it is released. */
  hold(): void {
    this.#child.ref();
    for (const stream of this.#streams()) stream.ref?.();
  }

  release(): void {
    this.#child.unref();
    for (const stream of this.#streams()) stream.unref?.();
  }

  end(): void {
    this.#kill();
  }

  /** Pipes are sockets; their type does not say so. */
  #streams(): { ref?(): void; unref?(): void }[] {
    const { stdin, stdout, stderr } = this.#child;
    return [stdin, stdout, stderr].filter((stream) => stream !== null) as object[];
  }
}

/** Writes to this process's own output, as Python's `print` does. */
export function writeOutput(stream: "stdout" | "stderr", text: string): void {
  process[stream].write(text);
}
