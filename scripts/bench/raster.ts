// Rasters beside KLayout called from Python, which gives lists of lists: its time with an empty region is shown apart.
import { Box, type PolygonSet } from "../../src/geometry/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { Region } from "../../src/region/index.ts";
import type { BenchJob, BenchKind } from "./main.ts";
import { rectangles, separate, writePolygons } from "./workloads.ts";

const extent = 409_600;

export const rasterJobs: BenchKind = (folder) => {
  let files = 0;
  const job = (
    name: string,
    set: PolygonSet,
    pixels: number,
    overlap: "sum" | "union",
    tolerance: number,
  ): BenchJob => {
    const region = Region.of(set, { dbu: 1 });
    const pitch = extent / pixels;
    const window = new Box(0, 0, extent, extent);
    return {
      name,
      run: () => rasterize(region, { window, pitch, overlap, as: "area" }).sum(),
      anchor: {
        operation: "rasterize",
        a: writePolygons(folder, `raster-${files++}`, set),
        pitch,
        pixels,
        merge: overlap === "union",
      },
      tolerance,
    };
  };
  return [
    job("1e4 rectangles, 1024², sum", separate(1e4, 1, extent), 1024, "sum", 0),
    job("1e5 rectangles, 1024², sum", separate(1e5, 2, extent), 1024, "sum", 0),
    job("1e4 polygons of 64, 1024², sum", separate(1e4, 3, extent, 64), 1024, "sum", 1e-12),
    job("1e5 overlapping rectangles, 1024², union", rectangles(1e5, 4), 1024, "union", 1e-12),
  ];
};
