/** `process.exit` in a cell: what was said so far is published and the sockets are closed before the process ends. */
import { shared } from "../ports.ts";
import type { Outlet } from "./outlet.ts";

const patience = 3000;
const exit = process.exit.bind(process);

export function leave(outlet: Outlet, memory: Int32Array, code?: number): never {
  const status = Number(code ?? process.exitCode ?? 0);
  outlet.send({ type: "exiting", code: status });
  Atomics.wait(memory, shared.closed, 0, patience);
  return exit(status);
}
