/**
 * The worker thread: owns the sockets and the protocol, so that the heartbeat, output and the stop button work while a
 * cell keeps the main thread busy.
 */
import { workerData } from "node:worker_threads";
import { type FromEngine, type WorkerData, weightOf } from "../ports.ts";
import {
  bindKernelSockets,
  type Channel,
  createSigner,
  decodeMessage,
  type FrameSocket,
  type Message,
  readConnectionFile,
} from "../wire/index.ts";
import { CommChannel } from "./comms.ts";
import { complete } from "./complete.ts";
import { EngineLink } from "./engine-link.ts";
import { Executor } from "./execute.ts";
import { History } from "./history/history.ts";
import { inspect } from "./inspect.ts";
import { Interrupter } from "./interrupt.ts";
import { kernelInfo } from "./kernel-info.ts";
import { LanguageLink } from "./language-link.ts";
import { watchLeftovers } from "./leftovers.ts";
import { publishOutput } from "./output.ts";
import { Runs } from "./runs.ts";
import { Session } from "./session.ts";
import { Shutdown } from "./shutdown.ts";
import { StdinChannel } from "./stdin.ts";
import { TypeChecks } from "./type-checks.ts";

const { connectionFile, port, answers, shared: memory } = workerData as WorkerData;
const connection = readConnectionFile(connectionFile);
const signer = createSigner(connection.key, connection.signature_scheme);
const sockets = await bindKernelSockets(connection);
const session = new Session(sockets, signer);
const engine = new EngineLink(port, memory);
const history = new History();
const language = new LanguageLink();
const runs = new Runs();
const executor = new Executor(session, engine, history, runs, new TypeChecks(session, engine, language));
const comms = new CommChannel(session, engine, runs);
const stdin = new StdinChannel(session, runs, engine, answers);
const interrupter = new Interrupter(engine, executor);
watchLeftovers(session, engine, executor, runs, interrupter);
const shutdown = new Shutdown(sockets, engine, interrupter, executor, language, history);

/** Messages of the engine, one after another: an output must not be overtaken by the end of its cell. */
let heard: Promise<void> = Promise.resolve();
port.on("message", (message: FromEngine) => {
  if (message.type === "answer") return engine.answered(message.ask, message.answer);
  heard = heard.then(() => hear(message)).catch(report);
});

async function hear(message: FromEngine): Promise<void> {
  switch (message.type) {
    case "done":
      return executor.heard(message);
    case "input":
      return stdin.ask(message);
    case "exiting":
      return shutdown.byEngine(message);
    case "comm":
      await comms.publish(message);
      return engine.published(weightOf(message));
    case "forget":
      return language.forget();
    case "handled":
      return comms.handled(message);
    case "stream":
    case "display":
    case "clear":
    case "error":
      return publishOutput(message, session, runs, engine);
  }
}

async function answer(channel: Channel, message: Message): Promise<void> {
  const reply = (content: Record<string, unknown>) => session.reply(channel, message, content);
  const { content } = message;
  switch (message.header.msg_type) {
    case "execute_request":
      return executor.add(message);
    case "kernel_info_request":
      await session.around(message.header, () => reply(kernelInfo()));
      return warmUp();
    case "is_complete_request":
      return session.around(message.header, async () => {
        const { isComplete } = await import("./is-complete.ts");
        return reply(isComplete(String(content.code ?? "")));
      });
    case "complete_request":
      return session.around(message.header, async () => reply(await complete(content, engine, language)));
    case "inspect_request":
      return session.around(message.header, async () => reply(await inspect(content, engine, language)));
    case "history_request":
      return session.around(message.header, async () => reply(await history.answer(content)));
    case "comm_info_request":
      return session.around(message.header, () => reply(comms.info(content)));
    case "comm_open":
    case "comm_msg":
    case "comm_close": {
      const kind = message.header.msg_type;
      return session.around(message.header, () => comms.heard(message, kind));
    }
    case "interrupt_request":
      return session.around(message.header, async () => {
        await interrupter.interrupt();
        await reply({ status: "ok" });
      });
    case "shutdown_request":
      await session.around(message.header, () => reply({ status: "ok", restart: content.restart === true }));
      return shutdown.byRequest();
    default:
      report(new Error(`a ${message.header.msg_type} on ${channel} is not understood`));
  }
}

/** The engine's heavy packages are loaded after the first reply, not before it. */
let warm = false;
function warmUp(): void {
  if (!warm) engine.post({ type: "warm" });
  warm = true;
}

async function serve(channel: Channel): Promise<void> {
  for await (const frames of sockets[channel].receive()) {
    const message = decodeMessage(frames, signer);
    if (message === null) report(new Error(`a message on ${channel} was dropped: its signature or form is wrong`));
    else if (channel === "stdin") stdin.heard(message);
    else void answer(channel, message).catch(report);
  }
}

async function beat(socket: FrameSocket): Promise<void> {
  for await (const frames of socket.receive()) await socket.send(frames);
}

function report(error: unknown): void {
  process.stderr.write(`reticle kernel: ${error instanceof Error ? error.message : String(error)}\n`);
}

/** A kernel whose front end has gone without a word must not stay. */
function leaveWithParent(): void {
  if (process.env.JPY_PARENT_PID === undefined || process.platform === "win32") return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void shutdown.byRequest();
  }, 1000);
}

for (const channel of ["shell", "control", "stdin"] as const) void serve(channel).catch(report);
void beat(sockets.hb).catch(report);
void session.welcomeSubscribers().catch(report);
leaveWithParent();
await session.status("starting", {});
engine.post({ type: "listening" });
