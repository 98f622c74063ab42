/** What the numbered parts of an image are: how large, where, how bright. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, Axis } from "../axes.ts";
import { type AnyImageView, ImageView } from "../image-view.ts";
import { sizeOf } from "../nd-array.ts";
import { packedNumbers } from "../numbers/for-each-run.ts";
import type { TypedArray } from "../typed-array.ts";
import { checkPlainPixels } from "./packed-numbers.ts";

export interface RegionProperties {
  readonly label: number;
  readonly pixels: number;
  /** Pixels times the spacings of all axes: µm² of rows and columns, µm³ with slices; pixels where nothing is known. */
  readonly area: number;
  /** Mean position of the pixels' centres along each axis, in its unit (µm). */
  readonly centroid: { readonly [K in Axis]?: number };
  /** From edge to edge of the outer pixels along each axis, in its unit (µm). */
  readonly box: { readonly [K in Axis]?: readonly [low: number, high: number] };
  /** The same in indices, as `crop` takes them. */
  readonly range: { readonly [K in Axis]?: readonly [from: number, to: number] };
  /** Of the intensity image, where one was given. */
  readonly mean?: number;
}

export interface RegionPropertiesOptions {
  /** An image of the same axes and sizes whose mean in each part is wanted. */
  readonly intensity?: ImageView<TypedArray, Axes | null>;
}

/** The largest label for which sums are kept. */
const mostLabel = 2 ** 26;

/**
 * One entry for each number but 0 that an image of kind "label" has, in their order.
 * Throws an ImageError `shape-or-dtype` for other numbers than whole ones from 0 on.
 * @example regionProperties(labelComponents(mask)).map(({ area }) => area)
 */
export function regionProperties(
  labels: ImageView<TypedArray, Axes | null>,
  options: RegionPropertiesOptions = {},
): RegionProperties[] {
  const { intensity } = optionsOf(options, "ImageError", ["intensity"]);
  checkPlainPixels(labels);
  const axes = labels.axes ?? [];
  if (labels.axes === null)
    throw new ReticleError("ImageError", "axes-unknown", "the axes of the labels have no names");
  const { shape } = labels;
  const rank = shape.length;
  const numbers = packedNumbers(labels.data, labels.array);
  const values = intensity === undefined ? null : intensityNumbers(labels, intensity);
  const most = labels.size === 0 ? 0 : labels.max();
  if (!(most <= mostLabel)) {
    throw new ReticleError("ImageError", "shape-or-dtype", `label ${most} is above 2²⁶, or no number`);
  }
  const counts = new Float64Array(most + 1);
  const means = new Float64Array(most + 1);
  const sums = new Float64Array((most + 1) * rank);
  const lows = new Float64Array((most + 1) * rank).fill(Infinity);
  const highs = new Float64Array((most + 1) * rank).fill(-Infinity);
  const at = new Int32Array(rank);
  for (let i = 0; i < numbers.length; i++) {
    const label = numbers[i];
    if (label !== 0) {
      if (!(label > 0 && Number.isInteger(label))) {
        throw new ReticleError("ImageError", "shape-or-dtype", `label ${label} is no whole number from 0 on`);
      }
      counts[label]++;
      if (values !== null) means[label] += values[i];
      for (let axis = 0, k = label * rank; axis < rank; axis++, k++) {
        const index = at[axis];
        sums[k] += index;
        if (index < lows[k]) lows[k] = index;
        if (index > highs[k]) highs[k] = index;
      }
    }
    for (let axis = rank - 1; axis >= 0 && ++at[axis] === shape[axis]; axis--) at[axis] = 0;
  }
  const scales = axes.map((axis) => labels.calibrationOf(axis));
  const pixelArea = Math.abs(sizeOf(scales.map(({ spacing = 1 }) => spacing)));
  const found: RegionProperties[] = [];
  for (let label = 1; label <= most; label++) {
    if (counts[label] === 0) continue;
    const each = <V>(make: (k: number, spacing: number, origin: number) => V) =>
      Object.fromEntries(
        axes.map((axis, i) => [axis, make(label * rank + i, scales[i].spacing ?? 1, scales[i].origin ?? 0)]),
      );
    found.push({
      label,
      pixels: counts[label],
      area: counts[label] * pixelArea,
      centroid: each((k, spacing, origin) => origin + (sums[k] / counts[label]) * spacing),
      box: each((k, spacing, origin) => {
        const ends = [origin + (lows[k] - 0.5) * spacing, origin + (highs[k] + 0.5) * spacing];
        return [Math.min(...ends), Math.max(...ends)] as const;
      }),
      range: each((k) => [lows[k], highs[k] + 1] as const),
      ...(values === null ? {} : { mean: means[label] / counts[label] }),
    });
  }
  return found;
}

function intensityNumbers(labels: AnyImageView, intensity: AnyImageView): Float64Array {
  checkArgument(intensity instanceof ImageView, intensity, "ImageError", "an image");
  const same = String(labels.axes) === String(intensity.axes) && String(labels.shape) === String(intensity.shape);
  if (!same || intensity.components !== 1) {
    throw new ReticleError(
      "ImageError",
      "shape-or-dtype",
      `the intensity is ${intensity}, and the labels are ${labels}`,
    );
  }
  return packedNumbers(intensity.data, intensity.array);
}
