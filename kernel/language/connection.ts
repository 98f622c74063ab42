/**
 * One language server's process: requests with ids and deadlines over its standard streams. Every request is settled:
 * with the answer, or with null where the server failed, was too slow or has died.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { encodeRpc, type RpcMessage, RpcReader } from "./framing.ts";

export class LanguageConnection {
  readonly #child: ChildProcess;
  readonly #reader = new RpcReader();
  readonly #asked = new Map<number | string, (result: unknown) => void>();
  #ids = 0;
  #isOpen = true;

  constructor([executable, ...args]: readonly string[]) {
    this.#child = spawn(executable, args, { stdio: ["pipe", "pipe", "ignore"], windowsHide: true });
    this.#child.on("error", () => this.close());
    this.#child.on("exit", () => this.close());
    // A server that has died is noticed by its exit; what was written to it meanwhile is lost.
    this.#child.stdin?.on("error", () => {});
    this.#child.stdout?.on("data", (piece: Buffer) => this.#hear(piece));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  request<T>(method: string, params: unknown, deadline: number): Promise<T | null> {
    if (!this.#isOpen) return Promise.resolve(null);
    const id = ++this.#ids;
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.notify("$/cancelRequest", { id });
        finish(null);
      }, deadline);
      const finish = (result: unknown): void => {
        clearTimeout(late);
        this.#asked.delete(id);
        resolve((result ?? null) as T | null);
      };
      this.#asked.set(id, finish);
      this.#send({ id, method, params });
    });
  }

  notify(method: string, params: unknown): void {
    if (this.#isOpen) this.#send({ method, params });
  }

  /** At once: the server has nothing to save. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#child.kill("SIGKILL");
    for (const finish of [...this.#asked.values()]) finish(null);
  }

  #send(message: RpcMessage): void {
    this.#child.stdin?.write(encodeRpc(message));
  }

  #hear(piece: Buffer): void {
    try {
      for (const message of this.#reader.take(piece)) this.#take(message);
    } catch {
      // What does not read as the protocol cannot be followed any more.
      this.close();
    }
  }

  #take({ id, method, params, result }: RpcMessage): void {
    if (method === undefined) {
      if (id !== undefined) this.#asked.get(id)?.(result);
    } else if (id !== undefined) this.#send({ id, result: answerTo(method, params) });
  }
}

/**
 * The server's settings, the same for all that it asks for, in VS Code's words. Nothing is fetched behind the user's back;
 * and names that would have to be imported first, which no front end does, are not collected from all packages there are.
 */
const settings = { disableAutomaticTypeAcquisition: true, suggest: { autoImports: false } };

/** It asks for settings; everything else is only acknowledged. */
function answerTo(method: string, params: unknown): unknown {
  if (method !== "workspace/configuration") return null;
  return ((params as { items?: unknown[] }).items ?? []).map(() => settings);
}
