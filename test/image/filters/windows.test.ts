/** Extremes and medians of windows beside plain searches of each window, in WebAssembly and in TypeScript. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { borderIndices } from "../../../src/image/filters/border.ts";
import { withoutWindowLoops } from "../../../src/image/filters/window-kernel.ts";
import {
  type AnyImageView,
  type Axes,
  allocate,
  closing,
  type Dtype,
  dilation,
  dtypes,
  erosion,
  ImageView,
  medianFilter,
  opening,
} from "../../../src/image/index.ts";
import { randomNumbers } from "../../support/random-numbers.ts";

const next = randomNumbers(11);
const isBig = (dtype: Dtype) => dtype.startsWith("big");

function noise(dtype: Dtype, shape: readonly number[], axes: Axes): AnyImageView {
  const size = shape.reduce((product, n) => product * n, 1);
  const data = allocate(dtype, size);
  const isFloat = dtype.startsWith("float");
  for (let i = 0; i < size; i++) {
    const x = next() < 0.1 ? 0 : (next() - (dtype.includes("u") ? 0 : 0.5)) * 2 ** (8 * data.BYTES_PER_ELEMENT);
    data[i] = (isBig(dtype) ? BigInt(Math.trunc(x)) : isFloat && next() < 0.05 ? -0 : Math.trunc(x)) as never;
  }
  return ImageView.from(data, { shape, axes });
}

/** The numbers of each window along one axis of a packed array, through `choose`. */
function searched(view: AnyImageView, axis: number, reach: number, choose: (window: (number | bigint)[]) => unknown) {
  const { shape } = view;
  const data = view.toArray();
  const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  return [...data].map((_, i) => {
    const at = Math.floor(i / inner) % shape[axis];
    const window = [];
    for (let k = Math.max(0, at - reach); k <= Math.min(shape[axis] - 1, at + reach); k++)
      window.push(data[i + (k - at) * inner]);
    return choose(window);
  });
}

/** Numbers and bigints in their order, with −0 below 0. */
const inOrder = (a: number | bigint, b: number | bigint) =>
  a < b ? -1 : a > b ? 1 : Object.is(a, b) ? 0 : Object.is(a, -0) ? -1 : 1;

test("erosion and dilation along an axis are the least and the largest of each window, of any type", () => {
  const axes = ["slice", "row", "column"] as const;
  for (const dtype of dtypes) {
    for (const [shape, reach] of [
      [[2, 5, 70], 3],
      [[3, 90, 1], 10],
      [[1, 7, 33], 40],
      [[40, 3, 5], 1],
    ] as const) {
      const view = noise(dtype, shape, axes);
      for (const axis of [0, 1, 2]) {
        const options = { reach, axes: [axes[axis]] };
        const least = searched(view, axis, reach, (window) => window.sort(inOrder)[0]);
        const largest = searched(view, axis, reach, (window) => window.sort(inOrder).at(-1));
        assert.deepEqual([...erosion(view, options as never).toArray()], least, `${dtype} ${shape} ${axes[axis]}`);
        assert.deepEqual([...dilation(view, options as never).toArray()], largest, `${dtype} ${shape} ${axes[axis]}`);
      }
    }
  }
});

test("NaN spreads as far as the window reaches", () => {
  const view = ImageView.from(Float32Array.of(1, 2, 3, Number.NaN, 5, 6, 7), { axes: ["column"] });
  assert.deepEqual([...erosion(view).toArray()], [1, 1, Number.NaN, Number.NaN, Number.NaN, 5, 6]);
});

test("large images and colours are filtered block by block as they are in one piece", () => {
  const view = noise("uint16", [300, 700], ["row", "column"]);
  const whole = closing(view, { reach: 12 });
  // What lies farther than two windows from the edges of a part knows nothing of them.
  const part = closing(view.crop({ row: [100, 200], column: [300, 420] } as never), { reach: 12 });
  const middle = { row: [48, 52], column: [48, 72] } as never;
  const same = whole.crop({ row: [148, 152], column: [348, 372] } as never);
  assert.deepEqual(part.crop(middle).toArray(), same.toArray());
  const colours = noise("uint8", [40, 50, 3], ["row", "column", "channel"]);
  const red = opening(colours).pick({ channel: 0 } as never) as AnyImageView;
  assert.deepEqual(red.toArray(), opening(colours.pick({ channel: 0 } as never) as AnyImageView).toArray());
});

test("medians of small squares are the middle ones of their numbers, of any type and beyond any border", () => {
  for (const dtype of dtypes) {
    for (const border of ["reflect", "mirror", "nearest", "wrap", 7] as const) {
      for (const [shape, reach] of [
        [[1, 1], 1],
        [[2, 40], 1],
        [[33, 3], 1],
        [[7, 21], 2],
        [[2, 3], 3],
        [[5, 18], 3],
      ] as const) {
        const view = noise(dtype, shape, ["row", "column"]);
        const [rows, columns] = [borderIndices(shape[0], reach, border), borderIndices(shape[1], reach, border)];
        const side = Array.from({ length: 2 * reach + 1 }, (_, k) => k);
        const wanted = [...view.toArray()].map((_, i) => {
          const [row, column] = [Math.floor(i / shape[1]), i % shape[1]];
          const numbers = side.flatMap((dy) =>
            side.map((dx) => {
              const [y, x] = [rows[row + dy], columns[column + dx]];
              if (y < 0 || x < 0) return isBig(dtype) ? BigInt(7) : 7;
              return view.get(y, x) as number | bigint;
            }),
          );
          return numbers.sort(inOrder)[(numbers.length - 1) / 2];
        });
        // Of 64 bits as rounded to float64.
        const rounded = isBig(dtype) ? wanted.map((x) => BigInt.asIntN(64, BigInt(Number(x)))) : wanted;
        const found = [...medianFilter(view, { border, reach }).toArray()];
        const seen = isBig(dtype) ? found.map((x) => BigInt.asIntN(64, x as bigint)) : found;
        assert.deepEqual(seen, rounded, `${dtype} ${shape} ${border} ${reach}`);
      }
    }
  }
});

test("WebAssembly and TypeScript give the same bits of extremes and medians", () => {
  for (const dtype of dtypes) {
    const view = noise(dtype, [37, 53], ["row", "column"]);
    const work = () => [
      erosion(view),
      dilation(view, { reach: 7 }),
      opening(view, { reach: 2 }),
      ...[1, 2, 3].map((reach) => medianFilter(view, { reach })),
    ];
    assert.deepEqual(
      work().map((result) => result.toArray()),
      withoutWindowLoops(work).map((result) => result.toArray()),
      dtype,
    );
  }
});
