// Numbers and filters of 4 Mpx beside numpy and scipy, contiguous and transposed in memory. New results are new memory on
// both sides.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AnyImageView,
  boxFilter,
  closing,
  fourier,
  gaussian,
  ImageView,
  medianFilter,
  phaseCorrelation,
  resample,
  type TypedArray,
} from "../../../src/image/index.ts";
import { randomNumbers } from "../../../test/support/random-numbers.ts";
import type { BenchJob } from "../main.ts";

type Picture = ImageView<TypedArray, readonly ["row", "column"]>;
type Work = (view: Picture, second: Picture) => number | AnyImageView;

const side = 2048;
/** Where results that are images are compared. */
const place = 1_234_567;

/** Each is a work of anchors.py, too. */
const numbers: Record<string, Work> = {
  sum: (a) => a.sum(),
  mean: (a) => a.mean(),
  min: (a) => a.min(),
  max: (a) => a.max(),
  std: (a) => a.std(),
  "sum of columns": (a) => a.sum("row"),
  "sum of rows": (a) => a.sum("column"),
  median: (a) => a.median(),
  "argmax of all": (a) => a.argmax().row! * side + a.argmax().column!,
  threshold: (a) => a.threshold(30000),
  "plus a number": (a) => a.plus(3),
  "plus an image": (a, b) => a.plus(b),
  "times a row": (a, b) => a.times(b.pick({ row: 7 })),
  "atLeast an image": (a, b) => a.compare("atLeast", b),
  "histogram of 256 bins": (a) => a.histogram({ bins: 256, range: [0, 65536] }).counts[100],
  "to float32": (a) => a.to("float32"),
  "to uint8, scaled": (a) => a.to("uint8", { range: [0, 65535] }),
};

const corner = (a: Picture): Picture => a.crop({ row: [0, 512], column: [0, 512] });

const filters: Record<string, Work> = {
  "gaussian, sigma 2": (a) => gaussian(a, { sigma: 2 }),
  "box of 3²": (a) => boxFilter(a, { reach: 1 }),
  "box of 101²": (a) => boxFilter(a, { reach: 50 }),
  "median of 3²": (a) => medianFilter(a, { reach: 1 }),
  // A corner: scipy takes a minute for the whole.
  "median of 31², 512²": (a) => medianFilter(corner(a), { reach: 15 }),
  "closing of 21², 512²": (a) => closing(corner(a), { reach: 10 }),
  "resample to 1/4": (a) => resample(a, { factor: { row: 4, column: 4 } }).plus(0),
  fourier: (a) => fourier(a),
  "fourier of 2000²": (a) => fourier(a.crop({ row: [0, 2000], column: [0, 2000] })),
  "phaseCorrelation, upsample 100": (a, b) => phaseCorrelation(a, b, { upsample: 100 }).shift.row!,
};

/** Also timed on a transposed image. */
const turnedToo = ["sum", "min", "sum of columns", "threshold", "plus an image", "times a row", "to float32"];
/** Timed on float32, the other filters on uint16. */
const ofFloats = ["gaussian, sigma 2", "resample to 1/4", "fourier", "phaseCorrelation, upsample 100"];

export function pixelJobs(folder: string): BenchJob[] {
  const jobs: BenchJob[] = [];
  for (const dtype of ["uint16", "float32"] as const) {
    for (const [name, work] of Object.entries(numbers)) jobs.push(pixelJob(folder, name, work, dtype, false));
    for (const name of turnedToo) jobs.push(pixelJob(folder, name, numbers[name], dtype, true));
    for (const [name, work] of Object.entries(filters)) {
      if (ofFloats.includes(name) === (dtype === "float32")) jobs.push(pixelJob(folder, name, work, dtype, false));
    }
  }
  return jobs;
}

/** Counted in the order of the axes, whatever that in memory is. */
function pixelAt({ array: { data, shape, stride, offset, size } }: AnyImageView): number | bigint {
  let index = Math.min(place, size - 1);
  let at = offset;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at += (index % shape[axis]) * stride[axis];
    index = Math.floor(index / shape[axis]);
  }
  return data[at];
}

function pixelJob(folder: string, name: string, work: Work, dtype: "uint16" | "float32", turned: boolean): BenchJob {
  const file = join(folder, `pixels-${dtype}.bin`);
  let views: [Picture, Picture] | undefined;
  return {
    name: `${name}, ${dtype}${turned ? ", transposed" : ""}`,
    prepare: async () => {
      const next = randomNumbers(5);
      const data = (dtype === "uint16" ? new Uint16Array(side * side) : new Float32Array(side * side)) as Uint16Array;
      for (let i = 0; i < data.length; i++) data[i] = next() * 65536;
      writeFileSync(file, data);
      const whole = ImageView.from(data, { shape: [side, side], axes: ["row", "column"] }) as Picture;
      const a = turned ? whole.reinterpret(["column", "row"]).reorder(["row", "column"]) : whole;
      views = [a, a.flip("row").copy() as Picture];
    },
    release: () => {
      views = undefined;
    },
    run: () => {
      const result = work(...views!);
      return typeof result === "number" ? result : Number(pixelAt(result));
    },
    anchor: { operation: "pixels", file, dtype, side, turned, work: name, place },
    tolerance: 1e-5,
    repetitions: name in filters ? 2 : 7,
  };
}
