/** Blurring by a normal distribution, along one axis after the other. */
import { optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, AxisOf } from "../axes.ts";
import type { ImageView } from "../image-view.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import type { TypedArray } from "../typed-array.ts";
import { type Border, checkBorder } from "./border.ts";
import { filterLines } from "./filter-lines.ts";
import { filterAxes, withNumbers } from "./packed-numbers.ts";
import { weighing } from "./weigh-lines.ts";

export interface GaussianOptions<A extends Axes | null = Axes | null> {
  /** Standard deviation: in pixels, or in the axes' unit (µm) with `in: "units"`. */
  readonly sigma: number;
  readonly in?: "pixels" | "units";
  /** Where the kernel ends, in sigmas: 4 where not given. */
  readonly truncate?: number;
  /** Rows and columns where not given. */
  readonly axes?: readonly AxisOf<A>[];
  /** What lies beyond the borders: "reflect" where not given. */
  readonly border?: Border;
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
  const {
    sigma,
    in: unit = "pixels",
    truncate = 4,
    axes,
    border = "reflect",
  } = optionsOf(options, "ImageError", ["sigma", "in", "truncate", "axes", "border"]);
  const along = filterAxes(view, axes);
  if (unit !== "pixels" && unit !== "units") {
    throw new ReticleError("ImageError", "range", `sigma is in "pixels" or "units", not in ${String(unit)}`);
  }
  checkBorder(border);
  const numbers = packedNumbers(view.data, view.array);
  for (const { name, line } of along) {
    const spacing = unit === "units" ? Math.abs(view.calibrationOf(name as AxisOf<A>).spacing ?? 1) : 1;
    const kernel = kernelOf(sigma / spacing, truncate);
    if (kernel.length === 1) continue;
    const { filter, buffers } = weighing(kernel, line.size);
    filterLines(numbers, line, kernel.length - 1, border, filter, buffers);
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
