/** The kernel's process: a fresh connection file that only its owner may read, the start, the last words, the end. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelCommand, kernelEnvironment } from "../command.ts";
import { type ConnectionInfo, hasPorts, writeConnectionFile } from "../wire/index.ts";

const tail = 4000;
/** How often the connection file is looked at, ms. */
const interval = 5;

export interface SpawnOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly node?: string;
}

export class KernelProcess {
  /** Resolves with a sentence that says how the process ended. */
  readonly exited: Promise<string>;
  readonly exitCode: Promise<number | null>;
  /** There while the process is. */
  readonly connectionFile: string;
  readonly #child: ChildProcess;
  #stderr = "";

  constructor(options: SpawnOptions) {
    const folder = mkdtempSync(join(tmpdir(), "reticle-kernel-"));
    this.connectionFile = join(folder, "connection.json");
    writeConnectionFile(this.connectionFile, anyPorts(randomBytes(32).toString("hex")));
    const [node, ...args] = kernelCommand(this.connectionFile, options.node);
    this.#child = spawn(node, args, {
      cwd: options.cwd,
      env: { ...kernelEnvironment, ...process.env, ...options.env, JPY_PARENT_PID: String(process.pid) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (text) => {
        this.#stderr = (this.#stderr + text).slice(-tail);
      });
    }
    const ended = new Promise<{ code: number | null; how: string }>((resolve) => {
      this.#child.on("error", (error) => resolve({ code: null, how: `could not be started: ${error.message}` }));
      this.#child.on("close", (code, signal) =>
        resolve({ code, how: signal === null ? `ended with exit code ${code}` : `was ended by ${signal}` }),
      );
    });
    this.exitCode = ended.then(({ code }) => code);
    this.exited = ended.then(({ how }) => {
      rmSync(folder, { recursive: true, force: true });
      const words = this.#stderr.trim();
      return words === "" ? `the kernel ${how}` : `the kernel ${how}; its last words: ${words}`;
    });
  }

  /** Resolves with the ports when the kernel listens on them; fails where it ends or the time is over. */
  async listening(timeoutMs: number): Promise<ConnectionInfo> {
    const over = new AbortController();
    const late = () => over.abort(new Error(`the kernel did not listen within ${timeoutMs} ms`));
    const timer = setTimeout(late, timeoutMs);
    void this.exited.then((why) => over.abort(new Error(why)));
    return whenListening(this.connectionFile, over.signal).finally(() => clearTimeout(timer));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGKILL");
    await this.exited;
  }
}

/** Lets the kernel choose its ports: two programs that look for free ones at the same time may find the same. */
function anyPorts(key: string): ConnectionInfo {
  const ports = { shell_port: 0, iopub_port: 0, stdin_port: 0, control_port: 0, hb_port: 0 };
  return { transport: "tcp", ip: "127.0.0.1", key, signature_scheme: "hmac-sha256", ...ports };
}

/** What the file says when the kernel has written its ports into it. */
export async function whenListening(file: string, signal: AbortSignal): Promise<ConnectionInfo> {
  while (!signal.aborted) {
    const connection = JSON.parse(readFileSync(file, "utf8")) as ConnectionInfo;
    if (hasPorts(connection)) return connection;
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
  throw signal.reason;
}
