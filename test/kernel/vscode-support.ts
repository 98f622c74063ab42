/**
 * The Jupyter extension of VS Code as a front end, as its source has it: it writes the connection file, probes the ports
 * with bare connections, starts the kernelspec's command, talks to the sockets itself, stops cells by a message on the
 * shell channel (not on control), and ends the kernel by SIGTERM to its children and to itself.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import {
  type Channel,
  type ConnectionInfo,
  channels,
  connectClientSockets,
  createSigner,
  decodeMessage,
  encodeMessage,
  type FrameSockets,
  type JsonObject,
  type Message,
  type Signer,
} from "../../kernel/wire/index.ts";
import { emptyFolder, patience } from "./support.ts";

export class VsCode {
  readonly folder = join(emptyFolder(), "a folder with spaces");
  readonly iopub: Message[] = [];
  /** What the kernel publishes makes it, as the extension's library does. */
  status = "unknown";
  stderr = "";
  pid = 0;
  readonly #home = emptyFolder();
  readonly #waiting = new Map<string, (message: Message) => void>();
  readonly #session = randomUUID();
  #sockets!: FrameSockets;
  #signer!: Signer;
  #child!: ChildProcess;
  ended!: Promise<number | string>;

  async start(): Promise<void> {
    mkdirSync(this.folder);
    const { argv, env, interrupt_mode } = this.#installed();
    if (interrupt_mode !== "message") throw new Error(`interrupt_mode is ${interrupt_mode}`);
    const { file, connection } = await this.#connection();
    const [command, ...args] = argv.map((part) => part.replace("{connection_file}", file));
    const environment = { ...process.env, ...env, RETICLE_HISTORY: "off" };
    this.#child = spawn(command, args, { cwd: this.folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    this.pid = this.#child.pid ?? 0;
    this.#child.stderr?.on("data", (text) => (this.stderr += text));
    this.ended = new Promise((resolve) => this.#child.on("exit", (code, signal) => resolve(code ?? signal ?? "")));
    await Promise.all([portIsUsed(connection.shell_port), portIsUsed(connection.iopub_port)]);
    this.#signer = createSigner(connection.key, connection.signature_scheme);
    this.#sockets = connectClientSockets(connection, randomUUID());
    for (const channel of ["shell", "control", "iopub", "stdin"] as const) void this.#listen(channel);
    // Both are sent at once: by the library as it connects, and by the extension. iopub may hear none of the first one.
    await Promise.all([this.#replied("kernel_info_request"), this.#replied("kernel_info_request")]);
    while (this.status !== "idle") await this.#replied("kernel_info_request");
  }

  /** As the user installs the kernel; VS Code looks into the folder in the home folder, whatever Jupyter's variables say. */
  #installed(): { argv: string[]; env: Record<string, string>; interrupt_mode: string } {
    const cli = fileURLToPath(new URL("../../bundle/cli.js", import.meta.url));
    const { JUPYTER_DATA_DIR: _, XDG_DATA_HOME: __, ...env } = process.env;
    execFileSync(process.execPath, [cli, "install"], { env: { ...env, HOME: this.#home }, stdio: "ignore" });
    const kernels = process.platform === "darwin" ? "Library/Jupyter/kernels" : ".local/share/jupyter/kernels";
    return JSON.parse(readFileSync(join(this.#home, kernels, "reticle", "kernel.json"), "utf8"));
  }

  async #connection(): Promise<{ file: string; connection: ConnectionInfo }> {
    const ports = await freePorts(channels.length);
    const named = Object.fromEntries(channels.map((channel, i) => [`${channel}_port`, ports[i]]));
    const rest = { key: randomUUID(), signature_scheme: "hmac-sha256", transport: "tcp", ip: "127.0.0.1" };
    const connection = { ...rest, ...named, kernel_name: "reticle" } as unknown as ConnectionInfo;
    const file = join(this.folder, "kernel-v2-1.json");
    writeFileSync(file, JSON.stringify(connection));
    return { file, connection };
  }

  async #listen(channel: Channel): Promise<void> {
    for await (const frames of this.#sockets[channel].receive()) {
      const message = decodeMessage(frames, this.#signer);
      if (message === null) continue;
      if (channel === "iopub") {
        this.iopub.push(message);
        if (message.header.msg_type === "status") this.status = String(message.content.execution_state);
      }
      this.#waiting.get(`${channel} ${message.parentHeader.msg_id}`)?.(message);
    }
  }

  #replied(type: string): Promise<Message> {
    return this.ask("shell", type, {}, {}, false);
  }

  /** Done, as the library has it, when both the reply and the idle status have come; comm messages have no reply. */
  async ask(
    channel: "shell" | "control",
    type: string,
    content: object,
    metadata: JsonObject = {},
    needsIdle = true,
  ): Promise<Message> {
    const isReplied = type.endsWith("_request");
    const id = randomUUID();
    const heard = (where: Channel, isIt: (message: Message) => boolean) =>
      new Promise<Message>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no answer to ${type} on ${where}; ${this.stderr}`)), patience);
        this.#waiting.set(`${where} ${id}`, (message) => {
          if (!isIt(message)) return;
          clearTimeout(late);
          resolve(message);
        });
      });
    const isIdle = ({ content }: Message) => content.execution_state === "idle";
    const idle = needsIdle || !isReplied ? heard("iopub", isIdle) : null;
    const answered = Promise.all([isReplied ? heard(channel, () => true) : idle, idle]);
    const header = {
      ...{ date: new Date().toISOString(), msg_id: id, msg_type: type },
      ...{ session: this.#session, username: this.#session, version: "5.2" },
    };
    const message = { identities: [], header, parentHeader: {}, metadata, content: { ...content }, buffers: [] };
    await this.#sockets[channel].send(encodeMessage(message as Message, this.#signer));
    const [reply] = await answered;
    if (reply === null) throw new Error(`${type} has neither a reply nor an idle status`);
    return reply;
  }

  /** A cell, as the extension runs it. */
  execute(code: string, cellId = "vscode-notebook-cell:/a/b.ipynb#W0sZmlsZQ%3D%3D"): Promise<Message> {
    const content = { code, silent: false, stop_on_error: false, allow_stdin: true, store_history: true };
    return this.ask("shell", "execute_request", { ...content, user_expressions: {} }, { cellId, tags: [] });
  }

  /** Messages of this kind on iopub with this request as their parent. */
  published(reply: Message, type: string): Message[] {
    const { msg_id } = reply.parentHeader;
    return this.iopub.filter(({ header, parentHeader }) => header.msg_type === type && parentHeader.msg_id === msg_id);
  }

  /** SIGTERM to all children, then to the kernel. */
  async end(): Promise<number | string> {
    for (const pid of [...childrenOf(this.pid), this.pid]) {
      try {
        process.kill(pid, "SIGTERM");
      } catch {
        // Gone already.
      }
    }
    const how = await this.ended;
    for (const socket of Object.values(this.#sockets)) socket.close();
    for (const folder of [this.folder, this.#home]) rmSync(folder, { recursive: true, force: true });
    return how;
  }
}

/** Starts one kernel for all tests of a file. */
export function vsCodeForFile(): VsCode {
  const vsCode = new VsCode();
  if (process.platform === "win32") return vsCode;
  before(() => vsCode.start());
  after(() => vsCode.end());
  return vsCode;
}

/** Where Linux tells it. */
export function childrenOf(pid: number): number[] {
  if (process.platform !== "linux") return [];
  const lists = readdirSync(`/proc/${pid}/task`).map((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8"),
  );
  return lists.join(" ").split(" ").filter(Boolean).map(Number);
}

/** The extension looks for them by listening itself. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Connects without a word and leaves again, until somebody listens. */
async function portIsUsed(port: number): Promise<void> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const isUsed = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
    if (isUsed) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nobody listens on port ${port}`);
}
