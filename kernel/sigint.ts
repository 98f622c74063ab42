/**
 * SIGINT. Node tells listeners in a turn of the event loop, which a cell that computes never reaches; and around a script
 * that the signal may end (`breakOnSigint`) Node starts a thread, waits for its end, and takes the process's listeners
 * away, which took a fourth of a short cell. So a thread of its own hears the signal (`session/sigint-thread.ts`), wherever
 * the main thread is, from a little after the kernel's start on; until then Node's listener does.
 *
 * Trap: the operating system has one handler for all. Node sets its own where the first listener comes, and takes it
 * away, so that the signal ends the process, where the last one goes: both would make that thread deaf.
 */
type Heard = (event: string, listener: unknown) => void;

/** Adds a listener. From when `isHeardElsewhere`, Node leaves the handler as it is, whoever adds and removes listeners. */
export function hearSigint(listener: () => void, isHeardElsewhere: () => boolean): void {
  process.on("SIGINT", listener);
  for (const event of ["newListener", "removeListener"] as const) {
    for (const original of process.rawListeners(event) as Heard[]) {
      process.removeListener(event, original);
      process.on(event, (name: string, added: unknown) => {
        if (name !== "SIGINT" || !isHeardElsewhere()) original(name, added);
      });
    }
  }
}
