/**
 * The thread that hears SIGINT: it sleeps in a script that the signal ends, says so and sleeps again.
 *
 * Trap: where no such script is left, the signal ends the process. So there are many, one in another: the signal ends
 * the innermost, and one of many that come at once perhaps the one around it before that sleeps again.
 */
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { shared } from "../ports.ts";

const levels = 64;
const sleep = new Script("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)");
const deeper = new Script("deeper()");
const scope = globalThis as unknown as { deeper(): void };

let level = 0;
scope.deeper = () => {
  const own = ++level;
  if (own === levels) {
    // Not before: until then Node's handler is the one that counts.
    Atomics.store(workerData as Int32Array, shared.sigint, 1);
    parentPort?.postMessage("listening");
  }
  for (;;) {
    try {
      (own === levels ? sleep : deeper).runInThisContext({ breakOnSigint: true, displayErrors: false });
    } catch {
      level = own;
      parentPort?.postMessage("signal");
    }
  }
};
scope.deeper();
