/** Listeners of the process that must stay, whatever a cell takes away: without them an error ends the kernel. */

type Listener = (...parameters: never[]) => void;

// A cell may give these names to something else, and replace these methods.
const { apply } = Reflect;
const own = process;
const { on, listeners: listenersOf, rawListeners } = process;

/** Adds the listener unless it is there. Calls nothing that a cell can have replaced. */
export function keepListener(event: string, listener: Listener): void {
  const present = apply(listenersOf, own, [event]) as unknown[];
  for (let at = 0; at < present.length; at++) if (present[at] === listener) return;
  apply(on, own, [event, listener]);
}

/** Calls the listeners of a signal but one. */
export function tellOthers(signal: NodeJS.Signals, listener: Listener): void {
  const others = apply(rawListeners, own, [signal]) as Listener[];
  for (let at = 0; at < others.length; at++) if (others[at] !== listener) apply(others[at], own, [signal]);
}

export function keepListeners(listeners: Readonly<Record<string, Listener>>): void {
  const { defineProperty } = Object;
  const kept = Object.entries(listeners);
  const putBack = (): void => {
    for (let i = 0; i < kept.length; i++) keepListener(kept[i][0], kept[i][1]);
  };
  for (const name of ["removeAllListeners", "removeListener", "off"] as const) {
    const original = process[name] as (...parameters: unknown[]) => unknown;
    const value = (...parameters: unknown[]): unknown => {
      const returned = apply(original, own, parameters);
      putBack();
      return returned;
    };
    defineProperty(process, name, { value, writable: true, configurable: true, enumerable: false });
  }
  putBack();
}

/**
 * A listener for uncaught errors that throws itself would end the kernel; those of WebAssembly modules throw what they
 * are told. `failed` hears of an error that is a new one.
 */
export function surviveListeners(failed: (error: unknown) => void): void {
  const original = process.emit as (...parameters: unknown[]) => boolean;
  const value = (...parameters: unknown[]): boolean => {
    const { 0: event, 1: told } = parameters;
    if (event !== "uncaughtException" && event !== "uncaughtExceptionMonitor") return apply(original, own, parameters);
    try {
      return apply(original, own, parameters);
    } catch (error) {
      if (error !== told) failed(error);
      return true;
    }
  };
  Object.defineProperty(process, "emit", { value, writable: true, configurable: true, enumerable: false });
}
