// Booleans and sizing beside KLayout: from flat polygons to the merged area.

import { readLayout } from "../../src/formats/index.ts";
import { PolygonSet } from "../../src/geometry/index.ts";
import { type BooleanOperation, Region } from "../../src/region/index.ts";
import { shared } from "../../test/support/project.ts";
import type { BenchJob, BenchKind } from "./main.ts";
import { corners, rectangles, stars, writePolygons } from "./workloads.ts";

export const regionJobs: BenchKind = async (folder) => {
  let files = 0;
  const job = (name: string, operation: BooleanOperation, a: PolygonSet, b: PolygonSet, tolerance = 0): BenchJob => ({
    name,
    // Fresh regions each time: a region keeps what it has merged.
    run: () => {
      const [left, right] = [a, b].map((set) => Region.of(set, { dbu: 1 }));
      return left[operation](right).area;
    },
    anchor: {
      operation: "boolean",
      boolean: operation,
      a: writePolygons(folder, `region-${files++}`, a),
      b: writePolygons(folder, `region-${files++}`, b),
    },
    tolerance,
    repetitions: a.count >= 1e6 ? 2 : a.count >= 1e5 ? 3 : 5,
  });
  const sizing = (name: string, by: number, set: PolygonSet): BenchJob => ({
    name,
    run: () => Region.of(set, { dbu: 1 }).sized(by).area,
    anchor: { operation: "size", by, a: writePolygons(folder, `region-${files++}`, set) },
    repetitions: 5,
  });
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
  ];
};

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
