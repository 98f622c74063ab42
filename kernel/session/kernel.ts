/** The kernel as a front end meets it: what comes on the sockets and what the engine says, each to the part that knows. */
import type { MessagePort } from "node:worker_threads";
import { type FromEngine, type WorkerData, weightOf } from "../ports.ts";
import {
  type Channel,
  type ConnectionInfo,
  channels,
  createSigner,
  type FrameSocket,
  type FrameSockets,
  type JsonObject,
  type Message,
  Replays,
  readMessage,
  type Signer,
} from "../wire/index.ts";
import { CommChannel } from "./comms.ts";
import { complete } from "./complete.ts";
import { DebugChannel } from "./debug.ts";
import { EngineLink } from "./engine-link.ts";
import { Executor } from "./execute.ts";
import { Executions } from "./executions.ts";
import { errorContent, RequestError, textField } from "./fields.ts";
import { History } from "./history/history.ts";
import { inspect } from "./inspect.ts";
import { Interrupter } from "./interrupt.ts";
import { kernelInfo } from "./kernel-info.ts";
import { LanguageLink } from "./language-link.ts";
import { LateText } from "./late-text.ts";
import { watchLeftovers } from "./leftovers.ts";
import { publishOutput } from "./output.ts";
import { Runs } from "./runs.ts";
import { Session } from "./session.ts";
import { Shells } from "./shells.ts";
import { Shutdown } from "./shutdown.ts";
import { Sigint } from "./sigint.ts";
import { StdinChannel } from "./stdin.ts";
import { TypeChecks } from "./type-checks.ts";

/** The first cells come before the language server, whose start takes two cores for a third of a second; ms. */
const typesDelay = 2000;

export class Kernel {
  readonly #sockets: FrameSockets;
  readonly #connection: ConnectionInfo;
  readonly #signer: Signer;
  readonly #replays = new Replays();
  readonly #session: Session;
  readonly #engine: EngineLink;
  readonly #history = new History();
  readonly #language: LanguageLink;
  readonly #runs = new Runs();
  readonly #executions = new Executions();
  readonly #shells: Shells;
  readonly #comms: CommChannel;
  readonly #stdin: StdinChannel;
  readonly #interrupter: Interrupter;
  readonly #debug: DebugChannel;
  readonly #shutdown: Shutdown;
  /** Messages of the engine, one after another: an output must not be overtaken by the end of its cell. */
  #heard: Promise<void> = Promise.resolve();
  #isWarm = false;

  constructor(
    sockets: FrameSockets,
    connection: ConnectionInfo,
    { folder, port, answers, shared, gathered }: WorkerData,
  ) {
    this.#sockets = sockets;
    this.#connection = connection;
    this.#signer = createSigner(connection.key, connection.signature_scheme);
    const session = new Session(sockets, this.#signer);
    const engine = new EngineLink(port, shared);
    const [history, runs, executions] = [this.#history, this.#runs, this.#executions];
    this.#session = session;
    this.#engine = engine;
    this.#language = new LanguageLink(folder);
    const checks = new TypeChecks(session, engine, this.#language);
    this.#shells = new Shells(() => new Executor({ session, engine, history, runs, executions, checks }));
    this.#comms = new CommChannel(session, engine, runs, this.#shells);
    this.#stdin = new StdinChannel(session, runs, engine, answers);
    this.#interrupter = new Interrupter(engine, executions);
    this.#interrupter.onStuck = (run) => this.#tellStuck(run);
    const sigint = new Sigint(engine, executions, this.#interrupter);
    this.#debug = new DebugChannel(session, engine, executions, this.#interrupter, sigint);
    watchLeftovers(session, engine, executions, runs, this.#interrupter);
    this.#shutdown = new Shutdown(sockets, engine, this.#interrupter, this.#shells, this.#language, history);
    this.#listen(port, gathered);
  }

  serve(): void {
    for (const channel of ["shell", "control", "stdin"] as const) void this.#serve(channel).catch(report);
    void beat(this.#sockets.hb).catch(report);
    void this.#session.welcomeSubscribers().catch(report);
    this.#leaveWithParent();
  }

  #listen(port: MessagePort, gathered: SharedArrayBuffer): void {
    const hear = (message: FromEngine): void => {
      this.#heard = this.#heard.then(() => this.#hear(message)).catch(report);
    };
    const lateText = new LateText(gathered, (text) => {
      this.#engine.takeRoom(weightOf(text));
      hear(text);
    });
    port.on("message", (message: FromEngine) => {
      // It waits for the end of what it stops, which is heard here, too. It comes from the process, not from the engine.
      if (message.type === "interrupt") return void this.#interrupter.interrupt().catch(report);
      lateText.heard(message);
      if (message.type === "answer") return this.#engine.answered(message.ask, message.answer);
      hear(message);
    });
  }

  #tellStuck(run: number): void {
    const parent = this.#runs.parentOf(run);
    const text = "Native code keeps the kernel: it stops when that returns. Restart the kernel if you cannot wait.\n";
    if (parent !== null) void this.#session.publish("stream", parent, { name: "stderr", text }).catch(report);
  }

  async #hear(message: FromEngine): Promise<void> {
    switch (message.type) {
      case "done":
        return this.#executions.finish(message.run, message.outcome);
      case "input":
        return this.#stdin.ask(message);
      case "exiting":
        return this.#shutdown.byEngine(message);
      case "comm":
        await this.#comms.publish(message);
        return this.#engine.published(weightOf(message));
      case "forget":
        return this.#language.forget();
      case "handled":
        return this.#comms.handled(message);
      case "stream":
      case "display":
      case "clear":
      case "error":
        return publishOutput(message, this.#session, this.#runs, this.#engine);
    }
  }

  async #answer(channel: Channel, message: Message): Promise<void> {
    const { header, content } = message;
    const type = header.msg_type;
    /** Says busy, does the work, replies with what it gives or with why it failed, says idle. */
    const reply = (work: () => JsonObject | Promise<JsonObject>) =>
      this.#session.around(header, async () => {
        let answered: JsonObject;
        try {
          if (channel === "shell") this.#shells.check(message);
          answered = await work();
        } catch (error) {
          answered = errorContent(error);
          report(error, type);
        }
        return type.endsWith("_request") ? [this.#session.reply(channel, message, answered)] : [];
      });
    switch (type) {
      case "execute_request":
        if (channel !== "shell") {
          return reply(() => {
            throw new RequestError(`a cell is run by an execute_request on the shell channel, not on ${channel}`);
          });
        }
        // Its shell replies, when it is the cell's turn.
        if (this.#shells.find(message) === null) return reply(() => this.#shells.check(message));
        return this.#shells.find(message)?.add(message);
      case "kernel_info_request":
        await reply(kernelInfo);
        return this.#warmUp();
      case "connect_request":
        return reply(() =>
          Object.fromEntries(channels.map((name) => [`${name}_port`, this.#connection[`${name}_port`]])),
        );
      case "is_complete_request":
        return reply(async () => (await import("./is-complete.ts")).isComplete(textField(content, "code")));
      case "complete_request":
        return reply(() => complete(content, this.#engine, this.#language));
      case "inspect_request":
        return reply(() => inspect(content, this.#engine, this.#language));
      case "history_request":
        return reply(() => this.#history.answer(content));
      case "comm_info_request":
        return reply(() => this.#comms.info(content));
      case "comm_open":
      case "comm_msg":
      case "comm_close":
        return reply(async () => {
          await this.#comms.heard(message, type);
          return {};
        });
      case "create_subshell_request":
        return reply(() => ({ status: "ok", subshell_id: this.#shells.create() }));
      case "delete_subshell_request":
        return reply(async () => {
          await this.#shells.delete(content.subshell_id);
          return { status: "ok" };
        });
      case "list_subshell_request":
        return reply(() => ({ status: "ok", subshell_id: this.#shells.list() }));
      case "debug_request":
        return reply(() => this.#debug.answer(content));
      case "interrupt_request":
        return reply(async () => {
          await this.#interrupter.interrupt();
          return { status: "ok" };
        });
      case "shutdown_request":
        await reply(() => ({ status: "ok", restart: content.restart === true }));
        return this.#shutdown.byRequest();
      default:
        return reply(() => {
          throw new RequestError(`a ${type} on the ${channel} channel is not understood`);
        });
    }
  }

  /** The engine's heavy packages are loaded after the first reply, not before it; the types where no cell comes soon. */
  #warmUp(): void {
    if (this.#isWarm) return;
    this.#isWarm = true;
    this.#engine.post({ type: "warm" });
    const prepare = (): void => {
      if (this.#executions.all.length === 0) void this.#language.prepare().catch(report);
    };
    setTimeout(prepare, typesDelay).unref();
  }

  async #serve(channel: Channel): Promise<void> {
    for await (const frames of this.#sockets[channel].receive()) {
      let message: Message;
      try {
        message = readMessage(frames, this.#signer, this.#replays);
      } catch (error) {
        report(`a message on ${channel} was dropped: ${(error as Error).message}`);
        continue;
      }
      if (channel === "stdin") this.#stdin.heard(message);
      else void this.#answer(channel, message).catch(report);
    }
  }

  /** A kernel whose front end has gone without a word must not stay. */
  #leaveWithParent(): void {
    if (process.env.JPY_PARENT_PID === undefined || process.platform === "win32") return;
    const parent = process.ppid;
    // As ipykernel: it may have gone before this line, and the process is the system's first one's.
    const isOrphan = () => process.ppid !== parent || (process.ppid === 1 && Number(process.env.JPY_PARENT_PID) > 1);
    setInterval(() => {
      if (isOrphan()) void this.#shutdown.byRequest();
    }, 1000);
  }
}

async function beat(socket: FrameSocket): Promise<void> {
  for await (const frames of socket.receive()) await socket.send(frames);
}

export function report(error: unknown, type?: string): void {
  const words = error instanceof Error ? error.message : String(error);
  process.stderr.write(`reticle kernel: ${type === undefined ? "" : `${type}: `}${words}\n`);
}
