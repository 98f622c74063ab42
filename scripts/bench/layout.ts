// GDSII and the hierarchy beside KLayout and gdstk: real files, where the shared material lies beside the project, and a
// chip of a million polygons.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { readGds, writeGds } from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, type Layout, Layout as LayoutOf } from "../../src/layout/index.ts";
import { projectRoot, shared } from "../../test/support/project.ts";
import type { BenchJob, BenchKind } from "./main.ts";
import { random } from "./workloads.ts";

const names = [
  "photonic_chip_a.gds",
  "ihp_testchip_S453A.gds",
  "sg13g2_stdcell_abutment.gds",
  "asap7sc7p5t_28_R_220121a.gds",
];

export const layoutJobs: BenchKind = async (folder) => {
  const files = names.flatMap((name) => shared("data", "layouts", name) ?? []);
  const chip = join(folder, "chip.gds");
  await writeGds(chip, madeChip());
  const jobs: BenchJob[] = [];
  for (const file of [...files, chip]) {
    const name = file.slice(file.lastIndexOf("/") + 1);
    const isLarge = file === chip;
    const repetitions = isLarge ? 3 : 9;
    const run = async () => (await readGds(file)).cells.length;
    jobs.push({ name: `read ${name}`, run, anchor: { operation: "read", file }, repetitions });
    const written = join(folder, `written-${name}`);
    jobs.push({
      name: `write ${name}`,
      ...withLayout(file, async (layout) => {
        await writeGds(written, layout);
        return 0;
      }),
      anchor: { operation: "write", file, folder },
      repetitions,
    });
    jobs.push({
      name: `flatten ${name}, all layers`,
      ...withLayout(file, (layout) => layout.layers().reduce((sum, layer) => sum + layout.polygonsOf(layer).count, 0)),
      anchor: { operation: "flatten", file },
      repetitions,
    });
  }
  jobs.push(memoryOf(chip), ...windows(chip));
  return jobs;
};

/** Work on a layout that is there for just that. */
function withLayout(
  file: string,
  work: (layout: Layout) => number | Promise<number>,
  before: (layout: Layout) => unknown = () => {},
): Pick<BenchJob, "prepare" | "run" | "release"> {
  let layout = new LayoutOf();
  return {
    prepare: async () => {
      layout = await readGds(file);
      before(layout);
    },
    run: () => work(layout),
    release: () => {
      layout = new LayoutOf();
    },
  };
}

/** A hundred blocks of ten thousand polygons on two layers: boxes, L shapes and 16-gons; 100 MB. */
function madeChip(): Layout {
  const next = random(7);
  const top = cell("TOP");
  for (let k = 0; k < 100; k++) {
    const block = cell(`B${k}`);
    for (let i = 0; i < 12_000; i++) {
      const shapes = block.shapes([1 + (i % 2), 0]);
      const [x, y] = [Math.floor(next() * 200_000), Math.floor(next() * 200_000)];
      const kind = next();
      if (kind < 0.6) shapes.addBox(x, y, x + 100 + Math.floor(next() * 1100), y + 100 + Math.floor(next() * 1100));
      else if (kind < 0.85)
        shapes.addRing([x, y, x + 1000, y, x + 1000, y + 300, x + 300, y + 300, x + 300, y + 1000, x, y + 1000]);
      else {
        const radius = 100 + next() * 400;
        const angle = (j: number) => (2 * Math.PI * (j >> 1)) / 16;
        const side = (j: number) => (j % 2 === 0 ? x + radius * Math.cos(angle(j)) : y + radius * Math.sin(angle(j)));
        shapes.addRing(Array.from({ length: 32 }, (_, j) => Math.round(side(j))));
      }
    }
    top.add(block.at((k % 10) * 200, Math.floor(k / 10) * 200));
  }
  return LayoutOf.of(top);
}

/** One percent of the chip, right after reading and once more elsewhere. */
function windows(file: string): BenchJob[] {
  const look = (x: number) => (layout: Layout) => layout.polygonsOf("1/0", { window: box(x, 500, x + 200, 700) }).count;
  const job = (name: string, x: number, before?: (layout: Layout) => unknown): BenchJob => ({
    name,
    ...withLayout(file, look(x), before),
    anchor: { operation: "window", file, x },
    repetitions: 1,
  });
  return [job("first window, 1 % of the chip", 500), job("second window, elsewhere", 1100, look(500))];
}

/** Peak of a process that reads the file, less that of one that does not, in percent of the file's size. Linux only. */
function memoryOf(file: string): BenchJob {
  const peak = (work: string) => {
    // Not resourceUsage: its peak begins with that of the process that started it.
    const code = `const { readGds } = await import(${JSON.stringify(join(projectRoot, "dist/src/formats/index.js"))});
      ${work};
      console.log(/VmHWM:\\s+(\\d+)/.exec((await import("node:fs")).readFileSync("/proc/self/status", "utf8"))[1]);`;
    const result = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
    return 1024 * Number(result.stdout);
  };
  const run = () =>
    Math.round((100 * (peak(`await readGds(${JSON.stringify(file)})`) - peak("0"))) / statSync(file).size);
  const name = "memory to read chip.gds, of the file's size";
  return { name, run, anchor: { operation: "none" }, repetitions: 1, unit: "%" };
}
