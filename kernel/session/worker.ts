/**
 * The worker thread: owns the sockets and the protocol, so that the heartbeat, output and the stop button work while a
 * cell keeps the main thread busy.
 */
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";
import { loadCached } from "../cached-script.ts";
import type { FromEngine, WorkerData } from "../ports.ts";

/** The first cell has been seen to its end then. */
const keepDelay = 2000;

const given = workerData as WorkerData;
const path = fileURLToPath(new URL("./start.cjs", import.meta.url));
const loaded = loadCached<typeof import("./start.ts")>(path, "start");
// What it fails with ends the thread, and the main thread says it.
void loaded.exports.start(given);
const keepLater = ({ type }: FromEngine): void => {
  if (type !== "done") return;
  given.port.off("message", keepLater);
  setTimeout(loaded.keep, keepDelay).unref();
};
given.port.on("message", keepLater);
