/** This kernel beside ipykernel and Deno's, asked over the same sockets by the same client (kernels.py). */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeKernelspec } from "../../kernel/install.ts";
import { commandOf, without, writeSpec } from "../../test/support/hosts.ts";
import { projectRoot } from "../../test/support/project.ts";

type Figures = Readonly<Record<string, readonly number[]>>;

const rounds = 5;

/** Prints a line a figure: the median of the rounds here, and its ratio to the medians of the others. */
export function kernelBench(folder: string, python: string | null): number {
  if (python === null) {
    console.log("  left out: the client is a Python program, and there is no reference Python");
    return 0;
  }
  const data = join(folder, "jupyter");
  writeKernelspec({ env: { JUPYTER_DATA_DIR: data } });
  writeSpec(data, "ipykernel", [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]);
  const kernels: Record<string, string> = { reticle: "ts", ipykernel: "py" };
  const noDeno = without("deno");
  if (noDeno === false) {
    writeSpec(data, "deno", commandOf("deno"));
    kernels.deno = "deno";
  } else console.log(`  Deno's kernel is left out: ${noDeno}`);

  const work = join(folder, "notebooks");
  mkdirSync(work, { recursive: true });
  const job = join(folder, "kernels.json");
  writeFileSync(job, JSON.stringify({ kernels, rounds, folder: work }));
  // Few users have it, and Node 20 reads every certificate at each start because of it: 35 ms (reticle doctor tells it).
  const { NODE_EXTRA_CA_CERTS: _, ...own } = process.env;
  const env = { ...own, JUPYTER_PATH: data, JUPYTER_RUNTIME_DIR: join(folder, "runtime"), NO_COLOR: "1" };
  const script = join(projectRoot, "scripts", "bench", "kernels.py");
  const result = spawnSync(python, [script, job], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], env });
  if (result.status !== 0) throw new Error("kernels.py failed");
  const { reticle, ...others } = JSON.parse(result.stdout) as Record<string, Figures>;
  for (const [figure, values] of Object.entries(reticle)) {
    const ratios = Object.entries(others)
      .filter(([, theirs]) => theirs[figure] !== undefined)
      .map(([name, theirs]) => ratio(figure, median(values), name, median(theirs[figure])));
    console.log(`  ${figure.padEnd(32)} ${shown(median(values)).padStart(9)}   ${ratios.join("   ")}`);
  }
  return 0;
}

/** Two growths near nothing have no ratio. */
function ratio(figure: string, ours: number, name: string, theirs: number): string {
  if (figure.startsWith("growth") || figure.includes("÷")) return `${name} ${shown(theirs)}`;
  return `${(ours / theirs).toFixed(2)}× ${name} (${shown(theirs)})`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function shown(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}
