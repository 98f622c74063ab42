/** Spacings of pictures in the units that formats count in. */
import type { AnyImageView, Axis } from "../image/index.ts";

/** µm of units of length, by the signs that are used for them. */
const micrometres: Readonly<Record<string, number>> = {
  Å: 1e-4,
  nm: 1e-3,
  µm: 1,
  μm: 1,
  um: 1,
  micron: 1,
  mm: 1e3,
  cm: 1e4,
  m: 1e6,
};

/** µm of a unit; undefined for what is no length that is known. */
export function unitLength(unit: string): number | undefined {
  return Object.hasOwn(micrometres, unit) ? micrometres[unit] : undefined;
}

/** The distance of pixels along an axis, µm; 0 where it is not known or no length. */
export function pixelDistance(view: AnyImageView, axis: Axis): number {
  const spacing = (view.spacing as Partial<Record<Axis, number>>)[axis] ?? 0;
  const unit = (view.unit as Partial<Record<Axis, string>>)[axis] ?? "µm";
  return Math.abs(spacing) * (unitLength(unit) ?? 0);
}

/** Whole pixels in a metre along an axis; 0 where that is not known. */
export function perMetre(view: AnyImageView, axis: Axis): number {
  const distance = pixelDistance(view, axis);
  const pixels = distance > 0 ? Math.round(1e6 / distance) : 0;
  return pixels < 2 ** 31 ? pixels : 0;
}

/** µm of a pixel from whole pixels in a metre, which have no more digits; 0 where there are none. */
export function perPixel(pixelsPerMetre: number): number {
  return pixelsPerMetre > 0 ? Number((1e6 / pixelsPerMetre).toPrecision(9)) : 0;
}
