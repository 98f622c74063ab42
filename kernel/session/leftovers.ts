/**
 * What a stopped cell leaves behind: a timer or an `await` of its whose loop starts only later blocks the cell after
 * it. Where that one does not begin or does not end, and it is a stopped cell's code that runs, this is terminated, too,
 * and said.
 */
import { shared } from "../ports.ts";
import type { EngineLink } from "./engine-link.ts";
import type { Executions } from "./executions.ts";
import type { Interrupter } from "./interrupt.ts";
import type { Runs } from "./runs.ts";
import type { Session } from "./session.ts";

const interval = 100;
/** So long, in ms, a stopped cell's timer may compute while another cell waits; what only waits, or hardly gets to compute, this many times as long. */
const patience = 200;
const patienceWithIdle = 5;
/** The same for code that is only guessed to be a stopped cell's: on a loaded machine it may be nobody's. */
const patienceWithUnknown = 1000;

export function watchLeftovers(
  session: Session,
  engine: EngineLink,
  executions: Executions,
  runs: Runs,
  interrupter: Interrupter,
): void {
  /** The cell's own code may be what keeps the engine busy. */
  const isRunning = (run: number) =>
    Atomics.load(engine.memory, shared.started) >= run && Atomics.load(engine.memory, shared.ending) !== run;
  executions.onRun.push((run) => {
    // Nothing has been stopped so far: whatever the engine is busy with, the user wants it.
    if (!executions.hasStopped) return;
    /** The run whose timer has been in the way without a break, or 0 where it is no timer, and since when. */
    let blocking: { readonly timer: number; readonly since: number; readonly used: number } | null = null;
    let said = false;
    const look = async (): Promise<void> => {
      // Held by the debugger; or another shell's cell computes, and this one has to wait.
      const isWanted = interrupter.isHeld || executions.all.some((other) => other.run < run);
      const timer = Atomics.load(engine.memory, shared.timer);
      const count = executions.stoppedCount(timer);
      if (isWanted || (count === undefined && (timer !== 0 || isRunning(run)))) {
        blocking = null;
        return;
      }
      if (blocking?.timer !== timer) blocking = { timer, since: performance.now(), used: processorTime() };
      const allowed = timer === 0 ? patienceWithUnknown : patience;
      const waited = performance.now() - blocking.since;
      if (waited < allowed) return;
      if (processorTime() - blocking.used < allowed && waited < patienceWithIdle * allowed) return;
      const what = count === undefined ? "What a stopped cell has left" : `A timer of the stopped cell In[${count}]`;
      const parent = runs.parentOf(run);
      const text = `${what} keeps the kernel busy; it is stopped, too.\n`;
      if (parent !== null && !said) await session.publish("stream", parent, { name: "stderr", text });
      said = true;
      await interrupter.terminate();
    };
    const watch = setInterval(() => {
      if (executions.isUnderWay(run)) void look().catch(() => {});
      else clearInterval(watch);
    }, interval);
  });
}

/** Of all threads of the kernel, ms: on a loaded machine much less than what has gone by. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
