// Copies of 128 MiB in all orders of three axes, beside numpy, ndarray-ops and, where nothing is turned, TypedArray.set.
// Into an array that is in use the loops count; into a new one the system's pages do, which numpy asks for in large ones.
import { createRequire } from "node:module";
import { type Axis, copyInto, ImageView, type NdArray, ndArray, packedStride } from "../../../src/image/index.ts";
import type { BenchJob } from "../main.ts";

const { assign } = createRequire(import.meta.url)("ndarray-ops") as {
  assign(target: NdArray<Uint16Array>, source: NdArray<Uint16Array>): void;
};

const axes: readonly Axis[] = ["slice", "row", "column"];
const orders = ["012", "021", "102", "120", "201", "210"];
const shapes: Record<string, readonly number[]> = { "512²": [256, 512, 512], "500²": [268, 500, 500] };

export function copyJobs(): BenchJob[] {
  return [
    ...Object.keys(shapes).flatMap((planes) => orders.map((order) => copyJob(planes, order, false))),
    ...orders.map((order) => copyJob("512²", order, true)),
    reorderJob(),
  ];
}

function copyJob(planes: string, order: string, isNew: boolean): BenchJob {
  const shape = shapes[planes];
  const size = shape.reduce((product, n) => product * n, 1);
  const places = [0, 1, 12_345_678, size - 1];
  const indices = [...order].map(Number);
  let view: ImageView<Uint16Array, readonly Axis[]>;
  let target: Uint16Array = new Uint16Array(0);
  const array = () => ndArray(target, { shape: view.shape, stride: packedStride(view.shape), offset: 0 });
  const check = () => places.reduce((sum, i) => sum + target[i], 0);
  const into = (run: () => void) => () => {
    if (isNew) target = new Uint16Array(size);
    run();
    return check();
  };
  const rivals = isNew ? [] : [{ tool: "ndarray-ops", run: into(() => assign(array(), view.array)) }];
  if (order === "012") rivals.push({ tool: "TypedArray.set", run: into(() => target.set(view.data)) });
  return {
    name: `copy, 128 MiB of uint16, ${planes}, ${order}${isNew ? ", new memory" : ""}`,
    prepare: async () => {
      const data = new Uint16Array(size);
      for (let i = 0; i < size; i++) data[i] = i;
      view = ImageView.from(data, { shape, axes }).reorder(indices.map((i) => axes[i]));
      if (!isNew) target = new Uint16Array(size).fill(1);
    },
    release: () => {
      view = ImageView.from(new Uint16Array(0), { axes: ["row"] as readonly Axis[] });
      target = new Uint16Array(0);
    },
    run: isNew
      ? () => {
          target = view.copy().data;
          return check();
        }
      : into(() => copyInto(view, ImageView.from(array(), { axes: view.axes }))),
    rivals,
    anchor: { operation: "copy", shape, order: indices, new: isNew, places },
    // In the first two or three the engine still compiles beside them.
    repetitions: isNew ? 3 : 7,
  };
}

/** One reorder with its checks, in µs: the mean of many. */
function reorderJob(): BenchJob {
  const view = ImageView.from(new Uint16Array(24), { shape: [2, 3, 4], axes: ["slice", "row", "column"] });
  const count = 1_000_000;
  return {
    name: "reorder of three axes, a million times (ms: ns each)",
    run: () => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += view.reorder(["column", "slice", "row"]).shape[0];
      return sum;
    },
    repetitions: 3,
  };
}
