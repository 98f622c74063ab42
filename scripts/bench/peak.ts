// How much memory some work adds to the peak of a process of its own, in MB. Linux only.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { kernelEnvironment } from "../../kernel/command.ts";
import { projectRoot } from "../../test/support/project.ts";

/** `work` and what comes `before` it are statements that find the exports of src/index.ts as `reticle`. */
export function peakOf(work: string, before = ""): number {
  // Not resourceUsage: its peak begins with that of the process that started it.
  const code = `import { readFileSync, writeFileSync } from "node:fs";
    const reticle = await import(${JSON.stringify(join(projectRoot, "dist/bundle/index.js"))});
    const resident = (key) => Number(new RegExp(key + ":\\\\s+(\\\\d+)").exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
    reticle.onWarning(() => {});
    ${before}
    const start = resident("VmRSS");
    writeFileSync("/proc/self/clear_refs", "5");
    ${work}
    console.log(resident("VmHWM") - start);`;
  const env = { ...kernelEnvironment, ...process.env };
  const result = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8", env });
  if (result.status !== 0) throw new Error(`no peak of ${work}: ${result.stderr}`);
  return Number(result.stdout);
}
