/** Other pixel sizes: each new pixel is the mean of the area that it covers, by exact weights, along one axis after the other. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, Axis, AxisOf, ForAxes } from "../axes.ts";
import type { AxisCalibration } from "../calibration.ts";
import { propertiesOfResult } from "../image-options.ts";
import { ImageView } from "../image-view.ts";
import { ndArray, packedStride, sizeOf } from "../nd-array.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import type { TypedArray } from "../typed-array.ts";
import { filterAxes, type LineAxis } from "./packed-numbers.ts";

export interface ResampleOptions<A extends Axes | null = Axes | null> {
  /** Number of new pixels along some axes; together they cover what the old ones covered. */
  readonly size?: ForAxes<A, number>;
  /** Size of a new pixel in old ones along some axes: 2 halves their number, 0.5 doubles it, 1.37 will do. */
  readonly factor?: ForAxes<A, number>;
  /** Size of a new pixel in the axis' unit (µm) along some axes. */
  readonly spacing?: ForAxes<A, number>;
}

/** The most pixels of a result. */
const mostPixels = 2 ** 31 - 1;

/**
 * An image of other pixel sizes along some axes: float32 of float32, else float64. Each new pixel is the mean of what lies
 * under it, old pixels being squares of one value: sums times pixel areas stay, and reducing never aliases. By `factor` and
 * `spacing` pixels begin where the old ones begin, and a rest at the end that fills no pixel is left out. Positions stay.
 * Throws an ImageError `range` for sizes that are none, and for pixels larger than the image.
 * @example resample(image, { spacing: { row: 0.1, column: 0.1 } })
 */
export function resample<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: ResampleOptions<A>,
): ImageView<D extends Float32Array ? Float32Array : Float64Array, A> {
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  const wanted = factorsOf(view, optionsOf(options, "ImageError", ["size", "factor", "spacing"]));
  const shape = [...view.array.shape];
  const calibration = (view.axes ?? []).map((axis) => view.calibrationOf(axis as AxisOf<A>));
  let numbers = packedNumbers(view.data, view.array);
  for (const [name, { factor, count }] of wanted) {
    const index = (view.axes as Axes).indexOf(name);
    const inner = sizeOf(shape.slice(index + 1));
    const line = { size: shape[index], inner, outer: sizeOf(shape.slice(0, index)) };
    if (line.outer * line.inner * count > mostPixels) {
      throw new ReticleError("ImageError", "range", `${line.outer * line.inner * count} new pixels are more than 2³¹`);
    }
    numbers = averaged(numbers, line, factor, count);
    shape[index] = count;
    calibration[index] = scaled(calibration[index], factor);
  }
  const data = view.data instanceof Float32Array ? Float32Array.from(numbers) : numbers;
  const array = ndArray(data, { shape, stride: packedStride(shape), offset: 0 });
  const kind = view.kind === "rgb" ? "rgb" : "scalar";
  return new ImageView(array, view.axes, calibration, kind, view.components, propertiesOfResult(view)) as never;
}

/** Old pixels a new one along each axis, and how many new ones. */
function factorsOf(
  view: ImageView<TypedArray, Axes | null>,
  { size = {}, factor = {}, spacing = {} }: ResampleOptions,
) {
  const wanted = new Map<Axis, { factor: number; count: number }>();
  for (const [what, given] of Object.entries({ size, factor, spacing })) {
    checkArgument(typeof given === "object" && given !== null, given, "ImageError", `${what} of each axis by its name`);
    const names = Object.keys(given) as Axis[];
    for (const { name, line } of filterAxes(view, names)) {
      const value = (given as Record<string, unknown>)[name] as number;
      const old = what === "spacing" ? Math.abs(view.calibrationOf(name as never).spacing ?? Number.NaN) : 1;
      if (Number.isNaN(old)) {
        throw new ReticleError("ImageError", "calibration", `${name} has no spacing; give a factor or a size`);
      }
      const by = what === "size" ? line.size / value : value / old;
      const count = what === "size" ? value : Math.floor(line.size / by + 1e-9);
      if (!(Number.isFinite(by) && by > 0 && Number.isInteger(count) && count >= 1 && count <= mostPixels)) {
        const said = `${what} ${String(value)} of ${name} makes no pixels of the ${line.size} that there are`;
        throw new ReticleError("ImageError", "range", said);
      }
      if (wanted.has(name)) throw new ReticleError("ImageError", "range", `${name} has two sizes of new pixels`);
      wanted.set(name, { factor: by, count });
    }
  }
  return wanted;
}

/** Old pixel i covers i…i+1; new pixel j covers j·factor…(j+1)·factor. */
function averaged(from: Float64Array, { size, outer, inner }: LineAxis, factor: number, count: number): Float64Array {
  const to = new Float64Array(outer * count * inner);
  const { firsts, weights } = covered(size, factor, count);
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      const own = weights[j];
      const target = (o * count + j) * inner;
      let source = (o * size + firsts[j]) * inner;
      if (inner === 1) {
        let sum = 0;
        for (let i = 0; i < own.length; i++) sum += own[i] * from[source + i];
        to[target] = sum;
        continue;
      }
      for (let i = 0; i < own.length; i++, source += inner) {
        const weight = own[i];
        for (let x = 0; x < inner; x++) to[target + x] += weight * from[source + x];
      }
    }
  }
  return to;
}

/** Which old pixels each new one lies on, and which part of it each of them makes. */
function covered(size: number, factor: number, count: number) {
  // Ends that are whole pixels but for the noise of binary fractions take no crumb of the next one.
  const end = (j: number) => {
    const nearest = Math.round(j * factor);
    return Math.min(size, Math.abs(j * factor - nearest) < 1e-9 ? nearest : j * factor);
  };
  const firsts = new Int32Array(count);
  const weights: Float64Array[] = [];
  for (let j = 0; j < count; j++) {
    const [from, to] = [end(j), end(j + 1)];
    const first = Math.floor(from);
    firsts[j] = first;
    const part = (_: unknown, i: number) => (Math.min(first + i + 1, to) - Math.max(first + i, from)) / (to - from);
    weights.push(Float64Array.from({ length: Math.ceil(to) - first }, part));
  }
  return { firsts, weights };
}

/** The outer edge of the first pixel stays where it was. */
function scaled({ spacing, origin, ...rest }: AxisCalibration, factor: number): AxisCalibration {
  const old = spacing ?? 1;
  const isCalibrated = spacing !== undefined || origin !== undefined;
  if (!isCalibrated) return rest;
  return { ...rest, spacing: old * factor, origin: (origin ?? 0) + (old * (factor - 1)) / 2 };
}
