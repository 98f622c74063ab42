/** Which indices of an axis a crop, a step or a pick keeps. */
import { checkArgument, ReticleError } from "../errors.ts";
import type { AxisCalibration } from "./calibration.ts";

export interface AxisRange {
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

/** What the user wants of the axis `name` of `size` indices; throws an ImageError where there is nothing like it. */
export type ChooseRange = (name: string, wanted: unknown, size: number, calibration: AxisCalibration) => AxisRange;

/** From one index up to but without another. */
export const indexRange: ChooseRange = (name, wanted, size) => {
  checkArgument(Array.isArray(wanted), wanted, "ImageError", `[from, to] of ${name}`);
  const [from, to] = wanted as readonly [number, number];
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to <= size && from < to)) {
    throw new ReticleError("ImageError", "size", `crop ${from}..${to} of ${name} is not a range within 0..${size}`);
  }
  return { start: from, count: to - from, step: 1 };
};

/** The pixels whose centres lie between two positions. */
export const positionRange: ChooseRange = (name, wanted, size, { spacing = 1, origin = 0, unit = "" }) => {
  checkArgument(Array.isArray(wanted), wanted, "ImageError", `[from, to] of ${name}`);
  const range = wanted as readonly [number, number];
  const ends = range.map((position) => (position - origin) / spacing);
  // A position that is a centre but for the noise of binary fractions takes that pixel in.
  const start = Math.max(0, Math.ceil(Math.min(...ends) - 1e-9));
  const end = Math.min(size - 1, Math.floor(Math.max(...ends) + 1e-9));
  if (!(start <= end)) {
    throw new ReticleError(
      "ImageError",
      "size",
      `no pixel centre of ${name} lies in ${range.join("..")} ${unit}; they lie in ${origin}..${origin + (size - 1) * spacing}`,
    );
  }
  return { start, count: end - start + 1, step: 1 };
};

/** Where a position lies among the indices of an axis, between two of them or on one; the outer halves of pixels count. */
export function placeAt(name: string, position: unknown, size: number, calibration: AxisCalibration): number {
  const { spacing = 1, origin = 0, unit = "" } = calibration;
  const place = ((position as number) - origin) / spacing;
  if (!(typeof position === "number" && place >= -0.5 - 1e-9 && place <= size - 0.5 + 1e-9)) {
    const edges = [origin - spacing / 2, origin + (size - 0.5) * spacing].sort((a, b) => a - b);
    throw new ReticleError(
      "ImageError",
      "size",
      `${name} ${String(position)} is outside of ${edges.join("..")} ${unit}, where the pixels are`.replace(" ,", ","),
    );
  }
  // A position that is a centre but for the noise of binary fractions is that centre.
  const nearest = Math.round(place);
  return Math.min(size - 1, Math.max(0, Math.abs(place - nearest) < 1e-9 ? nearest : place));
}

export const everyNth: ChooseRange = (name, wanted, size) => {
  const step = wanted as number;
  if (!(Number.isInteger(step) && step > 0)) {
    throw new ReticleError(
      "ImageError",
      "size",
      `step ${step} of ${name} is not a positive integer; flip turns an axis`,
    );
  }
  return { start: 0, count: Math.ceil(size / step), step };
};
