/** The spectrum of an image, and the way back. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, Axis, AxisOf } from "../axes.ts";
import type { AxisCalibration } from "../calibration.ts";
import { filterAxes, type LineAxis } from "../filters/packed-numbers.ts";
import { ImageView } from "../image-view.ts";
import { ndArray, packedStride } from "../nd-array.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import type { TypedArray } from "../typed-array.ts";
import { invertAxes, transformAxes, transformedReal } from "./transform-axes.ts";

export interface FourierOptions<A extends Axes | null = Axes | null> {
  /** Rows and columns where not given. */
  readonly axes?: readonly AxisOf<A>[];
}

export interface InverseFourierOptions<A extends Axes | null = Axes | null> extends FourierOptions<A> {
  /** "complex" keeps both parts; the real part alone where not given. */
  readonly parts?: "real" | "complex";
}

export interface PowerSpectrumOptions<A extends Axes | null = Axes | null> extends FourierOptions<A> {
  /** The frequency 0 lies in the middle (at index ⌊n/2⌋), or as in `fourier` at index 0: "middle" where not given. */
  readonly zero?: "middle" | "first";
}

/**
 * The discrete Fourier transform, Σ x·exp(−2πi·jk/n), of grey values or of complex numbers (two components a pixel): complex
 * numbers as pixels of two components. Index k of n is the frequency k/(n·spacing), those above n/2 are negative ones;
 * spacings become 1/(n·spacing), in 1/µm. Nothing is divided by n. Sizes that are powers of two take the least time.
 * Throws an ImageError `shape-or-dtype` for other vector pixels.
 * @example inverseFourier(fourier(image))
 */
export function fourier<A extends Axes | null>(
  view: ImageView<TypedArray, A>,
  options: FourierOptions<A> = {},
): ImageView<Float64Array, A> {
  const { numbers, named } = transformed(view, optionsOf(options, "ImageError", ["axes"]).axes);
  return spectrumOf(view, numbers, 2, named, frequencies);
}

/**
 * The image of a spectrum that `fourier` made: Σ X·exp(2πi·jk/n), divided by the number of its terms.
 * Throws an ImageError `shape-or-dtype` for pixels that are no complex numbers (two components).
 * @example inverseFourier(fourier(image).times(lowPass)).max()
 */
export function inverseFourier<A extends Axes | null>(
  spectrum: ImageView<TypedArray, A>,
  options: InverseFourierOptions<A> = {},
): ImageView<Float64Array, A> {
  const { axes, parts = "real" } = optionsOf(options, "ImageError", ["axes", "parts"]);
  checkArgument(parts === "real" || parts === "complex", parts, "ImageError", '"real" or "complex"');
  const named = transformedAxes(spectrum, axes);
  if (spectrum.components !== 2) throw notComplex(spectrum);
  const numbers = packedNumbers(spectrum.data, spectrum.array);
  inverted(numbers, named);
  if (parts === "complex") return spectrumOf(spectrum, numbers, 2, named, frequencies);
  const real = new Float64Array(numbers.length / 2);
  for (let i = 0; i < real.length; i++) real[i] = numbers[2 * i];
  return spectrumOf(spectrum, real, 1, named, frequencies);
}

/**
 * How strong each frequency is: the squared magnitude of `fourier`, with the frequency 0 in the middle. Axes are calibrated
 * in 1/µm.
 * @example powerSpectrum(image).argmax()
 */
export function powerSpectrum<A extends Axes | null>(
  view: ImageView<TypedArray, A>,
  options: PowerSpectrumOptions<A> = {},
): ImageView<Float64Array, A> {
  const { axes, zero = "middle" } = optionsOf(options, "ImageError", ["axes", "zero"]);
  checkArgument(zero === "middle" || zero === "first", zero, "ImageError", '"middle" or "first"');
  const { numbers, named } = transformed(view, axes);
  const isMiddle = zero === "middle";
  let powers: Float64Array = new Float64Array(numbers.length / 2);
  for (let i = 0; i < powers.length; i++) powers[i] = numbers[2 * i] ** 2 + numbers[2 * i + 1] ** 2;
  if (isMiddle) for (const { line } of named) powers = rotated(powers, line);
  return spectrumOf(view, powers, 1, named, (calibration, size) => {
    const { origin, ...rest } = frequencies(calibration, size);
    const middle = isMiddle ? -Math.floor(size / 2) * (rest.spacing ?? 1) : 0;
    return { ...rest, ...(isMiddle || origin !== undefined ? { origin: middle + 0 } : {}) };
  });
}

type NamedAxis = { readonly name: Axis; readonly line: LineAxis };

/** The axes as they lie in an array of complex numbers. */
function transformedAxes(view: ImageView<TypedArray, Axes | null>, names?: readonly Axis[]): NamedAxis[] {
  return filterAxes(view, names).map(({ name, line }) => ({
    name,
    line: { ...line, inner: line.inner / view.components },
  }));
}

/** Complex numbers, transformed. */
function transformed(view: ImageView<TypedArray, Axes | null>, names?: readonly Axis[]) {
  const named = transformedAxes(view, names);
  const lines = named.map(({ line }) => line);
  if (view.components === 2) {
    const numbers = packedNumbers(view.data, view.array);
    transformAxes(numbers, lines);
    return { numbers, named };
  }
  if (view.components !== 1) throw notComplex(view);
  const numbers = transformedReal(packedNumbers(view.data, view.array), view.shape, lines);
  return { numbers, named };
}

/** In place, divided by the number of terms. */
function inverted(numbers: Float64Array, named: readonly NamedAxis[]): void {
  invertAxes(
    numbers,
    named.map(({ line }) => line),
  );
  const terms = named.reduce((product, { line }) => product * line.size, 1);
  for (let i = 0; i < numbers.length; i++) numbers[i] /= terms;
}

/** Frequencies of positions, or positions of frequencies: one unit becomes the other. */
function frequencies({ spacing, unit }: AxisCalibration, size: number): AxisCalibration {
  if (spacing === undefined || size === 0) return {};
  const named = unit === undefined ? {} : { unit: unit.startsWith("1/") ? unit.slice(2) : `1/${unit}` };
  return { spacing: 1 / (size * spacing), ...named };
}

function spectrumOf<A extends Axes | null>(
  view: ImageView<TypedArray, A>,
  data: Float64Array,
  components: number,
  named: readonly NamedAxis[],
  calibrate: (calibration: AxisCalibration, size: number) => AxisCalibration,
): ImageView<Float64Array, A> {
  const shape = components === 1 ? view.shape : [...view.shape, components];
  const calibration = (view.axes ?? []).map((axis) => {
    const old = view.calibrationOf(axis as AxisOf<A>);
    const along = named.find(({ name }) => name === axis);
    const kept = old.direction === undefined ? {} : { direction: old.direction };
    return along === undefined ? old : { ...calibrate(old, along.line.size), ...kept };
  });
  const array = ndArray(data, { shape, stride: packedStride(shape), offset: 0 });
  return new ImageView(array, view.axes, calibration, "scalar", components);
}

/** The first half of each line behind the second: index 0 comes to ⌊n/2⌋. */
function rotated(from: Float64Array, { size, outer, inner }: LineAxis): Float64Array {
  const to = new Float64Array(from.length);
  const shift = Math.floor(size / 2) * inner;
  const length = size * inner;
  for (let o = 0; o < outer; o++) {
    const line = from.subarray(o * length, (o + 1) * length);
    to.set(line.subarray(0, length - shift), o * length + shift);
    to.set(line.subarray(length - shift), o * length);
  }
  return to;
}

function notComplex(view: ImageView<TypedArray, Axes | null>): ReticleError {
  return new ReticleError(
    "ImageError",
    "shape-or-dtype",
    `pixels of ${view.components} components are no complex numbers, which have 2: a real and an imaginary part`,
  );
}
