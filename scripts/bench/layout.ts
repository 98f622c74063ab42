// GDSII, OASIS and the hierarchy beside KLayout and gdstk: real files, where the shared material lies beside the project,
// and a chip of a million polygons.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { readLayout, writeLayout } from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, type Layout, Layout as LayoutOf } from "../../src/layout/index.ts";
import { referencePython, shared } from "../../test/support/project.ts";
import { randomNumbers } from "../../test/support/random-numbers.ts";
import type { BenchJob, BenchKind } from "./main.ts";
import { peakOf } from "./peak.ts";

const names = [
  "photonic_chip_a.gds",
  "ihp_testchip_S453A.gds",
  "sg13g2_stdcell_abutment.gds",
  "asap7sc7p5t_28_R_220121a.gds",
];

export const layoutJobs: BenchKind = async (folder) => {
  const files = [...names, "ring_resonators.oas"].flatMap((name) => shared("data", "layouts", name) ?? []);
  const chip = await chipFile(join(folder, "chip.gds"));
  const oasis = join(folder, "chip.oas");
  await writeLayout(oasis, await readLayout(chip));
  return [
    ...[...files, chip, oasis].flatMap((file) => fileJobs(file, folder, file.startsWith(folder) ? 3 : 15)),
    ...[chip, oasis].map(memoryOf),
    ...windows(chip),
  ];
};

function fileJobs(file: string, folder: string, repetitions: number): BenchJob[] {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const format = name.slice(name.lastIndexOf(".") + 1);
  const written = join(folder, `written-${name}`);
  return [
    {
      name: `read ${name}`,
      run: async () => (await readLayout(file)).cells.length,
      anchor: { operation: "read", file },
      repetitions,
    },
    {
      name: `write ${name}`,
      ...withLayout(file, async (layout) => {
        await writeLayout(written, layout);
        return 0;
      }),
      anchor: { operation: "write", file, folder, format },
      repetitions,
    },
    {
      name: `flatten ${name}, all layers`,
      ...withLayout(file, (layout) => layout.layers().reduce((sum, layer) => sum + layout.polygonsOf(layer).count, 0)),
      anchor: { operation: "flatten", file },
      repetitions: Math.min(repetitions, 5),
    },
  ];
}

/** Work on a layout that is there for just that. */
function withLayout(
  file: string,
  work: (layout: Layout) => number | Promise<number>,
  before: (layout: Layout) => unknown = () => {},
): Pick<BenchJob, "prepare" | "run" | "release"> {
  let layout = new LayoutOf();
  return {
    prepare: async () => {
      layout = await readLayout(file);
      before(layout);
    },
    run: () => work(layout),
    release: () => {
      layout = new LayoutOf();
    },
  };
}

/** The chip that the shared measurements were made with, 98.9 MB, else one like it. */
async function chipFile(path: string): Promise<string> {
  const script = shared("anchors", "layout", "make_synth.py");
  const python = referencePython();
  const made = script !== null && python !== null && spawnSync(python, [script, path, "1200000"]).status === 0;
  if (!made) await writeLayout(path, madeChip());
  return path;
}

/** A hundred blocks of ten thousand polygons on two layers: boxes, L shapes and 16-gons; 100 MB. */
function madeChip(): Layout {
  const next = randomNumbers(7);
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

/** Memory to read a file, to be held against its size. */
function memoryOf(file: string): BenchJob {
  const name = `memory to read ${file.slice(file.lastIndexOf("/") + 1)} (${(statSync(file).size / 2 ** 20).toFixed(0)} MB)`;
  const run = () => peakOf(`const kept = await reticle.readLayout(${JSON.stringify(file)});`);
  return { name, run, anchor: { operation: "read_memory", file }, repetitions: 1, unit: "MB" };
}
