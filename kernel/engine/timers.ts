/**
 * Output of a timer belongs to the cell that started it. Not more is followed here: AsyncLocalStorage would follow
 * everything, but an interrupt then aborts the process before Node 24.
 */
import { promisify } from "node:util";
import { shared } from "../ports.ts";
import type { Guard } from "./guard.ts";
import { startImmediate, stopImmediate } from "./immediates.ts";
import type { Outlet } from "./outlet.ts";

// A cell may give this name to something else.
const { store } = Atomics;
const { apply } = Reflect;
const clear = clearInterval;

type Callback = (...args: unknown[]) => unknown;
type Starter = (callback: Callback, ...rest: unknown[]) => unknown;

export function followTimers(outlet: Outlet, guard: Guard, memory: Int32Array): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const { [promisify.custom]: promised } = globalThis[name] as unknown as Record<symbol, unknown>;
    const refuse = globalThis[name] as unknown as Starter;
    const original = (name === "setImmediate" ? startImmediate : globalThis[name]) as unknown as Starter;
    const followed = Object.assign(
      (callback: Callback, ...rest: unknown[]) => {
        if (typeof callback !== "function") return refuse(callback, ...rest);
        const run = outlet.run;
        let timer: unknown;
        const inItsCell = function (this: unknown, ...args: unknown[]): unknown {
          outlet.owner.enter(run);
          store(memory, shared.timer, run);
          try {
            return guard.callback(
              () => apply(callback, this, args),
              // An interval would block every cell that comes after.
              () => name === "setInterval" && clear(timer as NodeJS.Timeout),
            );
          } finally {
            store(memory, shared.timer, 0);
          }
        };
        timer = original(inItsCell, ...rest);
        return timer;
      },
      { [promisify.custom]: promised },
    );
    Object.defineProperty(followed, "name", { value: name });
    Object.defineProperty(globalThis, name, { value: followed, writable: true, configurable: true, enumerable: true });
  }
  const stop = { value: stopImmediate, writable: true, configurable: true, enumerable: true };
  Object.defineProperty(globalThis, "clearImmediate", stop);
}
