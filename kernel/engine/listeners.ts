/** Listeners of the process that must stay, whatever a cell takes away: without them an error ends the kernel. */

type Listener = (...parameters: never[]) => void;

export function keepListeners(listeners: Readonly<Record<string, Listener>>): void {
  const { apply } = Reflect;
  const { defineProperty } = Object;
  const { on, listeners: listenersOf } = process;
  const kept = Object.entries(listeners);
  const own = process;
  const putBack = (): void => {
    for (let i = 0; i < kept.length; i++) {
      const { 0: event, 1: listener } = kept[i];
      const present = apply(listenersOf, own, [event]) as unknown[];
      let isThere = false;
      for (let at = 0; at < present.length; at++) if (present[at] === listener) isThere = true;
      if (!isThere) apply(on, own, [event, listener]);
    }
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
  const { apply } = Reflect;
  const original = process.emit as (...parameters: unknown[]) => boolean;
  const own = process;
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
