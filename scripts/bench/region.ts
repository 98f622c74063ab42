// Booleans, sizing, checks and choices beside KLayout: from flat polygons to the merged area, or to a count.

import { readLayout } from "../../src/formats/index.ts";
import { box, PolygonSet } from "../../src/geometry/index.ts";
import { type BooleanOperation, connectedComponents, Region } from "../../src/region/index.ts";
import { shared } from "../../test/support/project.ts";
import type { BenchJob, BenchKind } from "./main.ts";
import { peakOf } from "./peak.ts";
import { corners, rectangles, stars, writePolygons } from "./workloads.ts";

/** Names of anchors.py, done here by the code beside them; `b` is there where the work takes two regions. */
const works: Record<string, (a: Region, b: Region, by: number) => number> = {
  or: (a, b) => a.or(b).area,
  and: (a, b) => a.and(b).area,
  not: (a, b) => a.not(b).area,
  xor: (a, b) => a.xor(b).area,
  size: (a, _, by) => a.sized(by).area,
  width: (a, _, by) => a.width(by).count,
  space: (a, _, by) => a.space(by).count,
  notch: (a, _, by) => a.notch(by).count,
  separation: (a, b, by) => a.separation(b, by).count,
  enclosure: (a, b, by) => a.enclosure(b, by).count,
  minkowski: (a, _, by) => a.minkowskiSum(box(-by, -by, by, by)).area,
  interacting: (a, b) => a.interacting(b).count,
  inside: (a, b) => a.inside(b).count,
  components: (a, b) => connectedComponents({ a, b }, [["a", "b"]]).length,
};

export const regionJobs: BenchKind = async (folder) => {
  let files = 0;
  const work = (
    name: string,
    kind: keyof typeof works,
    { a, b, by = 0, tolerance = 0 }: { a: PolygonSet; b?: PolygonSet; by?: number; tolerance?: number },
  ): BenchJob => {
    const [fileA, fileB] = [a, b].map((set) => set && writePolygons(folder, `region-${files++}`, set));
    return {
      name,
      // Fresh regions each time: a region keeps what it has merged.
      run: () => works[kind](Region.of(a, { dbu: 1 }), Region.of(b ?? PolygonSet.empty, { dbu: 1 }), by),
      anchor: { operation: "region", work: kind, by, a: fileA, b: fileB },
      tolerance,
      repetitions: a.count >= 1e6 ? 2 : a.count >= 1e5 ? 3 : 5,
    };
  };
  const job = (name: string, operation: BooleanOperation, a: PolygonSet, b: PolygonSet, tolerance = 0): BenchJob =>
    work(name, operation, { a, b, tolerance });
  const sizing = (name: string, by: number, a: PolygonSet): BenchJob => work(name, "size", { a, by });
  const memory = (name: string, a: PolygonSet, b?: PolygonSet): BenchJob => {
    const [fileA, fileB] = [a, b].map((set) => set && writePolygons(folder, `region-${files++}`, set));
    return {
      name,
      run: () => regionPeak(fileA!, fileB),
      anchor: { operation: "region_memory", work: b === undefined ? "or" : "not", a: fileA, b: fileB },
      repetitions: 1,
      unit: "MB",
    };
  };
  const [many, others] = [rectangles(1e5, 3), rectangles(1e5, 4)];
  return [
    job("union of 1e4 rectangles", "or", rectangles(1e4, 1), PolygonSet.empty),
    job("union of 1e5 rectangles", "or", rectangles(1e5, 2), PolygonSet.empty),
    job("union of 1e6 rectangles", "or", rectangles(1e6, 8), PolygonSet.empty),
    job("1e5 rectangles not 1e5 rectangles", "not", rectangles(1e5, 3), rectangles(1e5, 4)),
    job("union of 1e4 stars", "or", stars(1e4, 5), PolygonSet.empty, 1e-4),
    job("union of 1e5 stars", "or", stars(1e5, 9), PolygonSet.empty, 1e-4),
    job("1e4 stars and 1e4 stars", "and", stars(1e4, 6), stars(1e4, 7), 1e-4),
    sizing("1e4 L-shapes sized by 50", 50, corners(1e4)),
    ...(await realMerges(job)),
    ...(["width", "space", "notch"] as const).map((kind) =>
      work(`${kind} of 1e5 rectangles below 100`, kind, { a: many, by: 100, tolerance: Infinity }),
    ),
    work("space of 1e5 stars below 100", "space", { a: stars(1e5, 9), by: 100, tolerance: Infinity }),
    ...(["separation", "enclosure"] as const).map((kind) =>
      work(`${kind} of 1e5 and 1e5 rectangles below 100`, kind, { a: many, b: others, by: 100, tolerance: Infinity }),
    ),
    work("1e5 rectangles interacting with 1e5", "interacting", { a: many, b: others }),
    work("1e5 rectangles inside 1e5", "inside", { a: many, b: others }),
    work("components of 1e5 and 1e5 rectangles", "components", { a: many, b: others }),
    work("Minkowski sum of 1e5 rectangles and a box", "minkowski", { a: many, by: 50 }),
    work("Minkowski sum of 1e5 stars and a box", "minkowski", { a: stars(1e5, 9), by: 50, tolerance: 1e-4 }),
    memory("memory of the union of 1e5 rectangles", rectangles(1e5, 2)),
    memory("memory of the union of 1e6 rectangles", rectangles(1e6, 8)),
    memory("memory of 1e5 rectangles not 1e5", many, others),
    memory("memory of the union of 1e5 stars", stars(1e5, 9)),
  ];
};

/** From polygons in memory to the area of their union, or of what the others leave of them. */
function regionPeak(a: string, b?: string): number {
  const load = (file: string) => `(() => {
    const data = readFileSync(${JSON.stringify(file)});
    const words = new Int32Array(data.buffer, data.byteOffset, data.length / 4);
    const rings = new Uint32Array(words[0] + 1);
    for (let i = 0; i < words[0]; i++) rings[i + 1] = rings[i] + words[1 + i];
    return new reticle.PolygonSet(words.slice(1 + words[0]), rings, Uint32Array.from(rings, (_, i) => i));
  })()`;
  const before = `const sets = [${[a, b].flatMap((file) => (file === undefined ? [] : load(file))).join()}];`;
  return peakOf(
    `const [a, b] = sets.map((set) => reticle.Region.of(set, { dbu: 1 }));
     const kept = b === undefined ? a.merged().area : a.not(b).area;`,
    before,
  );
}

/** The largest layers of real files, where they lie beside the project. */
const realLayers = [
  ["photonic_chip_a.gds", "1/0"],
  ["ihp_testchip_S453A.gds", "19/0"],
  ["sg13g2_stdcell.gds", "8/0"],
  ["ring_resonators.oas", "1/0"],
] as const;

async function realMerges(
  job: (name: string, operation: BooleanOperation, a: PolygonSet, b: PolygonSet, tolerance?: number) => BenchJob,
): Promise<BenchJob[]> {
  const jobs: BenchJob[] = [];
  for (const [file, layer] of realLayers) {
    const path = shared("data", "layouts", file);
    if (path === null) continue;
    const layout = await readLayout(path);
    jobs.push(job(`merge of ${file} ${layer}`, "or", layout.region(layer).polygons, PolygonSet.empty, 1e-6));
  }
  return jobs;
}
