/** The worker's start: the sockets are bound, then the front end and the engine are listened to. */
import type { FromEngine, WorkerData } from "../ports.ts";
import {
  bindKernelSockets,
  hasPorts,
  isReadByOthers,
  readConnectionFile,
  rewriteConnectionFile,
} from "../wire/index.ts";
import { Kernel, report } from "./kernel.ts";

export async function start(given: WorkerData): Promise<void> {
  const { connectionFile, port } = given;
  const asked = readConnectionFile(connectionFile);
  const { sockets, connection } = await bindKernelSockets(asked);
  const kernel = new Kernel(sockets, connection, given);
  if (connection.key !== "" && isReadByOthers(connectionFile)) {
    report(`others can read ${connectionFile} and so run code here; its mode should be 0600`);
  }
  if (!hasPorts(asked)) rewriteConnectionFile(connectionFile, connection);
  kernel.serve();
  port.postMessage({ type: "listening" } satisfies FromEngine);
}
