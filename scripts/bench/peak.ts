// How much memory some work adds to the peak of a process of its own, in MB. Linux only.
import { inNewProcess } from "./new-process.ts";

/** `work` and what comes `before` it are statements that find the exports of src/index.ts as `reticle`. */
export function peakOf(work: string, before = ""): number {
  // Not resourceUsage: its peak begins with that of the process that started it.
  return inNewProcess(`const { readFileSync, writeFileSync } = await import("node:fs");
    const resident = (key) => Number(new RegExp(key + ":\\\\s+(\\\\d+)").exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
    ${before}
    const start = resident("VmRSS");
    writeFileSync("/proc/self/clear_refs", "5");
    ${work}
    console.log(resident("VmHWM") - start);`);
}
