/**
 * What a stopped cell leaves behind: a timer of its whose loop starts only later blocks the cell after it. Where that
 * one does not begin, and it is a stopped cell's timer that runs, it is terminated, too, and said.
 */
import { shared } from "../ports.ts";
import type { EngineLink } from "./engine-link.ts";
import type { Executions } from "./executions.ts";
import type { Interrupter } from "./interrupt.ts";
import type { Runs } from "./runs.ts";
import type { Session } from "./session.ts";

const patience = 200;

export function watchLeftovers(
  session: Session,
  engine: EngineLink,
  executions: Executions,
  runs: Runs,
  interrupter: Interrupter,
): void {
  executions.onRun = (run) => {
    // Nothing has been stopped so far: whatever the engine is busy with, the user wants it.
    if (!executions.hasStopped) return;
    let said = false;
    const watch = setInterval(async () => {
      if (!executions.isUnderWay(run) || Atomics.load(engine.memory, shared.started) >= run) {
        clearInterval(watch);
        return;
      }
      if (interrupter.isHeld) return;
      // Another shell's cell computes: this one has to wait.
      if (executions.all.some((other) => other.run < run)) return;
      const timer = Atomics.load(engine.memory, shared.timer);
      if (timer !== 0 && executions.stoppedCount(timer) === undefined) return;
      const text = `A timer of the stopped cell In[${executions.stoppedCount(timer) ?? "?"}] keeps the kernel busy; it is stopped, too.\n`;
      const parent = runs.parentOf(run);
      if (parent !== null && !said) await session.publish("stream", parent, { name: "stderr", text });
      said = true;
      await interrupter.terminate();
    }, patience);
  };
}
