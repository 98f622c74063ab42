/**
 * `process.exit` in a cell: the listeners of `exit` run while their output can still be seen, what was said so far is
 * published and the sockets are closed before the process ends.
 */
import { shared } from "../ports.ts";
import type { Guard } from "./guard.ts";
import type { Outlet } from "./outlet.ts";

// Cells may give these names to something else, or change what they hold.
const { wait } = Atomics;
const { apply } = Reflect;
const { emit } = process;
const own = process as NodeJS.Process & { reallyExit(code: number): never; _exiting?: boolean };
const reallyExit = own.reallyExit.bind(process);
const toNumber = Number;

/** How long the sockets may take to close, ms. */
const patience = 3000;
/** How long the listeners may take, ms: what waits for the kernel's end must not wait for ever. */
const longestGoodbye = 3000;

export function leaver(outlet: Outlet, guard: Guard, memory: Int32Array): typeof process.exit {
  return (code) => {
    // Node checks it here, before anything is closed, and throws what it throws for a wrong code.
    if (code !== undefined) own.exitCode = code;
    own.exitCode ??= 0;
    if (own._exiting !== true) {
      own._exiting = true;
      sayGoodbye(outlet, guard);
    }
    const status = toNumber(own.exitCode);
    outlet.send({ type: "exiting", code: status });
    wait(memory, shared.closed, 0, patience);
    hearTheInspector();
    return reallyExit(status);
  };
}

/**
 * The session has let go of its inspector by now, of which a thread that runs hears at the end of a turn of a loop. Node
 * would say at the exit that it waits for a debugger, and wait.
 */
function hearTheInspector(): void {
  for (let turn = 0; turn < 1000; turn++);
}

function sayGoodbye(outlet: Outlet, guard: Guard): void {
  const completed = guard.forAtMost(longestGoodbye, () => {
    try {
      apply(emit, own, ["exit", toNumber(own.exitCode)]);
    } catch (error) {
      outlet.write("stderr", `A listener of "exit" failed: ${textOf(error)}\n`);
      own.exitCode = 1;
    }
  });
  if (!completed) {
    outlet.write("stderr", `A listener of "exit" was stopped: it took longer than ${longestGoodbye / 1000} s.\n`);
  }
}

function textOf(error: unknown): string {
  try {
    return `${error}`;
  } catch {
    return "an error that cannot be shown";
  }
}
