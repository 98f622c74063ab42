// Files of images beside the Python packages that read them: 8 MB of uint16, from a disk cache that holds them.
import { join } from "node:path";
import { readNpy, readTiff, readZarr, writeNpy, writeTiff, writeZarr } from "../../../src/formats/index.ts";
import { type AnyImageView, ImageView, python } from "../../../src/image/index.ts";
import { randomNumbers } from "../../../test/support/random-numbers.ts";
import type { BenchJob } from "../main.ts";

const side = 2048;
const places = [0, 1, 1_234_567, side * side - 1];

export const fileJobs = (folder: string): BenchJob[] => [
  fileJob(folder, "npy", writeNpy, readNpy),
  fileJob(folder, "tif", (path, view) => writeTiff(path, view as never), readTiff),
  fileJob(folder, "zarr", (path, view) => writeZarr(path, view as never), readZarr),
  pythonJob(),
];

function picture(): AnyImageView {
  const next = randomNumbers(side);
  const data = new Uint16Array(side * side);
  for (let i = 0; i < data.length; i++) data[i] = 1000 * next();
  return ImageView.from(data, { shape: [side, side], axes: ["row", "column"] }) as AnyImageView;
}

function check(view: AnyImageView): number {
  return places.reduce((sum, place) => sum + Number(view.get(Math.floor(place / side), place % side)), 0);
}

function fileJob(
  folder: string,
  format: string,
  write: (path: string, view: AnyImageView) => Promise<unknown>,
  read: (path: string) => Promise<AnyImageView>,
): BenchJob {
  const file = join(folder, `picture.${format}`);
  return {
    name: `read .${format}, 8 MB of uint16`,
    prepare: async () => {
      await write(file, picture());
    },
    run: async () => check(await read(file)),
    anchor: { operation: "read_image", file, format, places },
    repetitions: 12,
  };
}

/** No rival: what a call of Python costs with an image in and out. */
function pythonJob(): BenchJob {
  const program = python("def run(image):\n    return image", { returns: ["row", "column"] });
  let view: AnyImageView;
  return {
    name: "Python, 8 MB of uint16 in and out",
    prepare: async () => {
      view = picture();
    },
    run: async () => check((await program.run({ image: view })) as AnyImageView),
    repetitions: 8,
  };
}
