/** Where the pixels of a picture lie in the plane of a layout, whose y grows upwards. */
import type { ErrorTag } from "../errors.ts";
import { ReticleError } from "../errors.ts";
import type { AnyImageView } from "./image-view.ts";

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
 * Throws an error `spacing` of the family `tag` for an image that does not know the size of its pixels.
 */
export function planePlaces(image: AnyImageView, tag: ErrorTag): { readonly x: AxisPlaces; readonly y: AxisPlaces } {
  const along = (axis: "row" | "column"): AxisPlaces => {
    const size = image.sizeAlong(axis);
    const spacing = image.spacing[axis];
    if (spacing === undefined) {
      const message = `the image does not know its ${axis} spacing in µm; image.calibrated({ spacing: { row, column } }) tells it`;
      throw new ReticleError(tag, "spacing", message);
    }
    const origin = image.origin[axis];
    // Flips turn the direction and the sign together.
    const countsDown = axis === "row" && spacing > 0 === (image.direction === "down");
    const step = countsDown ? -spacing : spacing;
    if (origin === undefined) return { size, first: Math.abs(step) / 2 + (step < 0 ? (size - 1) * -step : 0), step };
    const top = Math.min(origin, origin + (size - 1) * spacing);
    return { size, first: countsDown ? 2 * top - origin : origin, step };
  };
  return { x: along("column"), y: along("row") };
}
