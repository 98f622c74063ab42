// Programs of the .pls language, compiled and written as GDSII, beside polyp: RETICLE_POLYP_PYTHON names a Python that has
// it (pip install polyp==1.1.5), without which there are no ratios. What both wrote has to have the same area.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeGds } from "../../src/formats/index.ts";
import type { Layout } from "../../src/layout/index.ts";
import { compilePls } from "../../src/pls/index.ts";
import type { BenchJob } from "./main.ts";

const sections = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `  LAYER ${i % 50}\n    rect(10).translate(${(i % 300) * 20}, ${Math.floor(i / 300) * 20})\n`,
  ).join("");

export const plsJobs = (folder: string): BenchJob[] => [
  job(folder, "array 40 × 40", "SYMBOL main\n  LAYER 1\n    rect(1).array(40, 40, 1, 1)\n"),
  job(folder, "1,600 LAYER sections", `SYMBOL main\n${sections(1600)}`),
  job(folder, "40 words of text", `SYMBOL main\n  LAYER 1\n    text("reticle", dy=10).array(5, 8, 3, 3)\n`, {
    area: null,
  }),
  job(folder, "an array of 100,489", "SYMBOL main\n  LAYER 1\n    rect(1).array(317, 317, 1, 1)\n", { isAlone: true }),
  job(folder, "100,000 LAYER sections", `SYMBOL main\n${sections(100_000)}`, { isAlone: true }),
];

interface JobOptions {
  /** Not compared: polyp would need hours. */
  readonly isAlone?: boolean;
  /** Null where the two draw other letters. */
  readonly area?: null;
}

function job(folder: string, name: string, text: string, { isAlone = false, area }: JobOptions = {}): BenchJob {
  const place = join(folder, `pls-${name.replace(/\W+/g, "-")}`);
  mkdirSync(place, { recursive: true });
  const file = join(place, "program.pls");
  writeFileSync(file, text);
  let layout: Layout | null = null;
  return {
    name,
    run() {
      layout = compilePls(text, { file }).result;
      encodeGds(layout);
      return area === null ? 0 : areaOf(layout);
    },
    anchor: isAlone ? undefined : { operation: "pls", file, compare: area !== null },
    tolerance: 1e-4,
    repetitions: 5,
  };
}

/** Of boxes that do not overlap: no merging takes part in the time. */
function areaOf(layout: Layout): number {
  let area = 0;
  for (const { allShapes } of layout.cells)
    for (const { boxes } of allShapes)
      for (let i = 0; i < boxes.length; i += 4) area += (boxes[i + 2] - boxes[i]) * (boxes[i + 3] - boxes[i + 1]);
  return area * layout.dbu ** 2;
}
