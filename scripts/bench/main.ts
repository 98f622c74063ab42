// Times each job here and in Python, one after the other in the same run, and prints the ratio of the best times. Other
// work on the machine moves both sides, so a ratio is worth more than its times; run it on a quiet machine all the same.
// The ratio of processor times, which waiting does not count in and all threads do, stands behind it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropKernelEnvironment } from "../../kernel/command.ts";
import { onWarning } from "../../src/errors.ts";
import { projectRoot, referencePython } from "../../test/support/project.ts";
import { analysisJobs } from "./analysis.ts";
import { imageJobs } from "./image/index.ts";
import { kernelBench } from "./kernel.ts";
import { layoutJobs } from "./layout.ts";
import { plsJobs } from "./pls.ts";
import { watchJobs } from "./pls-watch.ts";
import { rasterJobs } from "./raster.ts";
import { regionJobs } from "./region.ts";

/** One measurement: the same work here and in other programs. */
export interface BenchJob {
  readonly name: string;
  /** Makes what the work needs, which is let go behind it: what is alive costs every collection of garbage. */
  prepare?(): Promise<void>;
  release?(): void | Promise<void>;
  /** Does the work once; its result is compared with the anchors'. */
  run(): number | Promise<number>;
  /** Operation of anchors.py and its arguments; files are made below `folder` before. None for work without a rival. */
  readonly anchor?: { readonly operation: string; readonly [argument: string]: unknown };
  /** Other ways to do the same in this process, each in turn with `run`. */
  readonly rivals?: readonly { readonly tool: string; run(): number }[];
  /** Relative difference up to which the results count as the same. */
  readonly tolerance?: number;
  readonly repetitions?: number;
  /** Where its result is what counts and not its time: compared as times are. */
  readonly unit?: string;
}

export type BenchKind = (folder: string) => BenchJob[] | Promise<BenchJob[]>;

interface AnchorTime {
  readonly tool: string;
  readonly best: number;
  /** The least processor time, ms; not there for work that waits for others. */
  readonly cpu?: number;
  readonly result: number;
}

onWarning(() => {});
dropKernelEnvironment();

const kinds: Record<string, BenchKind> = {
  layout: layoutJobs,
  region: regionJobs,
  raster: rasterJobs,
  image: imageJobs,
  analysis: analysisJobs,
  pls: (folder) => [...plsJobs(folder), ...watchJobs(folder)],
};
/** Measured from outside, in another way. Comes first: it wants the machine as it was found. */
const kernel = "kernel";
const names = [kernel, ...Object.keys(kinds)];
const nameWidth = 52;

/** Of the words, some are kinds; the others pick the jobs whose names hold one of them. */
async function main(words: string[]): Promise<number> {
  const wanted = words.filter((word) => names.includes(word));
  const picked = words.filter((word) => !names.includes(word));
  if (wanted.length === 0 && picked.length > 0) {
    console.error(`no bench of kind ${picked.join(", ")}; kinds: ${names.join(", ")}`);
    return 2;
  }
  const python = referencePython();
  if (python === null) console.error("no reference Python (RETICLE_PYTHON or .venv): times without ratios");
  const folder = mkdtempSync(join(tmpdir(), "reticle-bench-"));
  let differ = 0;
  try {
    for (const kind of wanted.length === 0 ? names : wanted) {
      console.log(`\n${kind}`);
      if (kind === kernel) differ += kernelBench(folder, python);
      else {
        for (const job of await kinds[kind](folder)) {
          const isWanted = picked.length === 0 || picked.some((word) => job.name.includes(word));
          if (isWanted && !(await measure(job, folder, python))) differ++;
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return differ === 0 ? 0 : 1;
}

/** Prints one line; false where the results differ. */
async function measure(job: BenchJob, folder: string, python: string | null): Promise<boolean> {
  const repetitions = job.repetitions ?? 5;
  await job.prepare?.();
  const ways = [{ tool: "here", run: () => job.run() }, ...(job.rivals ?? [])];
  const times = ways.map(({ tool }) => ({ tool, best: Infinity, cpu: Infinity, result: Number.NaN }));
  for (let i = 0; i < repetitions; i++) {
    for (const [k, way] of ways.entries()) {
      // What takes several times as long is known well enough.
      if (k > 0 && times[k].best > 3 * times[0].best && Number.isFinite(times[k].best)) continue;
      const [started, used] = [performance.now(), process.cpuUsage()];
      times[k].result = await way.run();
      times[k].best = Math.min(times[k].best, performance.now() - started);
      const { user, system } = process.cpuUsage(used);
      times[k].cpu = Math.min(times[k].cpu, (user + system) / 1000);
    }
  }
  await job.release?.();
  const [{ best, cpu, result }, ...rivals] = times;
  const isAnchored = python !== null && job.anchor !== undefined;
  const anchors: AnchorTime[] = [...rivals, ...(isAnchored ? anchorTimes(job, folder, python, repetitions) : [])];
  if (job.unit !== undefined) {
    const ratios = anchors.map(
      (one) => `${(result / one.result).toFixed(2)}× ${one.tool} (${one.result.toFixed(0)} ${job.unit})`,
    );
    console.log(`  ${job.name.padEnd(nameWidth)} ${result.toFixed(0).padStart(8)} ${job.unit}   ${ratios.join("   ")}`);
    return true;
  }
  const same = anchors.map((anchor) => isSame(anchor.result, result, job.tolerance ?? 0));
  const ratios = anchors.map(
    ({ tool, best: theirs, cpu: theirCpu }, i) =>
      `${(best / theirs).toFixed(2)}× ${tool} (${theirs.toFixed(1)} ms${theirCpu ? `; CPU ${(cpu / theirCpu).toFixed(2)}×` : ""})${same[i] ? "" : " RESULTS DIFFER"}`,
  );
  console.log(`  ${job.name.padEnd(nameWidth)} ${best.toFixed(1).padStart(8)} ms   ${ratios.join("   ")}`);
  anchors.forEach((anchor, i) => {
    if (!same[i]) console.log(`    here ${result}, ${anchor.tool} ${anchor.result}`);
  });
  return same.every(Boolean);
}

function isSame(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

function anchorTimes(job: BenchJob, folder: string, python: string, repetitions: number): AnchorTime[] {
  const request = join(folder, "job.json");
  writeFileSync(request, JSON.stringify({ ...job.anchor, repetitions }));
  const script = join(projectRoot, "scripts", "bench", "anchors.py");
  const result = spawnSync(python, [script, request], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  // gdstk warns of each long property, thousands of times.
  if (result.status !== 0) throw new Error(`anchors.py failed at "${job.name}": ${result.stderr.slice(-2000)}`);
  // KLayout prints its warnings before.
  return JSON.parse(result.stdout.trim().split("\n").at(-1)!) as AnchorTime[];
}

process.exitCode = await main(process.argv.slice(2));
