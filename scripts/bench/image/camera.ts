// Camera pixels beside numpy, which does without numba's compiled loops: what its users write with array operations.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fvb, unpackUint12 } from "../../../src/camera/index.ts";
import { ndArray, type TypedArray } from "../../../src/image/index.ts";
import { randomNumbers } from "../../../test/support/random-numbers.ts";
import type { BenchJob } from "../main.ts";

const side = 2048;

export const cameraJobs = (folder: string): BenchJob[] => [
  // New memory of 8 MB costs the system's pages, which numpy's allocator keeps.
  unpackJob(folder, "unpackUint12, 4 Mpx"),
  unpackJob(folder, "unpackUint12, 4 Mpx, into an array", new Uint16Array(side * side)),
  ...(["uint16", "uint32"] as const).flatMap((dtype) => [
    fvbJob(folder, dtype, "columns side by side", [1, side]),
    fvbJob(folder, dtype, "rows side by side", [side, 1]),
  ]),
];

function unpackJob(folder: string, name: string, out?: Uint16Array): BenchJob {
  const data = bytes(1.5 * side * side);
  const file = join(folder, "packed.bin");
  writeFileSync(file, data);
  return {
    name,
    run: () => {
      const pixels = unpackUint12(data, out);
      return pixels[0] + pixels[1] + pixels[1234567] + pixels[pixels.length - 1];
    },
    anchor: { operation: "unpack", file },
    repetitions: 60,
  };
}

function fvbJob(folder: string, dtype: "uint16" | "uint32", layout: string, stride: number[]): BenchJob {
  const raw = bytes(side * side * (dtype === "uint16" ? 2 : 4));
  const file = join(folder, `frame-${dtype}.bin`);
  writeFileSync(file, raw);
  const data: TypedArray = dtype === "uint16" ? new Uint16Array(raw.buffer) : new Uint32Array(raw.buffer);
  const image = ndArray(data, { shape: [side, side], stride, offset: 0 });
  return {
    name: `fvb, 2048² of ${dtype}, ${layout}`,
    run: () => fvb(image).reduce((sum, mean) => sum + mean, 0),
    anchor: { operation: "bin", file, dtype, side, columns_first: stride[0] === 1 },
    // numpy adds the float32 means of this check in another order.
    tolerance: 1e-6,
    repetitions: 60,
  };
}

function bytes(length: number): Uint8Array<ArrayBuffer> {
  const next = randomNumbers(length);
  const words = Uint32Array.from({ length: Math.ceil(length / 4) }, () => next() * 2 ** 32);
  return new Uint8Array(words.buffer, 0, length);
}
