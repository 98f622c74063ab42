/** An editor that speaks to `reticle pls --lsp` over its streams. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { type RpcMessage, RpcStream, rpcBytes } from "../../src/cli/pls/rpc-stream.ts";
import { projectRoot } from "../support/project.ts";

export class Editor {
  readonly #child: ChildProcess;
  readonly #stream = new RpcStream();
  readonly #waiting = new Map<number, (message: RpcMessage) => void>();
  readonly told = new Map<
    string,
    { code: string; message: string; range: { start: { line: number; character: number } } }[]
  >();
  #heard: (() => void) | null = null;
  #next = 1;

  constructor() {
    const main = join(projectRoot, "dist", "bundle", "cli.js");
    this.#child = spawn(process.execPath, [main, "pls", "--lsp"], { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdout!.on("data", (piece: Buffer) => {
      for (const message of this.#stream.take(piece)) this.#take(message!);
    });
  }

  #take(message: RpcMessage): void {
    if (message.method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: never[] };
      this.told.set(uri, diagnostics);
      this.#heard?.();
    } else this.#waiting.get(message.id as number)?.(message);
  }

  send(bytes: Buffer | string): void {
    this.#child.stdin!.write(bytes);
  }
  notify(method: string, params: unknown): void {
    this.send(rpcBytes({ method, params }));
  }
  ask(method: string, params: unknown = {}): Promise<RpcMessage> {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.send(rpcBytes({ id, method, params }));
    });
  }
  async result<T>(method: string, uri: string, line = 0, character = 0, more: object = {}): Promise<T> {
    const params = { textDocument: { uri }, position: { line, character }, ...more };
    const { result, error } = await this.ask(method, params);
    assert.equal(error, undefined, error?.message);
    return result as T;
  }
  /** Until the diagnostics of a file are of that many. */
  async diagnostics(uri: string, count: number) {
    while (this.told.get(uri)?.length !== count) await new Promise<void>((resolve) => (this.#heard = resolve));
    return this.told.get(uri)!;
  }
  ended(): Promise<number | null> {
    return new Promise((resolve) => this.#child.once("exit", resolve));
  }
  kill(): void {
    this.#child.kill();
  }
}
