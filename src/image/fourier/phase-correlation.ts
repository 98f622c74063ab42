/**
 * How far one image lies from another: the peak of their phase correlation, refined in parts of a pixel by a Fourier
 * transform of its surroundings alone (Guizar-Sicairos, Thurman and Fienup, "Efficient subpixel image registration
 * algorithms", Optics Letters 33, 2008).
 */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, AxisOf, PerAxis } from "../axes.ts";
import { filterAxes } from "../filters/packed-numbers.ts";
import { ImageView } from "../image-view.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import type { TypedArray } from "../typed-array.ts";
import { surroundings } from "./surroundings.ts";
import { halfSpectrum, realOfHalf, wholeSpectrum } from "./transform-axes.ts";

export interface PhaseCorrelationOptions {
  /** The shift is found in steps of 1/upsample of a pixel: 1, whole pixels, where not given. */
  readonly upsample?: number;
  /** "phase" weighs all frequencies alike, "none" by their strength, which noise disturbs less: "phase" where not given. */
  readonly normalization?: "phase" | "none";
}

export interface Registration<A extends Axes | null> {
  /** Pixels along each axis that the moving image is to be shifted by to lie on the reference. */
  readonly shift: PerAxis<A, number>;
  /** The same in the axes' unit (µm) where they have a spacing. */
  readonly distance: PerAxis<A, number>;
  /** 0 where one image is the other one shifted (without normalization); up to 1 where they have nothing in common. */
  readonly error: number;
}

/** The finest steps. */
const mostUpsample = 10_000;
/** Complex numbers that are worked out around the peak at a time: half a gigabyte. */
const mostFine = 2 ** 25;

/**
 * The shift that brings an image onto a reference of the same axes and sizes, along all of its axes; images are taken as
 * continued at their borders.
 * Throws an ImageError `shape-or-dtype` for images that differ in axes or sizes, and for NaN; `range` for steps so fine
 * that the pixel around the peak would not fit in memory (steps below 1/3,861 in two dimensions, 1/214 in three).
 * @example phaseCorrelation(reference, image, { upsample: 100 }).distance   // { row: 0.042, column: -0.013 }
 */
export function phaseCorrelation<A extends Axes | null>(
  reference: ImageView<TypedArray, A>,
  moving: ImageView<TypedArray, A>,
  options: PhaseCorrelationOptions = {},
): Registration<A> {
  const { upsample = 1, normalization = "phase" } = optionsOf(options, "ImageError", ["upsample", "normalization"]);
  checkArgument(
    normalization === "phase" || normalization === "none",
    normalization,
    "ImageError",
    '"phase" or "none"',
  );
  if (!(Number.isInteger(upsample) && upsample >= 1 && upsample <= mostUpsample)) {
    throw new ReticleError("ImageError", "range", `upsample ${upsample} is not a whole number of 1..${mostUpsample}`);
  }
  for (const view of [reference, moving]) checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  const same = String(reference.axes) === String(moving.axes) && String(reference.shape) === String(moving.shape);
  if (!same || reference.components !== 1 || moving.components !== 1 || reference.size === 0) {
    throw new ReticleError(
      "ImageError",
      "shape-or-dtype",
      `images of one set of axes and sizes are registered, and these are ${reference} and ${moving}`,
    );
  }
  const names = (reference.axes ?? []) as readonly AxisOf<A>[];
  filterAxes(reference, names);
  if (reference.axes === null)
    throw new ReticleError("ImageError", "axes-unknown", "the axes of the images have no names");
  const size = Math.ceil(upsample * 1.5);
  if (upsample > 1) checkSteps(reference.shape, size, upsample);
  const { shape } = reference;
  const [a, b] = [reference, moving].map((view) => halfSpectrum(packedNumbers(view.data, view.array), shape));
  const powers = [power(a, shape), power(b, shape)];
  if (!powers.every(Number.isFinite)) {
    throw new ReticleError("ImageError", "shape-or-dtype", "images with NaN or Infinity in them cannot be registered");
  }
  const product = productOf(a, b, normalization === "phase");
  const fineProduct = upsample > 1 ? wholeSpectrum(product, shape) : null;
  const correlation = realOfHalf(product, shape);
  let { indices, peak } = largest(correlation, 1, shape);
  let shift = indices.map((at, axis) => (at > Math.trunc(shape[axis] / 2) ? at - shape[axis] : at));
  const amplitude = Math.sqrt(powers[0] * powers[1]);
  if (fineProduct !== null) {
    const middle = Math.trunc(size / 2);
    const starts = shift.map((pixels) => Math.round(pixels * upsample) - middle);
    const fine = surroundings(fineProduct, shape, starts, size, upsample);
    const fineShape = shape.map(() => size);
    ({ indices, peak } = largest(fine, 2, fineShape));
    shift = indices.map((at, axis) => (starts[axis] + at) / upsample);
  }
  shift = shift.map((pixels, axis) => (shape[axis] === 1 ? 0 : pixels));
  const distances = names.flatMap((name, axis) => {
    const { spacing } = reference.calibrationOf(name);
    return spacing === undefined ? [] : [[name, shift[axis] * spacing]];
  });
  return {
    shift: Object.fromEntries(names.map((name, axis) => [name, shift[axis]])) as PerAxis<A, number>,
    distance: Object.fromEntries(distances) as PerAxis<A, number>,
    error: amplitude === 0 ? 0 : Math.sqrt(Math.abs(1 - (peak / amplitude) ** 2)),
  };
}

/** That what `surroundings` makes, axis after axis, stays within bounds. */
function checkSteps(shape: readonly number[], size: number, upsample: number): void {
  let count = shape.reduce((product, n) => product * n, 1);
  for (const n of shape) {
    count = (count / n) * size;
    if (count <= mostFine) continue;
    const message = `upsample ${upsample} of images of ${shape.join("×")} takes more than ${mostFine} numbers around the peak; a smaller one takes fewer`;
    throw new ReticleError("ImageError", "range", message);
  }
}

/** The sum of all squares of a spectrum, of whose last axis half is given. */
function power(numbers: Float64Array, shape: readonly number[]): number {
  const size = shape[shape.length - 1];
  const half = Math.floor(size / 2) + 1;
  let sum = 0;
  for (let i = 0, k = 0; i < numbers.length; i += 2) {
    const square = numbers[i] * numbers[i] + numbers[i + 1] * numbers[i + 1];
    // Those that stand for their mirrored ones, too.
    sum += k === 0 || 2 * k === size ? square : 2 * square;
    if (++k === half) k = 0;
  }
  return sum;
}

/** One spectrum times the conjugate of the other. */
function productOf(a: Float64Array, b: Float64Array, isPhase: boolean): Float64Array {
  const product = new Float64Array(a.length);
  for (let i = 0; i < a.length; i += 2) {
    const real = a[i] * b[i] + a[i + 1] * b[i + 1];
    const imaginary = a[i + 1] * b[i] - a[i] * b[i + 1];
    const scale = isPhase ? Math.max(Math.sqrt(real * real + imaginary * imaginary), 100 * Number.EPSILON) : 1;
    product[i] = real / scale;
    product[i + 1] = imaginary / scale;
  }
  return product;
}

/** Where the largest magnitude of complex numbers (2 components) or real ones is, the first of equals, and what it is. */
function largest(numbers: Float64Array, components: 1 | 2, shape: readonly number[]) {
  let best = -1;
  let found = 0;
  for (let i = 0; i < numbers.length; i += components) {
    const imaginary = components === 1 ? 0 : numbers[i + 1];
    const square = numbers[i] * numbers[i] + imaginary * imaginary;
    if (square > best) {
      best = square;
      found = i / components;
    }
  }
  const indices = shape.map(() => 0);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    indices[axis] = found % shape[axis];
    found = Math.floor(found / shape[axis]);
  }
  return { indices, peak: Math.sqrt(best) };
}
