/**
 * The worker thread: owns the sockets and the protocol, so that the heartbeat, output and the stop button work while a
 * cell keeps the main thread busy.
 */
import { workerData } from "node:worker_threads";
import { type FromEngine, type WorkerData, weightOf } from "../ports.ts";
import {
  bindKernelSockets,
  type Channel,
  channels,
  createSigner,
  type FrameSocket,
  hasPorts,
  isReadByOthers,
  type JsonObject,
  type Message,
  Replays,
  readConnectionFile,
  readMessage,
  rewriteConnectionFile,
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
import { StdinChannel } from "./stdin.ts";
import { TypeChecks } from "./type-checks.ts";

const { connectionFile, folder, port, answers, shared: memory, gathered } = workerData as WorkerData;
const asked = readConnectionFile(connectionFile);
const signer = createSigner(asked.key, asked.signature_scheme);
const replays = new Replays();
const { sockets, connection } = await bindKernelSockets(asked);
const session = new Session(sockets, signer);
const engine = new EngineLink(port, memory);
const history = new History();
const language = new LanguageLink(folder);
const runs = new Runs();
const executions = new Executions();
const checks = new TypeChecks(session, engine, language);
const shells = new Shells(() => new Executor({ session, engine, history, runs, executions, checks }));
const comms = new CommChannel(session, engine, runs, shells);
const stdin = new StdinChannel(session, runs, engine, answers);
const interrupter = new Interrupter(engine, executions);
interrupter.onStuck = (run) => {
  const parent = runs.parentOf(run);
  const text = "Native code keeps the kernel: it stops when that returns. Restart the kernel if you cannot wait.\n";
  if (parent !== null) void session.publish("stream", parent, { name: "stderr", text }).catch(report);
};
const debug = new DebugChannel(session, engine, executions, interrupter);
watchLeftovers(session, engine, executions, runs, interrupter);
const shutdown = new Shutdown(sockets, engine, interrupter, shells, language, history);

/** Messages of the engine, one after another: an output must not be overtaken by the end of its cell. */
let heard: Promise<void> = Promise.resolve();
const lateText = new LateText(gathered, (text) => {
  engine.takeRoom(weightOf(text));
  heard = heard.then(() => hear(text)).catch(report);
});
port.on("message", (message: FromEngine) => {
  // It waits for the end of what it stops, which is heard here, too. It comes from the process, not from the engine.
  if (message.type === "interrupt") return void interrupter.interrupt().catch(report);
  lateText.heard(message);
  if (message.type === "answer") return engine.answered(message.ask, message.answer);
  heard = heard.then(() => hear(message)).catch(report);
});

async function hear(message: FromEngine): Promise<void> {
  switch (message.type) {
    case "done":
      return executions.finish(message.run, message.outcome);
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
  const { header, content } = message;
  const type = header.msg_type;
  /** Says busy, does the work, replies with what it gives or with why it failed, says idle. */
  const reply = (work: () => JsonObject | Promise<JsonObject>) =>
    session.around(header, async () => {
      let answered: JsonObject;
      try {
        if (channel === "shell") shells.check(message);
        answered = await work();
      } catch (error) {
        answered = errorContent(error);
        report(error, type);
      }
      if (type.endsWith("_request")) await session.reply(channel, message, answered);
    });
  switch (type) {
    case "execute_request":
      if (channel !== "shell") {
        return reply(() => {
          throw new RequestError(`a cell is run by an execute_request on the shell channel, not on ${channel}`);
        });
      }
      // Its shell replies, when it is the cell's turn.
      if (shells.find(message) === null) return reply(() => shells.check(message));
      return shells.find(message)?.add(message);
    case "kernel_info_request":
      await reply(kernelInfo);
      return warmUp();
    case "connect_request":
      return reply(() => Object.fromEntries(channels.map((name) => [`${name}_port`, connection[`${name}_port`]])));
    case "is_complete_request":
      return reply(async () => (await import("./is-complete.ts")).isComplete(textField(content, "code")));
    case "complete_request":
      return reply(() => complete(content, engine, language));
    case "inspect_request":
      return reply(() => inspect(content, engine, language));
    case "history_request":
      return reply(() => history.answer(content));
    case "comm_info_request":
      return reply(() => comms.info(content));
    case "comm_open":
    case "comm_msg":
    case "comm_close":
      return reply(async () => {
        await comms.heard(message, type);
        return {};
      });
    case "create_subshell_request":
      return reply(() => ({ status: "ok", subshell_id: shells.create() }));
    case "delete_subshell_request":
      return reply(async () => {
        await shells.delete(content.subshell_id);
        return { status: "ok" };
      });
    case "list_subshell_request":
      return reply(() => ({ status: "ok", subshell_id: shells.list() }));
    case "debug_request":
      return reply(() => debug.answer(content));
    case "interrupt_request":
      return reply(async () => {
        await interrupter.interrupt();
        return { status: "ok" };
      });
    case "shutdown_request":
      await reply(() => ({ status: "ok", restart: content.restart === true }));
      return shutdown.byRequest();
    default:
      return reply(() => {
        throw new RequestError(`a ${type} on the ${channel} channel is not understood`);
      });
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
    let message: Message;
    try {
      message = readMessage(frames, signer, replays);
    } catch (error) {
      report(`a message on ${channel} was dropped: ${(error as Error).message}`);
      continue;
    }
    if (channel === "stdin") stdin.heard(message);
    else void answer(channel, message).catch(report);
  }
}

async function beat(socket: FrameSocket): Promise<void> {
  for await (const frames of socket.receive()) await socket.send(frames);
}

function report(error: unknown, type?: string): void {
  const words = error instanceof Error ? error.message : String(error);
  process.stderr.write(`reticle kernel: ${type === undefined ? "" : `${type}: `}${words}\n`);
}

/** A kernel whose front end has gone without a word must not stay. */
function leaveWithParent(): void {
  if (process.env.JPY_PARENT_PID === undefined || process.platform === "win32") return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void shutdown.byRequest();
  }, 1000);
}

if (connection.key !== "" && isReadByOthers(connectionFile)) {
  report(`others can read ${connectionFile} and so run code here; its mode should be 0600`);
}
for (const channel of ["shell", "control", "stdin"] as const) void serve(channel).catch(report);
void beat(sockets.hb).catch(report);
void session.welcomeSubscribers().catch(report);
leaveWithParent();
if (!hasPorts(asked)) rewriteConnectionFile(connectionFile, connection);
await session.status("starting", {});
engine.post({ type: "listening" });
