/** The pixels at one position of some axes, in the axes' units. */
import { checkArgument, optionsOf } from "../errors.ts";
import { axisIndex } from "./axes.ts";
import { placeAt } from "./axis-ranges.ts";
import type { AnyImageView } from "./image-view.ts";

/** The nearest pixels, sharing memory, or those "interpolated" between the two nearest centres along each axis. */
export function pickedAt(image: AnyImageView, at: object, how: "nearest" | "interpolated"): AnyImageView {
  checkArgument(how === "nearest" || how === "interpolated", how, "ImageError", '"nearest" or "interpolated"');
  let view = image;
  for (const [name, position] of Object.entries(optionsOf(at, "ImageError"))) {
    const axis = axisIndex(view.axes, name);
    const place = placeAt(name, position, view.array.shape[axis], view.calibrationOf(name as never));
    const before = Math.floor(place);
    const pixels = (index: number) => view.pick({ [name]: index });
    if (how === "nearest") view = pixels(Math.round(place));
    else if (place === before) view = pixels(before).plus(0).as(image.kind);
    else {
      const after = pixels(before + 1).times(place - before);
      view = pixels(before)
        .times(before + 1 - place)
        .plus(after);
    }
  }
  return view;
}
