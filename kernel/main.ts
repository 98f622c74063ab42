/**
 * The kernel: `node --no-force-async-hooks-checks --disable-warning=ExperimentalWarning main.cjs CONNECTION_FILE`.
 *
 * This thread runs the user's code, a worker talks to the front end. The worker starts first and answers alone, the
 * engine and its packages are loaded beside it. The build makes CommonJS of the three, which Node starts sooner.
 */
import { existsSync, writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { MessageChannel, Worker } from "node:worker_threads";
import { loadCached } from "./cached-script.ts";
import { dropKernelEnvironment } from "./command.ts";
import { enterStartFolder } from "./engine/working-folder.ts";
import { GatheredText } from "./gathered-text.ts";
import { type FromEngine, shared, type ToEngine, type WorkerData } from "./ports.ts";
import { hearSigint } from "./sigint.ts";

const later = setTimeout;
/** To whoever started the kernel. The engine will lead what is written to these descriptors into cells. */
const writeToTerminal = writeSync;
const left = enterStartFolder();
const folder = process.cwd();
dropKernelEnvironment();
if (process.argv[2] === undefined) {
  complain("usage: node main.cjs CONNECTION_FILE");
  process.exit(2);
}
const connectionFile = resolve(folder, process.argv[2]);
const { port1, port2 } = new MessageChannel();
const stdin = new MessageChannel();
const memory = new SharedArrayBuffer(shared.length * Int32Array.BYTES_PER_ELEMENT);
const sharedMemory = new Int32Array(memory);
const gathered = new SharedArrayBuffer(GatheredText.byteLength);
const workerData: WorkerData = { connectionFile, folder, port: port2, answers: stdin.port2, shared: memory, gathered };
const worker = new Worker(new URL("./session/worker.cjs", import.meta.url), {
  workerData,
  transferList: [port2, stdin.port2],
  // Its words are for whoever started the kernel, not for a cell.
  stdout: true,
  stderr: true,
});
worker.stderr.on("data", (text) => writeToTerminal(2, text));
worker.stdout.on("data", (text) => writeToTerminal(2, text));
const exit = process.exit.bind(process);
worker.on("error", (error) => {
  // A thread that starts asks for the working folder.
  const why = existsSync(folder) ? error.message : `the folder ${folder} was deleted while the kernel started`;
  complain(why);
  exit(1);
});

/**
 * Stops cells that await, and those that the engine has not seen yet; one that computes is stopped by its own script.
 * Without a listener, and from the very start, the signal would end the kernel.
 */
const onSigint = (): void => port1.postMessage({ type: "interrupt" } satisfies FromEngine);
hearSigint(onSigint, () => Atomics.load(sharedMemory, shared.sigint) === 1);

/** The first cell has ended then, ms. */
const keepDelay = 2000;
/** Messages that came before the engine was there. */
const waiting: ToEngine[] = [];
let handle = (message: ToEngine): void => {
  waiting.push(message);
  load();
};
port1.on("message", (message: ToEngine | (FromEngine & { type: "listening" | "warm" })) => {
  if (message.type === "listening") return;
  if (message.type === "warm") return load();
  handle(message);
});

// With a second core the engine is loaded while the worker starts; else the worker's first reply comes first.
if (availableParallelism() > 1) setImmediate(load);

let isLoaded = false;
function load(): void {
  if (isLoaded) return;
  isLoaded = true;
  const url = new URL("./engine/engine.cjs", import.meta.url);
  const loaded = loadCached<typeof import("./engine/engine.ts")>(fileURLToPath(url), "engine");
  const engine = new loaded.exports.Engine(port1, sharedMemory, gathered, stdin.port1, onSigint, left);
  handle = (message) => {
    if (message.type === "execute") {
      later(loaded.keep, keepDelay).unref();
      handle = (next) => engine.handle(next);
    }
    engine.handle(message);
  };
  for (const message of waiting.splice(0)) handle(message);
}

function complain(text: string): void {
  writeToTerminal(2, `reticle kernel: ${text}\n`);
}
