/** The axes that each type of image has, in canonical order (IOLink's image types). */
import { didYouMean, ReticleError } from "../../errors.ts";
import { type Axes, canonicalAxes, type ImageType, imageType, numpyAxes } from "../axes.ts";

/** Canonical axes, fastest first, by the type. */
export interface CanonicalAxes {
  readonly IMAGE: readonly ["column", "row"];
  readonly VOLUME: readonly ["column", "row", "slice"];
  readonly MULTISPECTRAL_IMAGE: readonly ["column", "row", "channel"];
  readonly MULTISPECTRAL_VOLUME: readonly ["column", "row", "slice", "channel"];
  readonly IMAGE_SEQUENCE: readonly ["column", "row", "sequence"];
  readonly VOLUME_SEQUENCE: readonly ["column", "row", "slice", "sequence"];
  readonly MULTISPECTRAL_IMAGE_SEQUENCE: readonly ["column", "row", "channel", "sequence"];
  readonly MULTISPECTRAL_VOLUME_SEQUENCE: readonly ["column", "row", "slice", "channel", "sequence"];
}

const types: readonly Axes[] = [[], ["channel"], ["sequence"], ["channel", "sequence"]].flatMap((more) => [
  ["column", "row", ...more] as unknown as Axes,
  ["column", "row", "slice", ...more] as unknown as Axes,
]);

/** Throws an ImageError for a type that there is not. */
export function canonicalAxesOf(type: ImageType): Axes {
  const axes = types.find((candidate) => imageType(candidate) === type);
  if (axes !== undefined) return axes;
  const names = types.map((candidate) => imageType(candidate) as string);
  throw new ReticleError(
    "ImageError",
    "axes-unknown-name",
    `"${type}" is no type of image; types are ${names.join(", ")}${didYouMean(String(type), names)}`,
  );
}

/** These axes, whatever their order, as numpy has them: the channel last, else slowest first. */
export function inNumpyOrder(axes: Axes): Axes {
  return numpyAxes.filter((axis) => axes.includes(axis));
}

/** These axes, whatever their order, fastest first. */
export function inCanonicalOrder(axes: Axes): Axes {
  return canonicalAxes.filter((axis) => axes.includes(axis));
}
