/** The loops of WebAssembly and those of TypeScript give the same bits, whatever the type, the place and the order in memory. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type AnyImageView, type Dtype, dtypes, ImageView, type TypedArray } from "../../../src/image/index.ts";
import { numberKernel, withoutKernel } from "../../../src/image/numbers/wasm-kernel.ts";
import { allocate } from "../../../src/image/typed-array.ts";

const odd = [0, -0, 1, 0.1, -1.5, 255, 256, 65535, 65536, -32768, 2 ** 31, 2 ** 32 - 1, 1e300, -1e-300];
const special = [Number.NaN, Infinity, -Infinity];

/** Pixels of a type from whole numbers, with some odd ones among them. */
function pixels(dtype: Dtype, seeds: readonly number[], size: number): TypedArray {
  const isFloat = dtype.startsWith("float");
  const values = Array.from({ length: size }, (_, i) => {
    const seed = seeds[i % seeds.length] + i;
    if (seed % 7 === 0) return odd[seed % odd.length];
    return isFloat && seed % 97 === 0 ? special[seed % 3] : (seed * 7919) % 100_003;
  });
  const made = allocate(dtype, size);
  const isBig = made instanceof BigInt64Array || made instanceof BigUint64Array;
  for (const [i, value] of values.entries())
    made[i] = isBig ? BigInt(Math.trunc(Math.max(-1e15, Math.min(1e15, value)))) : value;
  return made;
}

const works: Record<string, (a: AnyImageView, b: AnyImageView, level: number) => unknown> = {
  sum: (a) => a.sum(),
  "sum row": (a) => a.sum("row" as never),
  "sum column": (a) => a.sum("column" as never),
  mean: (a) => a.mean(),
  std: (a) => a.std(),
  "std row": (a) => a.std("row" as never),
  min: (a) => [a.min(), a.max()],
  "min row": (a) => a.min("row" as never),
  "max column": (a) => a.max("column" as never),
  argmax: (a) => [a.argmax(), a.argmin()],
  "argmax row": (a) => a.argmax("row" as never),
  "std column": (a) => a.std("column" as never),
  "max row": (a) => a.max("row" as never),
  "argmax column": (a) => a.argmax("column" as never),
  median: (a) => a.median(),
  plus: (a, b, level) => [a.plus(b), a.plus(level)],
  minus: (a, b, level) => [a.minus(b), a.minus(level)],
  times: (a, b, level) => [a.times(b), a.times(level)],
  over: (a, b, level) => [a.over(b), a.over(level)],
  row: (a, b) => a.times(b.pick({ row: 0 } as never)),
  ...Object.fromEntries(
    (["greater", "atLeast", "less", "atMost", "equal", "different"] as const).map((how) => [
      how,
      (a: AnyImageView, b: AnyImageView, level: number) => [a.compare(how, b), a.compare(how, level)],
    ]),
  ),
  "to float32": (a) => a.to("float32"),
  "to int16": (a) => a.to("int16", { scale: 0.25, saturate: true }),
  "to uint8": (a) => a.to("uint8", { range: [-20, 70_000], saturate: true }),
  "to uint32": (a) => a.to("uint32", { scale: 1.5, saturate: true }),
  histogram: (a) => a.histogram({ range: [0, 1000], bins: 7 }).counts,
};

/** Every bit of a result; NaN is one, whatever its bits. */
function bits(result: unknown): unknown {
  if (result instanceof ImageView) return [result.dtype, result.stride, bits(result.toArray())];
  if (ArrayBuffer.isView(result))
    return Array.from(result as Float64Array, (x) => (Object.is(x, -0) ? "-0" : String(x)));
  return Array.isArray(result) ? result.map(bits) : Object.is(result, -0) ? "-0" : result;
}

test("WebAssembly is there, and gives the bits that TypeScript does", () => {
  assert.notEqual(numberKernel(), null);
  fc.assert(
    fc.property(
      fc.constantFrom(...dtypes),
      fc.constantFrom(...dtypes),
      fc.constantFrom(...Object.keys(works)),
      fc.array(fc.nat(10_000), { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(1, 47, 48, 49, 63, 128, 131, 4096, 4099),
      fc.constantFrom("plain", "turned", "flipped", "stepped", "cropped"),
      fc.constantFrom(...odd, ...special, 30_000, 50),
      (one, other, name, seeds, rows, columns, look, level) => {
        const view = (dtype: Dtype, more: number): AnyImageView => {
          const [height, width] = [rows + 2, columns + 3];
          const data = pixels(dtype, [...seeds, more], height * width);
          const whole = ImageView.from(data, { shape: [height, width], axes: ["row", "column"] });
          const cropped = whole.crop({ row: [1, rows + 1], column: [2, columns + 2] });
          if (look === "plain") return whole.crop({ row: [0, rows] }) as AnyImageView;
          if (look === "turned") return whole.reorder(["column", "row"]) as AnyImageView;
          if (look === "flipped") return cropped.flip("column") as AnyImageView;
          return (look === "stepped" ? whole.step({ row: 2, column: 2 }) : cropped) as AnyImageView;
        };
        const [a, b] = [view(one, 3), view(other, 11)];
        const run = () => {
          try {
            return bits(works[name](a, b, level));
          } catch (error) {
            return String(error);
          }
        };
        assert.deepEqual(run(), withoutKernel(run));
      },
    ),
    { numRuns: 300 },
  );
});
