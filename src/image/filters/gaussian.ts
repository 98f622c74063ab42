/** Blurring by a normal distribution, along one axis after the other; borders are mirrored (scipy's mode "reflect"). */
import { optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, AxisOf } from "../axes.ts";
import type { ImageView } from "../image-view.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import type { TypedArray } from "../typed-array.ts";
import { filterAxes, type LineAxis, withNumbers } from "./packed-numbers.ts";

export interface GaussianOptions<A extends Axes | null = Axes | null> {
  /** Standard deviation: in pixels, or in the axes' unit (µm) with `in: "units"`. */
  readonly sigma: number;
  readonly in?: "pixels" | "units";
  /** Where the kernel ends, in sigmas: 4 where not given. */
  readonly truncate?: number;
  /** Rows and columns where not given. */
  readonly axes?: readonly AxisOf<A>[];
}

/** The longest kernel, in pixels to each side. */
const mostRadius = 100_000;

/**
 * An image blurred by a normal distribution: float32 of float32, else float64. Means stay; NaN spreads.
 * Throws an ImageError `range` for a sigma that is none.
 * @example gaussian(image, { sigma: 0.05, in: "units" })
 */
export function gaussian<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: GaussianOptions<A>,
): ImageView<D extends Float32Array ? Float32Array : Float64Array, A> {
  const { sigma, in: unit = "pixels", truncate = 4, axes } = optionsOf(options, "ImageError");
  const along = filterAxes(view, axes);
  if (unit !== "pixels" && unit !== "units") {
    throw new ReticleError("ImageError", "range", `sigma is in "pixels" or "units", not in ${String(unit)}`);
  }
  let numbers = packedNumbers(view.data, view.array);
  for (const { name, line } of along) {
    const spacing = unit === "units" ? Math.abs(view.calibrationOf(name as AxisOf<A>).spacing ?? 1) : 1;
    numbers = convolved(numbers, line, kernelOf(sigma / spacing, truncate));
  }
  const data = view.data instanceof Float32Array ? Float32Array.from(numbers) : numbers;
  return withNumbers(view, data, view.kind === "rgb" ? "rgb" : "scalar") as never;
}

/** The kernel's middle and one side of it; its sum is 1. */
function kernelOf(sigma: number, truncate: number): Float64Array {
  const radius = Math.floor(truncate * sigma + 0.5);
  if (!(sigma >= 0 && truncate > 0 && radius <= mostRadius)) {
    throw new ReticleError(
      "ImageError",
      "range",
      `sigma ${sigma} pixels, cut off at ${truncate}: numbers from 0 on that reach at most ${mostRadius} pixels`,
    );
  }
  if (radius === 0) return Float64Array.of(1);
  const kernel = Float64Array.from({ length: radius + 1 }, (_, i) => Math.exp((-0.5 * i * i) / (sigma * sigma)));
  const sum = kernel.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return kernel.map((weight) => weight / sum);
}

/** Along one axis: whole stretches of the faster axes are added up, so that memory is read as it lies. */
function convolved(from: Float64Array, { size, outer, inner }: LineAxis, kernel: Float64Array): Float64Array {
  if (kernel.length === 1) return from;
  const to = new Float64Array(from.length);
  const radius = kernel.length - 1;
  // Where index i of the mirrored line lies, from -radius on.
  const mirrored = Int32Array.from({ length: size + 2 * radius }, (_, i) => {
    const at = (((i - radius) % (2 * size)) + 2 * size) % (2 * size);
    return at < size ? at : 2 * size - 1 - at;
  });
  const line = new Float64Array(size + 2 * radius);
  for (let o = 0; o < outer; o++) {
    const base = o * size * inner;
    if (inner === 1) {
      for (let i = 0; i < line.length; i++) line[i] = from[base + mirrored[i]];
      for (let i = 0; i < size; i++) {
        const middle = i + radius;
        let sum = kernel[0] * line[middle];
        for (let k = 1; k <= radius; k++) sum += kernel[k] * (line[middle - k] + line[middle + k]);
        to[base + i] = sum;
      }
      continue;
    }
    for (let i = 0; i < size; i++) {
      const target = base + i * inner;
      const middle = base + i * inner;
      for (let x = 0; x < inner; x++) to[target + x] = kernel[0] * from[middle + x];
      for (let k = 1; k <= radius; k++) {
        const weight = kernel[k];
        const before = base + mirrored[i + radius - k] * inner;
        const behind = base + mirrored[i + radius + k] * inner;
        for (let x = 0; x < inner; x++) to[target + x] += weight * (from[before + x] + from[behind + x]);
      }
    }
  }
  return to;
}
