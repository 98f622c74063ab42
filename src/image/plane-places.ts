/** Where the pixels of a picture lie in the plane of a layout, whose y grows upwards. */
import type { ErrorTag } from "../errors.ts";
import { ReticleError } from "../errors.ts";
import { cm, mm, nm, um } from "../units.ts";
import type { AnyImageView } from "./image-view.ts";

/** Units of length that files name, in µm. */
const lengths: Readonly<Record<string, number>> = {
  µm: um,
  um,
  micron: um,
  pm: nm / 1000,
  Å: nm / 10,
  nm,
  mm,
  cm,
  m: 1e6,
};

export interface AxisPlaces {
  readonly size: number;
  /** The centre of index 0, µm. */
  readonly first: number;
  /** From one centre to the next, µm; negative where x or y falls with the index. */
  readonly step: number;
}

/**
 * Along columns x, along rows y. The rows of a coverage know their y. Those of a picture that was read count downwards: the
 * origin is the y of its top row, from which y falls. Without an origin the lower left corner is at 0.
 * Throws an error `spacing` of the family `tag` for an image that does not know the size of its pixels, or not as a length.
 */
export function planePlaces(image: AnyImageView, tag: ErrorTag): { readonly x: AxisPlaces; readonly y: AxisPlaces } {
  const along = (axis: "row" | "column"): AxisPlaces => {
    const size = image.sizeAlong(axis);
    const given = image.spacing[axis];
    if (given === undefined) {
      const message = `the image does not know its ${axis} spacing in µm; image.calibrated({ spacing: { row, column } }) tells it`;
      throw new ReticleError(tag, "spacing", message);
    }
    const unit = image.unit[axis] ?? "µm";
    const factor = Object.hasOwn(lengths, unit) ? lengths[unit] : undefined;
    if (factor === undefined) {
      const message = `the image's ${axis} spacing is in ${unit}, which is no length; image.calibrated({ spacing: { row, column } }) tells it in µm`;
      throw new ReticleError(tag, "spacing", message);
    }
    const spacing = given * factor;
    const ownOrigin = image.origin[axis];
    const origin = ownOrigin === undefined ? undefined : ownOrigin * factor;
    // Flips turn the direction and the sign together.
    const countsDown = axis === "row" && spacing > 0 === (image.direction === "down");
    const step = countsDown ? -spacing : spacing;
    if (origin === undefined) return { size, first: Math.abs(step) / 2 + (step < 0 ? (size - 1) * -step : 0), step };
    const top = Math.min(origin, origin + (size - 1) * spacing);
    return { size, first: countsDown ? 2 * top - origin : origin, step };
  };
  return { x: along("column"), y: along("row") };
}
