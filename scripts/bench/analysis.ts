// From images back to layouts, beside scikit-image and numpy.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { aerialImage, contours } from "../../src/analysis/index.ts";
import { rawArea } from "../../src/geometry/index.ts";
import { gaussian, ImageView } from "../../src/image/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { Region, rect } from "../../src/region/index.ts";
import { randomNumbers } from "../../test/support/random-numbers.ts";
import type { BenchJob } from "./main.ts";

export const analysisJobs = (folder: string): BenchJob[] => [contourJob(folder), aerialJob(folder)];

/** Islands of smooth noise that do not reach the border, as scikit-image leaves outlines open there. */
function contourJob(folder: string): BenchJob {
  const side = 2048;
  const file = join(folder, "islands.f64");
  const axes = ["row", "column"] as const;
  const spacing = { row: 1, column: 1 };
  let islands: ImageView<Float64Array, typeof axes>;
  return {
    name: "contours of 2048² float64",
    prepare: async () => {
      const next = randomNumbers(1);
      const noise = new Float64Array(side * side);
      for (let row = 16; row < side - 16; row++) {
        for (let column = 16; column < side - 16; column++) noise[row * side + column] = next();
      }
      islands = gaussian(ImageView.from(noise, { axes, shape: [side, side], spacing }), { sigma: 3 });
      writeFileSync(file, islands.data);
    },
    run: () => rawArea(contours(islands, { level: 0.5 }).polygons) / 1e6,
    anchor: { operation: "contours", file, side, level: 0.5 },
    tolerance: 1e-4,
  };
}

function aerialJob(folder: string): BenchJob {
  const file = join(folder, "mask.f64");
  const side = 512;
  const pitch = 0.01;
  const source = Array.from({ length: 49 }, (_, i) => [((i % 7) - 3) / 5, (Math.floor(i / 7) - 3) / 5, 1] as const);
  const lens = { wavelength: 0.193, numericalAperture: 0.85, defocus: 0.05, source };
  let mask: ImageView<Float64Array, readonly ["row", "column"]>;
  return {
    name: "aerial image of 512², 49 points of the source",
    prepare: async () => {
      const next = randomNumbers(2);
      const drawn = Region.or(
        ...Array.from({ length: 200 }, () =>
          rect(0.1 + 0.3 * next(), 0.1 + 0.3 * next(), { position: [5.12 * next(), 5.12 * next()] }),
        ),
      );
      mask = rasterize(drawn, { origin: [0, 0], shape: [side, side], pitch, dtype: "float64" });
      writeFileSync(file, mask.data);
    },
    run: () => aerialImage(mask, lens).sum(),
    anchor: { operation: "aerial_image", file, side, pitch, lens },
    tolerance: 1e-9,
  };
}
