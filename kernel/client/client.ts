/**
 * A headless front end: starts a kernel, talks to it over its real sockets, collects outputs as a notebook would hold
 * them. `reticle run` and the tests use it.
 */
import { randomUUID } from "node:crypto";
import {
  type Channel,
  type ConnectionInfo,
  connectClientSockets,
  createSigner,
  decodeMessage,
  encodeMessage,
  type FrameSockets,
  type JsonObject,
  type Message,
  newHeader,
  type Signer,
} from "../wire/index.ts";
import { type Output, OutputCollector } from "./outputs.ts";
import { KernelProcess } from "./process.ts";

export interface StartOptions {
  /** The notebook's folder. */
  readonly cwd: string;
  /** Among others RETICLE_HISTORY, a folder: without it the inputs are not kept. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How long the kernel may take to start, ms. */
  readonly timeoutMs?: number;
  /** Another Node to run the kernel with. */
  readonly node?: string;
  /** With a language server: typed completion, and displays of type errors. Without it outputs are the cells' own. */
  readonly language?: boolean;
}

export interface ExecuteOptions {
  readonly onIopub?: (message: Message) => void;
  readonly silent?: boolean;
  readonly storeHistory?: boolean;
  readonly stopOnError?: boolean;
  /** Answers `input` of the cell; without it the cell cannot ask. */
  readonly onStdin?: (question: { readonly prompt: string; readonly password: boolean }) => string | Promise<string>;
  readonly userExpressions?: Readonly<Record<string, string>>;
  /** The name of the notebook's cell, the same whenever it is executed. */
  readonly cellId?: string;
  /** The subshell that runs the cell, beside the main shell. */
  readonly subshell?: string;
  /** After so many ms the call fails; the cell is not stopped by that. */
  readonly timeoutMs?: number;
}

export interface SendOptions {
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
  readonly subshell?: string;
}

export interface ExecuteResult {
  /** The content of the execute_reply. */
  readonly reply: JsonObject;
  readonly outputs: Output[];
}

type Waiter = (message: Message) => void;

export class KernelClient {
  readonly connection: ConnectionInfo;
  readonly #process: KernelProcess;
  readonly #sockets: FrameSockets;
  readonly #signer: Signer;
  readonly #session = randomUUID();
  /** By channel and parent message. */
  readonly #waiting = new Map<string, Waiter>();
  /** Outputs by display id: an update may come from a later cell. */
  readonly #collectors = new Set<OutputCollector>();
  readonly #failed = new Set<(error: Error) => void>();
  readonly #listeners = new Set<Waiter>();
  #info: JsonObject = {};
  #heardIopub: () => void = () => {};
  #closed = false;

  static async start(options: StartOptions): Promise<KernelClient> {
    const { timeoutMs = 60_000 } = options;
    const defaults = { RETICLE_LANGUAGE: options.language === true ? "on" : "off", RETICLE_HISTORY: "off" };
    const kernel = new KernelProcess({ ...options, env: { ...defaults, ...options.env } });
    try {
      const client = new KernelClient(kernel, await kernel.listening(timeoutMs));
      await client.#handshake(timeoutMs).catch((error) => {
        client.#close();
        throw error;
      });
      return client;
    } catch (error) {
      await kernel.kill();
      throw error;
    }
  }

  private constructor(kernel: KernelProcess, connection: ConnectionInfo) {
    this.#process = kernel;
    this.connection = connection;
    this.#signer = createSigner(connection.key, connection.signature_scheme);
    this.#sockets = connectClientSockets(connection, this.#session);
    for (const channel of ["shell", "control", "iopub", "stdin"] as const) void this.#listen(channel);
    kernel.exited.then((why) => {
      if (!this.#closed) for (const fail of [...this.#failed]) fail(new Error(why));
    });
  }

  get kernelInfo(): JsonObject {
    return this.#info;
  }

  /** The kernel's process. */
  get pid(): number {
    return this.#process.pid;
  }

  get connectionFile(): string {
    return this.#process.connectionFile;
  }

  /** Resolves with the exit code, or null where a signal ended the process. */
  get exitCode(): Promise<number | null> {
    return this.#process.exitCode;
  }

  /** Resolves after both the reply and the idle status, so that every output is there. */
  async execute(code: string, options: ExecuteOptions = {}): Promise<ExecuteResult> {
    const collector = new OutputCollector(this.#collectors);
    const content = {
      code,
      silent: options.silent ?? false,
      store_history: options.storeHistory ?? true,
      user_expressions: options.userExpressions ?? {},
      allow_stdin: options.onStdin !== undefined,
      stop_on_error: options.stopOnError ?? true,
    };
    const onIopub = (message: Message): void => {
      collector.take(message);
      options.onIopub?.(message);
    };
    const metadata = options.cellId === undefined ? {} : { cellId: options.cellId };
    const message = this.#message("execute_request", content, { metadata, subshell: options.subshell });
    const questions = `stdin ${message.header.msg_id}`;
    this.#waiting.set(questions, (question) => void this.#answer(question, options.onStdin));
    const reply = await this.#exchange("shell", message, onIopub, options.timeoutMs).finally(() =>
      this.#waiting.delete(questions),
    );
    return { reply: reply.content, outputs: collector.outputs };
  }

  async #answer({ header, content }: Message, onStdin: ExecuteOptions["onStdin"]): Promise<void> {
    const value = await onStdin?.({ prompt: String(content.prompt), password: content.password === true });
    if (value === undefined || this.#closed) return;
    const reply = { ...this.#message("input_reply", { status: "ok", value }), parentHeader: header };
    await this.#sockets.stdin.send(encodeMessage(reply, this.#signer));
  }

  /** Sends any request and resolves with its reply, after the kernel is idle again. */
  async request(
    channel: Channel,
    type: string,
    content: JsonObject = {},
    timeoutMs?: number,
    options: SendOptions = {},
  ): Promise<Message> {
    return this.#exchange(channel, this.#message(type, content, options), () => {}, timeoutMs);
  }

  /** Hears every message on iopub, whoever's it is; returns a function that ends this. */
  onIopub(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends a message without waiting for anything; returns its id. */
  async send(channel: Channel, type: string, content: JsonObject = {}, options: SendOptions = {}): Promise<string> {
    const message = this.#message(type, content, options);
    await this.#sockets[channel].send(encodeMessage(message, this.#signer));
    return message.header.msg_id;
  }

  /** Stops the cell that runs. */
  async interrupt(): Promise<void> {
    await this.request("control", "interrupt_request");
  }

  /** True where the kernel echoes within `timeoutMs`. */
  async heartbeat(timeoutMs = 10_000): Promise<boolean> {
    const beat = (async () => {
      await this.#sockets.hb.send([Buffer.from("ping")]);
      for await (const [answer] of this.#sockets.hb.receive()) return Buffer.from(answer).toString() === "ping";
      return false;
    })();
    return Promise.race([beat, timer(timeoutMs).then(() => false)]);
  }

  /** Asks the kernel to leave, and ends it where it does not. */
  async shutdown(options: { restart?: boolean; timeoutMs?: number } = {}): Promise<void> {
    if (this.#closed) return;
    const patience = options.timeoutMs ?? 5000;
    this.#closed = true;
    const gone = this.#process.exited;
    const asked = this.request("control", "shutdown_request", { restart: options.restart ?? false }).then(() => gone);
    asked.catch(() => {});
    await Promise.race([asked.catch(() => {}), gone, timer(patience)]);
    this.#close();
    await this.#process.kill();
  }

  async #handshake(timeoutMs: number): Promise<void> {
    // Until the subscription has reached the kernel, iopub messages are lost: one has to come first.
    const heard = new Promise<void>((resolve) => {
      this.#heardIopub = resolve;
    });
    const info = this.#exchange("shell", this.#message("kernel_info_request", {}), () => {}, timeoutMs, false);
    const [reply] = await Promise.all([info, this.#orFail(heard, timeoutMs, "iopub message")]);
    this.#info = reply.content;
  }

  async #exchange(
    channel: Channel,
    message: Message,
    onIopub: (message: Message) => void,
    timeoutMs?: number,
    needsIdle = true,
  ): Promise<Message> {
    const { msg_id: id, msg_type: type } = message.header;
    const replied = new Promise<Message>((resolve) => this.#waiting.set(`${channel} ${id}`, resolve));
    const idle = new Promise<void>((resolve) => {
      this.#waiting.set(`iopub ${id}`, (heard) => {
        onIopub(heard);
        if (heard.header.msg_type === "status" && heard.content.execution_state === "idle") resolve();
      });
    });
    await this.#sockets[channel].send(encodeMessage(message, this.#signer));
    const both = Promise.all([replied, needsIdle ? idle : null]).then(([reply]) => reply);
    try {
      return await this.#orFail(both, timeoutMs, type);
    } finally {
      this.#waiting.delete(`${channel} ${id}`);
      // What a timer of this cell says later still belongs to it.
      if (type !== "execute_request") this.#waiting.delete(`iopub ${id}`);
    }
  }

  /** Fails where the kernel dies or the time is over. */
  #orFail<T>(work: Promise<T>, timeoutMs: number | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const late =
        timeoutMs === undefined
          ? undefined
          : setTimeout(
              () => fail(new Error(`the kernel did not answer the ${what} within ${timeoutMs} ms`)),
              timeoutMs,
            );
      const settle = (): void => {
        clearTimeout(late);
        this.#failed.delete(fail);
      };
      const fail = (error: Error): void => {
        settle();
        reject(error);
      };
      this.#failed.add(fail);
      work.then((value) => {
        settle();
        resolve(value);
      }, fail);
    });
  }

  #message(type: string, content: JsonObject, options: SendOptions = {}): Message {
    const { metadata = {}, buffers = [], subshell } = options;
    const header = { ...newHeader(type, this.#session, "client"), ...(subshell && { subshell_id: subshell }) };
    return { identities: [], header, parentHeader: {}, metadata, content, buffers };
  }

  async #listen(channel: Channel): Promise<void> {
    for await (const frames of this.#sockets[channel].receive()) {
      const message = decodeMessage(frames, this.#signer);
      if (message === null) continue;
      if (channel === "iopub") {
        this.#heardIopub();
        for (const listener of this.#listeners) listener(message);
      }
      this.#waiting.get(`${channel} ${message.parentHeader.msg_id}`)?.(message);
    }
  }

  #close(): void {
    this.#closed = true;
    for (const socket of Object.values(this.#sockets)) socket.close();
  }
}

function timer(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
