/** A kernel that is talked to in frames, also in such that no client sends. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { whenListening } from "../../kernel/client/process.ts";
import { kernelCommand } from "../../kernel/command.ts";
import {
  type ConnectionInfo,
  channels,
  connectClientSockets,
  createSigner,
  encodeMessage,
  type FrameSockets,
  type Message,
  newHeader,
  readMessage,
  writeConnectionFile,
} from "../../kernel/wire/index.ts";
import { emptyFolder, patience } from "./support.ts";

/** Of a kernel that chooses its ports. */
export function connection(more: Partial<ConnectionInfo> = {}): ConnectionInfo {
  const named = Object.fromEntries(channels.map((channel) => [`${channel}_port`, 0]));
  const usual = { transport: "tcp", ip: "127.0.0.1", key: "k", signature_scheme: "hmac-sha256" };
  return { ...usual, ...named, ...more } as ConnectionInfo;
}

/** A kernel of which every word on stderr is known. */
export class RawKernel {
  readonly sockets: FrameSockets;
  readonly signer;
  words = "";
  readonly #child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly #replies: AsyncIterator<Uint8Array[]>;

  static async start(info: ConnectionInfo, mode = 0o600): Promise<RawKernel> {
    const file = join(emptyFolder(), "connection.json");
    writeConnectionFile(file, info);
    chmodSync(file, mode);
    const [node, ...args] = kernelCommand(file);
    const child = spawn(node, args, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, RETICLE_HISTORY: "off", RETICLE_LANGUAGE: "off", JPY_PARENT_PID: String(process.pid) },
    });
    return new RawKernel(child, await whenListening(file, AbortSignal.timeout(patience)));
  }

  private constructor(child: ChildProcess, info: ConnectionInfo) {
    this.#child = child;
    child.stderr?.on("data", (text) => {
      this.words += text;
    });
    this.ended = new Promise((resolve) => child.on("close", resolve));
    this.signer = createSigner(info.key, info.signature_scheme);
    this.sockets = connectClientSockets(info, "raw");
    this.#replies = this.sockets.shell.receive()[Symbol.asyncIterator]();
  }

  frames(type: string, content: unknown, more: Partial<Message> = {}): Uint8Array[] {
    const header = newHeader(type, "raw");
    const message = { identities: [], header, parentHeader: {}, metadata: {}, content, buffers: [], ...more };
    return encodeMessage(message as Message, this.signer).map((frame) => Buffer.from(frame));
  }

  /** Sends JSON texts as a signed message. */
  async sendTexts(texts: readonly string[]): Promise<void> {
    const parts = texts.map((part) => Buffer.from(part));
    await this.sockets.shell.send([Buffer.from("<IDS|MSG>"), this.signer.sign(parts), ...parts]);
  }

  async reply(): Promise<Message> {
    const { value } = await this.#replies.next();
    return readMessage(value, this.signer);
  }

  async ask(type: string, content: unknown): Promise<Message> {
    await this.sockets.shell.send(this.frames(type, content));
    return this.reply();
  }

  /** The reply to this very request; those to others are passed over. */
  async answerTo(type: string, content: unknown): Promise<Message> {
    const header = newHeader(type, "raw");
    await this.sockets.shell.send(this.frames(type, content, { header }));
    for (;;) {
      const reply = await this.reply();
      if (reply.parentHeader.msg_id === header.msg_id) return reply;
    }
  }

  /** What is said goes through two threads and a pipe. */
  async says(words: RegExp): Promise<void> {
    const end = Date.now() + patience;
    while (!words.test(this.words) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.match(this.words, words);
  }

  async end(): Promise<void> {
    for (const socket of Object.values(this.sockets)) socket.close();
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}
