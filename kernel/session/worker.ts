/**
 * The worker thread: owns the sockets and the protocol, so that the heartbeat, output and the stop button work while a
 * cell keeps the main thread busy.
 */
import { workerData } from "node:worker_threads";
import type { FromEngine, WorkerData } from "../ports.ts";
import {
  bindKernelSockets,
  hasPorts,
  isReadByOthers,
  readConnectionFile,
  rewriteConnectionFile,
} from "../wire/index.ts";
import { Kernel, report } from "./kernel.ts";

const given = workerData as WorkerData;

async function start(): Promise<void> {
  const { connectionFile, port } = given;
  const asked = readConnectionFile(connectionFile);
  const { sockets, connection } = await bindKernelSockets(asked);
  const kernel = new Kernel(sockets, connection, given);
  if (connection.key !== "" && isReadByOthers(connectionFile)) {
    report(`others can read ${connectionFile} and so run code here; its mode should be 0600`);
  }
  if (!hasPorts(asked)) rewriteConnectionFile(connectionFile, connection);
  await kernel.serve();
  port.postMessage({ type: "listening" } satisfies FromEngine);
}

// What it fails with ends the thread, and the main thread says it. Not awaited here: the build makes CommonJS of this.
void start();
