// Rasters beside KLayout called from Python, which gives lists of lists: its time with an empty region is shown apart.
import { join } from "node:path";
import { readLayout, readLyp } from "../../src/formats/index.ts";
import { Box, PolygonSet } from "../../src/geometry/index.ts";
import { render } from "../../src/layout/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { Region } from "../../src/region/index.ts";
import { shared } from "../../test/support/project.ts";
import type { BenchJob, BenchKind } from "./main.ts";
import { inNewProcess } from "./new-process.ts";
import { rectangles, separate, writePolygons } from "./workloads.ts";

const extent = 409_600;
const window = new Box(0, 0, extent, extent);

export const rasterJobs: BenchKind = async (folder) => {
  let files = 0;
  const job = (
    name: string,
    make: () => PolygonSet,
    pixels: number,
    overlap: "sum" | "union",
    as: "area" | "coverage",
    tolerance: number,
  ): BenchJob => {
    const pitch = extent / pixels;
    const file = `raster-${files++}`;
    let region = Region.of(PolygonSet.empty, { dbu: 1 });
    let total = 0;
    return {
      name: `${name}, ${pixels}², ${overlap} as ${as}`,
      prepare: async () => {
        region = Region.of(make(), { dbu: 1 });
        writePolygons(folder, file, region.polygons);
        total = rasterize(region, { window, pitch, overlap, as }).sum() * (as === "area" ? 1 : pitch * pitch);
      },
      release: () => {
        region = Region.of(PolygonSet.empty, { dbu: 1 });
      },
      run: () => {
        rasterize(region, { window, pitch, overlap, as });
        return total;
      },
      anchor: { operation: "rasterize", a: join(folder, `${file}.bin`), pitch, pixels, merge: overlap === "union" },
      tolerance,
    };
  };
  return [
    job("1e4 rectangles", () => separate(1e4, 1, extent), 1024, "sum", "coverage", 1e-6),
    job("1e5 rectangles", () => separate(1e5, 2, extent), 1024, "sum", "coverage", 1e-6),
    job("1e5 rectangles", () => separate(1e5, 2, extent), 1024, "sum", "area", 0),
    job("1e6 rectangles", () => separate(1e6, 5, extent), 4096, "sum", "coverage", 1e-6),
    job("1e4 polygons of 64", () => separate(1e4, 3, extent, 64), 1024, "sum", "area", 1e-12),
    job("1e5 overlapping rectangles", () => rectangles(1e5, 4), 1024, "union", "area", 1e-12),
    shareOfLimit(),
    ...(await renderJobs()),
  ];
};

/** Clearing and summing up once is what any raster of the size takes: measured with one polygon. */
function shareOfLimit(): BenchJob {
  const many = Region.of(separate(1e4, 1, extent), { dbu: 1 });
  const one = Region.of(PolygonSet.rectangle(new Box(5, 5, 1000, 1000)), { dbu: 1 });
  const best = (region: Region) => {
    let least = Infinity;
    for (let i = 0; i < 20; i++) {
      const started = performance.now();
      rasterize(region, { window, pitch: extent / 1024, overlap: "sum" });
      least = Math.min(least, performance.now() - started);
    }
    return least;
  };
  return {
    name: "1e4 rectangles, 1024²: time of the pixels alone",
    run: () => Math.round((100 * best(one)) / best(many)),
    unit: "%",
  };
}

/** A real chip in its own colours: once where the code has run for a while, and as the first thing that a process does. */
async function renderJobs(): Promise<BenchJob[]> {
  const lyp = shared("data", "layouts", "EBeam.lyp");
  const chip = shared("data", "layouts", "photonic_chip_a.gds");
  if (lyp === null || chip === null) return [];
  const [layout, layers] = [await readLayout(chip), await readLyp(lyp)];
  const size = 1024;
  const anchor = { file: chip, lyp, size };
  return [
    {
      name: "photonic chip in its colours, 1024²",
      run: () => {
        const { shape } = render(layout, { layers, size: [size, size] });
        return shape[0] * shape[1];
      },
      anchor: { operation: "render", ...anchor },
      // The engine compiles all along the first ones, which are told below.
      repetitions: 25,
    },
    {
      name: "the first picture of a process",
      run: () => Math.min(...Array.from({ length: processes }, () => firstPicture(chip, lyp, size))),
      unit: "ms",
      anchor: { operation: "first_render", processes, ...anchor },
      repetitions: 1,
    },
  ];
}

const processes = 5;

/** ms. */
function firstPicture(chip: string, lyp: string, size: number): number {
  return inNewProcess(
    `const layout = await reticle.readLayout(${JSON.stringify(chip)});
    const layers = await reticle.readLyp(${JSON.stringify(lyp)});
    const start = performance.now();
    reticle.render(layout, { layers, size: [${size}, ${size}] });
    console.log(performance.now() - start);`,
  );
}
