/**
 * What an image knows of its numbers: reductions along named axes, arithmetic by the names of axes, comparison and types.
 *
 * Calculations are done in float64 and rounded once. They give float32 where one side is float32 and the other fits into
 * it (float32, integers of up to 16 bits, a plain number), and float64 in all other cases, so that no integer wraps around.
 * Integers of 64 bits are rounded to float64. What has as many axes as before lies in memory in the order that the image has
 * there (numpy's order "K").
 */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import { type Axes, type Axis, type AxisOf, axisIndex, checkAxisNames, type PerAxis, type Without } from "../axes.ts";
import type { AxisCalibration } from "../calibration.ts";
import { copyElements } from "../copying/copy-elements.ts";
import {
  checkCapability,
  type ImageCapabilities,
  type ImageKind,
  type ImageMetadata,
  propertiesOfResult,
} from "../image-options.ts";
import type { AnyImageView, ImageView } from "../image-view.ts";
import { type NdArray, ndArray, packedStride, sizeOf, strideInOrderOf } from "../nd-array.ts";
import { type ArrayOf, allocate, type Dtype, type FloatArray, isBig, type TypedArray } from "../typed-array.ts";
import { argumentsAlong, argumentsOfAll, type Extreme } from "./argmax.ts";
import { blockSize } from "./block-size.ts";
import { type Broadcast, type Calculated, type Common, calculatedDtype, commonAxes } from "./broadcast.ts";
import { type Calculation, type Comparison, calculate, changeEach, compare, comparisons } from "./combine.ts";
import { type ConvertOptions, checkDtype, convert } from "./convert.ts";
import { type HistogramBins, histogram } from "./histogram.ts";
import { percentile } from "./percentile.ts";
import { type Reduction, reduce } from "./reduce.ts";

export interface Histogram {
  /** How many numbers each bin has. */
  readonly counts: Uint32Array;
  /** One more than bins. */
  readonly edges: Float64Array;
}

/** float32 stays float32, everything else becomes float64. */
export type WithNumber<D extends TypedArray> = D extends Float32Array ? Float32Array : Float64Array;
export type Projection = "mean" | "sum" | "median" | "std";
const projections: readonly (Extreme | Projection)[] = ["min", "max", "mean", "sum", "median", "std"];
type Reduced<A extends Axes | null, K> = ImageView<Float64Array, Without<A, K>>;

export abstract class ImageNumbers<D extends TypedArray, A extends Axes | null> {
  abstract readonly array: NdArray<D>;
  abstract readonly axes: A;
  abstract readonly kind: ImageKind;
  abstract readonly components: number;
  abstract readonly capabilities: ImageCapabilities;
  abstract readonly metadata: ImageMetadata;
  abstract calibrationOf(axis: AxisOf<A>): AxisCalibration;

  /** The mean of all numbers, or along the named axes (float64). NaN where one is among them, and of nothing. */
  mean(): number;
  mean<K extends AxisOf<A>>(...axes: [K, ...K[]]): Reduced<A, K>;
  mean(...axes: Axis[]): number | AnyImageView {
    return reduced(this, "mean", axes);
  }

  /** The sum of all numbers, or along the named axes (float64). */
  sum(): number;
  sum<K extends AxisOf<A>>(...axes: [K, ...K[]]): Reduced<A, K>;
  sum(...axes: Axis[]): number | AnyImageView {
    return reduced(this, "sum", axes);
  }

  /** The least number, or along the named axes (float64). NaN where one is among them. */
  min(): number;
  min<K extends AxisOf<A>>(...axes: [K, ...K[]]): Reduced<A, K>;
  min(...axes: Axis[]): number | AnyImageView {
    return reduced(this, "min", axes);
  }

  /** The largest number, or along the named axes (float64). NaN where one is among them. */
  max(): number;
  max<K extends AxisOf<A>>(...axes: [K, ...K[]]): Reduced<A, K>;
  max(...axes: Axis[]): number | AnyImageView {
    return reduced(this, "max", axes);
  }

  /** The standard deviation of all numbers, or along the named axes: the root of the mean square, divided by n. */
  std(): number;
  std<K extends AxisOf<A>>(...axes: [K, ...K[]]): Reduced<A, K>;
  std(...axes: Axis[]): number | AnyImageView {
    return reduced(this, "std", axes);
  }

  /** The median of all numbers, or along the named axes (float64). NaN where one is among them. */
  median(): number;
  median<K extends AxisOf<A>>(...axes: [K, ...K[]]): Reduced<A, K>;
  median(...axes: Axis[]): number | AnyImageView {
    return percentiles(this, 50, axes);
  }

  /**
   * The q-th percentile (0 to 100) of all numbers, or along the named axes, interpolated between two numbers.
   * @example image.percentile(99.5)
   */
  percentile(q: number): number;
  percentile<K extends AxisOf<A>>(q: number, ...axes: [K, ...K[]]): Reduced<A, K>;
  percentile(q: number, ...axes: Axis[]): number | AnyImageView {
    return percentiles(this, q, axes);
  }

  /**
   * How many numbers fall into each of some bins (256 from the least to the largest number where not said otherwise).
   * Along named axes the counts are an image whose pixels have one component a bin.
   * @example image.histogram({ bins: 256, range: [0, 255] }).counts
   */
  histogram(options?: HistogramBins): Histogram;
  histogram<K extends AxisOf<A>>(
    options: HistogramBins,
    ...axes: [K, ...K[]]
  ): { readonly counts: ImageView<Uint32Array, Without<A, K>>; readonly edges: Float64Array };
  histogram(options: HistogramBins = {}, ...names: Axis[]): object {
    const { along, axes, shape, calibration } = parts(this, names);
    const { counts, edges } = histogram(
      this.array.data,
      this.array,
      along,
      optionsOf(options, "ImageError", ["bins", "range"]),
    );
    if (names.length === 0) return { counts, edges };
    if (this.components !== 1) {
      throw new ReticleError(
        "ImageError",
        "shape-or-dtype",
        "the numbers of vector pixels have one histogram together; make an image of each component for one along axes",
      );
    }
    const bins = edges.length - 1;
    const sizes = bins === 1 ? shape : [...shape, bins];
    return { counts: made(this, counts, sizes, axes, calibration, "scalar", bins), edges };
  }

  /** Where the largest number is: the first one in the order of the axes, or its index along one axis. NaN counts as it. */
  argmax(): PerAxis<A, number>;
  argmax<K extends AxisOf<A>>(axis: K): ImageView<Int32Array, Without<A, K>>;
  argmax(...axes: Axis[]): object {
    return extremeAt(this, "max", axes);
  }

  /** Where the least number is, as `argmax`. */
  argmin(): PerAxis<A, number>;
  argmin<K extends AxisOf<A>>(axis: K): ImageView<Int32Array, Without<A, K>>;
  argmin(...axes: Axis[]): object {
    return extremeAt(this, "min", axes);
  }

  /**
   * What lies along the named axes as one number: the least or the largest in the type that the pixels have, or the mean, sum,
   * median or standard deviation in float64.
   * @example volume.project("max", "slice")
   */
  project<H extends Extreme | Projection, K extends AxisOf<A>>(
    how: H,
    ...axes: [K, ...K[]]
  ): ImageView<H extends Extreme ? D : Float64Array, Without<A, K>>;
  project(how: Extreme | Projection, ...axes: Axis[]): AnyImageView {
    checkArgument(projections.includes(how), how, "ImageError", `one of ${projections.join(", ")}`);
    checkArgument(axes.length > 0, axes[0], "ImageError", "a name of an axis");
    if (how === "median") return percentiles(this, 50, axes) as AnyImageView;
    if (how !== "min" && how !== "max") return reduced(this, how, axes) as AnyImageView;
    const view = reduced(this, how, axes) as ImageView<Float64Array, Axes>;
    if (sizeOf(this.array.shape) === 0 && sizeOf(view.array.shape) > 0) {
      throw new ReticleError("ImageError", "size", `nothing lies along ${axes.join(", ")}: there is no ${how}`);
    }
    return view.to((this as unknown as AnyImageView).dtype);
  }

  /**
   * The sum with a number or an image. Axes of one name lie together, whatever their order; each image repeats along the
   * axes that only the other has. Calibration is this image's.
   * @example image.plus(dark)
   */
  plus(other: number): ImageView<WithNumber<D>, A>;
  plus<E extends TypedArray, B extends Axes | null>(
    other: ImageView<E, B>,
  ): ImageView<Calculated<D, E>, Broadcast<A, B>>;
  plus(other: number | AnyImageView): AnyImageView {
    return calculated(this, "plus", other);
  }

  /** The difference to a number or an image, as `plus`. */
  minus(other: number): ImageView<WithNumber<D>, A>;
  minus<E extends TypedArray, B extends Axes | null>(
    other: ImageView<E, B>,
  ): ImageView<Calculated<D, E>, Broadcast<A, B>>;
  minus(other: number | AnyImageView): AnyImageView {
    return calculated(this, "minus", other);
  }

  /** The product with a number or an image, as `plus`. */
  times(other: number): ImageView<WithNumber<D>, A>;
  times<E extends TypedArray, B extends Axes | null>(
    other: ImageView<E, B>,
  ): ImageView<Calculated<D, E>, Broadcast<A, B>>;
  times(other: number | AnyImageView): AnyImageView {
    return calculated(this, "times", other);
  }

  /** The quotient by a number or an image, as `plus`; by 0 it is Infinity or NaN. */
  over(other: number): ImageView<WithNumber<D>, A>;
  over<E extends TypedArray, B extends Axes | null>(
    other: ImageView<E, B>,
  ): ImageView<Calculated<D, E>, Broadcast<A, B>>;
  over(other: number | AnyImageView): AnyImageView {
    return calculated(this, "over", other);
  }

  /**
   * 1 where a pixel compares so with a number or an image, else 0 (kind "binary"). NaN is only different. Integers of 64
   * bits are compared as they are, also with a number: `labels.compare("equal", 2n ** 60n)`.
   * @example image.compare("atLeast", reference)
   */
  compare(how: Comparison, other: number | bigint): ImageView<Uint8Array, A>;
  compare<B extends Axes | null>(
    how: Comparison,
    other: ImageView<TypedArray, B>,
  ): ImageView<Uint8Array, Broadcast<A, B>>;
  compare(how: Comparison, other: number | bigint | AnyImageView): AnyImageView {
    checkArgument(comparisons.includes(how), how, "ImageError", `one of ${comparisons.join(", ")}`);
    return compared(this, how, other);
  }

  /** 1 where a pixel is above a level, else 0 (kind "binary"). */
  threshold(level: number | bigint): ImageView<Uint8Array, A> {
    return compared(this, "greater", level) as never;
  }

  /**
   * The same numbers in another type. A number that is none of the type is an error unless `saturate` cuts it off;
   * integers are the nearest ones, halves the even ones.
   * @example image.to("uint8", { range: [100, 4000], saturate: true })
   */
  to<T extends Dtype>(dtype: T, options: ConvertOptions = {}): ImageView<ArrayOf[T], A> {
    checkDtype(dtype);
    checkCapability(this, "read");
    const out = allocate(dtype, sizeOf(this.array.shape));
    const { data } = this.array;
    const { scale, range } = optionsOf(options, "ImageError", ["range", "saturate", "scale"]);
    const stride = strideInOrderOf(this.array.shape, [this.array.stride]);
    // The same type, bit for bit: 64 bits do not fit into a calculation.
    if (data.constructor === out.constructor && scale === undefined && range === undefined) {
      copyElements(this.array.shape, data, this.array, out, { stride, offset: 0 });
      return same(this, out, stride) as never;
    }
    // The engine knows how to make floats of numbers without gaps.
    if (scale === undefined && range === undefined && dtype.startsWith("float") && !isBig(data)) {
      if (stride.every((step, axis) => step === this.array.stride[axis])) {
        (out as Float64Array).set((data as Float64Array).subarray(this.array.offset, this.array.offset + out.length));
        return same(this, out, stride) as never;
      }
    }
    convert({ data, layout: this.array }, dtype, { data: out, stride }, options);
    return same(this, out, stride) as never;
  }

  /**
   * Each number as a function makes it (float64, or another type, which the results must fit).
   * @example image.map(Math.log1p)
   */
  map<T extends Dtype = "float64">(change: (value: number) => number, dtype?: T): ImageView<ArrayOf[T], A> {
    checkArgument(typeof change === "function", change, "ImageError", "a function of a number");
    const type = dtype ?? "float64";
    checkDtype(type);
    checkCapability(this, "read");
    const { array } = this;
    const out = new Float64Array(sizeOf(array.shape));
    const stride = strideInOrderOf(array.shape, [array.stride]);
    // The function may calculate with images: the block is its own.
    const block = new Float64Array(blockSize);
    changeEach({ data: array.data, layout: array }, { data: out, stride }, block, (numbers, count) => {
      for (let i = 0; i < count; i++) numbers[i] = change(numbers[i]);
    });
    const view = same(this, out, stride) as ImageView<Float64Array, A>;
    return (type === "float64" ? view : view.to(type)) as never;
  }
}

/** As much of an image as the work is done with, whatever its type. */
interface Numbers {
  readonly array: NdArray<TypedArray>;
  readonly axes: Axes | null;
  readonly kind: ImageKind;
  readonly components: number;
  readonly capabilities: ImageCapabilities;
  readonly metadata: ImageMetadata;
  calibrationOf(axis: Axis): AxisCalibration;
}

/** Which axes go and which stay; no names stand for all of them. */
function parts(view: Numbers, names: readonly string[]) {
  checkCapability(view, "read");
  const { shape } = view.array;
  if (names.length === 0) return { along: shape.map((_, axis) => axis), axes: [], shape: [], calibration: [] };
  checkAxisNames(names);
  const along = names.map((name) => axisIndex(view.axes, name));
  const stays = (_: unknown, axis: number) => !along.includes(axis);
  const axes = (view.axes ?? []).filter(stays);
  return { along, axes, shape: shape.filter(stays), calibration: axes.map((axis) => view.calibrationOf(axis)) };
}

/** A packed image of the class that `like` has, in the order of its axes or of `stride`. */
function made(
  like: Numbers,
  data: TypedArray,
  shape: readonly number[],
  axes: Axes | null,
  calibration: readonly AxisCalibration[],
  kind: ImageKind,
  components: number,
  stride: readonly number[] = packedStride(shape),
): AnyImageView {
  const Made = like.constructor as typeof ImageView;
  const array = ndArray(data, { shape, stride, offset: 0 });
  return new Made(array, axes, calibration, kind, components, propertiesOfResult(like));
}

/** Other numbers in the place of all of an image's. */
function same(view: Numbers, data: TypedArray, stride: readonly number[]): AnyImageView {
  const calibration = (view.axes ?? []).map((axis) => view.calibrationOf(axis));
  return made(view, data, view.array.shape, view.axes, calibration, view.kind, view.components, stride);
}

function onKept(view: Numbers, data: TypedArray, names: readonly string[]): number | AnyImageView {
  if (names.length === 0) return data[0] as number;
  const { axes, shape, calibration } = parts(view, names);
  const kind = view.kind === "rgb" && (axes.includes("channel") || view.components > 1) ? "rgb" : "scalar";
  return made(view, data, shape, axes, calibration, kind, view.components);
}

function reduced(view: Numbers, how: Reduction, names: readonly string[]): number | AnyImageView {
  return onKept(view, reduce(view.array.data, view.array, parts(view, names).along, how), names);
}

function percentiles(view: Numbers, q: number, names: readonly string[]): number | AnyImageView {
  if (!(q >= 0 && q <= 100)) throw new ReticleError("ImageError", "range", `percentile ${q} is not one of 0..100`);
  return onKept(view, percentile(view.array.data, view.array, parts(view, names).along, q), names);
}

function extremeAt(view: Numbers, extreme: Extreme, names: readonly string[]): object {
  const { data } = view.array;
  if (names.length > 1) {
    throw new ReticleError("ImageError", "axes-count", `an index lies along one axis, and ${names.length} are named`);
  }
  if (names.length === 1) {
    const { along } = parts(view, names);
    if (view.array.shape[along[0]] === 0) throw nothing(names[0]);
    return onKept(view, argumentsAlong(data, view.array, along[0], extreme), names) as AnyImageView;
  }
  if (view.axes === null || view.components !== 1) {
    const what = view.axes === null ? "axes have no names" : "pixels are vectors";
    throw new ReticleError("ImageError", "axes-unknown", `there is no index by axis where the ${what}`);
  }
  const found = argumentsOfAll(data, view.array, extreme);
  if (found === null) throw nothing("all");
  return Object.fromEntries(view.axes.map((axis, i) => [axis, found[i]]));
}

function nothing(where: string): ReticleError {
  return new ReticleError("ImageError", "size", `there is no pixel along ${where}`);
}

function calculated(view: Numbers, how: Calculation, other: number | AnyImageView): AnyImageView {
  checkCapability(view, "read");
  const { data, shape } = view.array;
  const kind = view.kind === "rgb" ? "rgb" : "scalar";
  if (typeof other === "number") {
    const out = allocate(data instanceof Float32Array ? "float32" : "float64", sizeOf(shape)) as FloatArray;
    const stride = strideInOrderOf(shape, [view.array.stride]);
    calculate({ data, operand: view.array }, other, shape, how, { data: out, stride });
    return same(view, out, stride).as(kind);
  }
  const common = commonWith(view, other);
  const out = allocate(calculatedDtype(data, other.data), sizeOf(common.shape)) as FloatArray;
  const [one, two] = [
    { data, operand: common.first },
    { data: other.data, operand: common.second },
  ];
  const stride = strideInOrderOf(common.shape, [common.first.stride, common.second.stride]);
  calculate(one, two, common.shape, how, { data: out, stride });
  return made(view, out, common.shape, common.axes, common.calibration, kind, common.components, stride);
}

function compared(view: Numbers, how: Comparison, other: number | bigint | AnyImageView): AnyImageView {
  checkCapability(view, "read");
  const { data, shape } = view.array;
  if (typeof other === "number" || typeof other === "bigint") {
    const out = allocate("uint8", sizeOf(shape)) as Uint8Array;
    const stride = strideInOrderOf(shape, [view.array.stride]);
    compare({ data, operand: view.array }, other, shape, how, { data: out, stride });
    return same(view, out, stride).as("binary");
  }
  const common = commonWith(view, other);
  const out = allocate("uint8", sizeOf(common.shape)) as Uint8Array;
  const [one, two] = [
    { data, operand: common.first },
    { data: other.data, operand: common.second },
  ];
  const stride = strideInOrderOf(common.shape, [common.first.stride, common.second.stride]);
  compare(one, two, common.shape, how, { data: out, stride });
  return made(view, out, common.shape, common.axes, common.calibration, "binary", common.components, stride);
}

function commonWith(view: Numbers, other: AnyImageView): Common {
  checkArgument(other instanceof ImageNumbers, other, "ImageError", "a number or an image");
  checkCapability(other, "read");
  return commonAxes(view as unknown as AnyImageView, other);
}
