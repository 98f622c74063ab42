/** Numbers of one type as numbers of another: nothing wraps around or is cut off without being asked for. */
import { ReticleError } from "../../errors.ts";
import type { Layout } from "../nd-array.ts";
import { type Dtype, dtypes, type TypedArray } from "../typed-array.ts";
import { load, sharedBlock, store } from "./blocks.ts";
import { forEachRun } from "./for-each-run.ts";
import { numberKernel } from "./wasm-kernel.ts";

export interface ConvertOptions {
  /** Each number is multiplied by this. */
  readonly scale?: number;
  /** What becomes the least and the largest number of an integer type (0 and the largest), or 0 and 1 as floats. */
  readonly range?: readonly [low: number, high: number];
  /** Numbers outside of the type become its least or largest one, and NaN 0, instead of an error. */
  readonly saturate?: boolean;
}

const limits: Partial<Record<Dtype, readonly [number, number]>> = {
  uint8: [0, 255],
  uint8_clamped: [0, 255],
  uint16: [0, 65535],
  uint32: [0, 2 ** 32 - 1],
  int8: [-128, 127],
  int16: [-32768, 32767],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  // The largest float64 below 2⁶³ and 2⁶⁴.
  bigint64: [-(2 ** 63), 2 ** 63 - 1024],
  biguint64: [0, 2 ** 64 - 2048],
};

/** Below this, adding 1.5·2⁵² leaves no room for a fraction: the processor rounds it off, halves to even. */
const largestHalf = 2 ** 51;
const rounding = 1.5 * 2 ** 52;

/** Into `to`, which is of type `dtype`. Integers are the nearest ones, halves the even ones. */
export function convert(
  from: { readonly data: TypedArray; readonly layout: Layout },
  dtype: Dtype,
  to: { readonly data: TypedArray; readonly stride: readonly number[] },
  options: ConvertOptions,
): void {
  const { saturate = false } = options;
  const limit = limits[dtype];
  const [factor, shift] = lineOf(options, limit);
  const block = sharedBlock(0);
  const kernel = limit !== undefined && numberKernel()?.holds(block) ? numberKernel() : null;
  const { data } = to;
  const target = { stride: to.stride, offset: 0 };
  forEachRun(from.layout.shape, [from.layout, target], (count, [start, at], [step, toStep]) => {
    load(from.data, start, step, count, block);
    const type = kernel?.typeOf(data, toStep, count) ?? -1;
    if (kernel !== null && limit !== undefined && type >= 0) {
      const [low, high] = limit;
      const bytes = data.BYTES_PER_ELEMENT;
      const { loops, out } = kernel;
      const fits = loops.toIntegers(bytes, block.byteOffset, count, factor, shift, low, high, out.place);
      if (saturate || fits !== 0) {
        out.take(count, data, at);
        return;
      }
    }
    if (factor !== 1 || shift !== 0) for (let i = 0; i < count; i++) block[i] = block[i] * factor + shift;
    if (limit !== undefined) makeWhole(block, count, dtype, limit, saturate);
    store(block, data, at, toStep, count);
  });
}

/** Nearest integers of a type; throws where one is none of it, unless it is cut off. */
function makeWhole(
  block: Float64Array,
  count: number,
  dtype: Dtype,
  [low, high]: readonly [number, number],
  saturate: boolean,
): void {
  for (let i = 0; i < count; i++) {
    const value = block[i];
    const x = Math.abs(value) < largestHalf ? value + rounding - rounding : roundedToEven(value);
    if (x >= low && x <= high) block[i] = x;
    else if (saturate) block[i] = x < low ? low : x > high ? high : 0;
    else throw outside(block[i], dtype, low, high);
  }
}

/** Factor and shift of each number. */
function lineOf({ scale = 1, range }: ConvertOptions, limit?: readonly [number, number]): [number, number] {
  if (!Number.isFinite(scale)) throw new ReticleError("ImageError", "range", `scale ${scale} is not a finite number`);
  if (range === undefined) return [scale, 0];
  const [low, high] = Array.isArray(range) ? range : [NaN, NaN];
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new ReticleError("ImageError", "range", `range ${low}..${high} is not two finite numbers, the lesser first`);
  }
  if (scale !== 1) throw new ReticleError("ImageError", "range", "give either a scale or a range");
  const factor = (limit === undefined ? 1 : limit[1]) / (high - low);
  return [factor, -low * factor];
}

export function roundedToEven(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function outside(value: number, dtype: Dtype, low: number, high: number): ReticleError {
  return new ReticleError(
    "ImageError",
    "range",
    `${value} is no number of ${dtype} (${low}..${high}); give a range or a scale, or saturate: true to cut off`,
  );
}

/** Throws unless `dtype` is one. */
export function checkDtype(dtype: unknown): asserts dtype is Dtype {
  if (dtypes.includes(dtype as Dtype)) return;
  throw new ReticleError("ImageError", "dtype", `"${dtype}" is no type of pixels; types are ${dtypes.join(", ")}`);
}
