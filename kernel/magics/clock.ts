/** `%time` and `%%time`: how long something took, on the wall and of the processor. */

export interface Start {
  readonly wall: number;
  readonly processor: NodeJS.CpuUsage;
}

export function startClock(): Start {
  return { processor: process.cpuUsage(), wall: performance.now() };
}

/** Processor time is that of the whole process: what the kernel itself and worker threads did meanwhile is in it. */
export function elapsed(start: Start): string {
  const wall = performance.now() - start.wall;
  const { user, system } = process.cpuUsage(start.processor);
  const [userTime, systemTime, total] = [user, system, user + system].map((microseconds) =>
    duration(microseconds / 1000),
  );
  return `CPU times: user ${userTime}, sys ${systemTime}, total ${total}\nWall time: ${duration(wall)}\n`;
}

/** Three digits and a unit to suit: `12.3 ms`, `1 min 5 s`. */
function duration(ms: number): string {
  if (ms >= 60_000) {
    const seconds = Math.round(ms / 1000);
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min ${seconds % 60} s`;
  }
  if (ms === 0) return "0 ns";
  const [factor, unit] = ms >= 1000 ? [1e-3, "s"] : ms >= 1 ? [1, "ms"] : ms >= 1e-3 ? [1e3, "µs"] : [1e6, "ns"];
  return `${Number((ms * factor).toPrecision(3))} ${unit}`;
}
