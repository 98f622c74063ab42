/** One channel of an image, whether channels are an axis or the numbers of a pixel. */
import { checkArgument, ReticleError } from "../errors.ts";
import type { Axes, Without } from "./axes.ts";
import { ImageView } from "./image-view.ts";
import { ndArray } from "./nd-array.ts";
import type { TypedArray } from "./typed-array.ts";

/**
 * One channel, as grey values; shares the memory.
 * Throws an ImageError `size` for a channel that the image has not.
 * @example extractChannel(picture, 0)
 */
export function extractChannel<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  channel: number,
): ImageView<D, Without<A, "channel">> {
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  if (view.components === 1) return view.pick({ channel } as never).as("scalar") as never;
  if (!(Number.isInteger(channel) && channel >= 0 && channel < view.components)) {
    throw new ReticleError("ImageError", "size", `channel ${channel} is none of 0..${view.components - 1}`);
  }
  const { shape, stride } = view;
  const offset = view.offset + channel * view.array.stride[shape.length];
  const calibration = (view.axes ?? []).map((axis) => view.calibrationOf(axis as never));
  const array = ndArray(view.data, { shape, stride, offset });
  return new ImageView(array, view.axes, calibration, "scalar", 1, view) as never;
}
