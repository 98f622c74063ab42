/** The kernel's process: a fresh connection file that only its owner may read, the start, the last words, the end. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelCommand } from "../command.ts";
import { type ConnectionInfo, channels, freePorts, writeConnectionFile } from "../wire/index.ts";

const tail = 4000;

export interface SpawnOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly node?: string;
}

export class KernelProcess {
  readonly connection: ConnectionInfo;
  /** Resolves with a sentence that says how the process ended. */
  readonly exited: Promise<string>;
  readonly exitCode: Promise<number | null>;
  /** There while the process is. */
  readonly connectionFile: string;
  readonly #child: ChildProcess;
  #stderr = "";

  static async spawn(options: SpawnOptions): Promise<KernelProcess> {
    const ip = "127.0.0.1";
    const ports = await freePorts(channels.length, ip);
    const named = Object.fromEntries(channels.map((channel, i) => [`${channel}_port`, ports[i]]));
    const key = randomBytes(32).toString("hex");
    const connection = { transport: "tcp", ip, key, signature_scheme: "hmac-sha256", ...named } as ConnectionInfo;
    const folder = mkdtempSync(join(tmpdir(), "reticle-kernel-"));
    const file = join(folder, "connection.json");
    writeConnectionFile(file, connection);
    return new KernelProcess(options, connection, folder, file);
  }

  private constructor(options: SpawnOptions, connection: ConnectionInfo, folder: string, file: string) {
    this.connection = connection;
    this.connectionFile = file;
    const [node, ...args] = kernelCommand(file, options.node);
    this.#child = spawn(node, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env, JPY_PARENT_PID: String(process.pid) },
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

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGKILL");
    await this.exited;
  }
}
