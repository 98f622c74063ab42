/** An image of one grey value a pixel as numbers at places in µm, its rows growing upwards. */
import { checkArgument, ReticleError } from "../errors.ts";
import { type AnyImageView, ImageView, planePlaces } from "../image/index.ts";

/** Where the centres of pixels are along an axis, µm. */
export interface Centres {
  readonly size: number;
  readonly first: number;
  /** From one to the next, above 0. */
  readonly pitch: number;
}

export interface GreyPlane {
  /** Rows one after the other, from the lowest; in each from left to right. */
  readonly values: Float64Array;
  readonly x: Centres;
  readonly y: Centres;
}

/** They are made numbers of 8 bytes, 2 GiB of them. */
const mostPixels = 2 ** 28;

/** What an image means: "clear" what is at or above a level, "dark" what is below it. */
export type Tone = "clear" | "dark";

/**
 * The plane and the level, or for what is dark the plane and level of which the same points are at or above.
 * @param call how the level is given
 */
export function tonedPlane(
  image: AnyImageView,
  { level: given, tone = "clear" }: { readonly level?: number; readonly tone?: Tone },
  call: string,
): { readonly plane: GreyPlane; readonly level: number } {
  const plane = greyPlane(image);
  const level = levelOf(image, given, call);
  checkArgument(tone === "clear" || tone === "dark", tone, "ImageError", 'the tone "clear" or "dark"');
  if (tone === "clear") return { plane, level };
  for (let i = 0; i < plane.values.length; i++) plane.values[i] = -plane.values[i];
  return { plane, level: nextAbove(-level) };
}

/** The next larger number in double precision. */
function nextAbove(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0] += value > 0 ? 1n : -1n;
  return new Float64Array(bits.buffer)[0];
}

/**
 * Throws an ImageError `axes` for other axes than row and column, `spacing` where the size of pixels is not known, and
 * `too-large` for more than 2²⁸ pixels.
 */
export function greyPlane(image: AnyImageView): GreyPlane {
  checkArgument(image instanceof ImageView, image, "ImageError", "an image");
  let view = checkedPlane(image);
  if (view.size > mostPixels) {
    const message = `${view.size} pixels are too many at once, at most ${mostPixels}; image.crop or image.step makes fewer`;
    throw new ReticleError("ImageError", "too-large", message);
  }
  const { x, y } = planePlaces(view, "ImageError");
  if (y.step < 0) view = view.flip("row");
  if (x.step < 0) view = view.flip("column");
  const values = view.toArray();
  const isBig = values instanceof BigInt64Array || values instanceof BigUint64Array;
  const centres = ({ size, first, step }: typeof x): Centres => ({
    size,
    first: step < 0 ? first + (size - 1) * step : first,
    pitch: Math.abs(step),
  });
  return {
    values: isBig ? Float64Array.from(values, Number) : new Float64Array(values),
    x: centres(x),
    y: centres(y),
  };
}

function checkedPlane(image: AnyImageView): AnyImageView {
  const axes = image.axes ?? [];
  const isPlane = axes.length === 2 && axes.includes("row") && axes.includes("column") && image.components === 1;
  if (isPlane) return image.reorder(["row", "column"]);
  const others = axes.filter((axis) => axis !== "row" && axis !== "column");
  const mend =
    others.length > 0 ? `; image.pick({ ${others.map((axis) => `${axis}: 0`).join(", ")} }) takes one plane` : "";
  const message = `grey values along rows and columns are needed, this is ${image}${mend}`;
  throw new ReticleError("ImageError", "axes", message);
}

/** The level that is given, or 0.5 for fractions and binary images. Throws an ImageError `level` for others. */
export function levelOf(image: AnyImageView, given: number | undefined, call: string): number {
  if (given !== undefined) {
    checkArgument(Number.isFinite(given), given, "ImageError", "a finite level");
    return given;
  }
  if (image.kind === "binary" || image.kind === "label" || image.dtype.startsWith("float")) return 0.5;
  const message = `from which value on is a pixel of ${image.dtype} inside? ${call} tells it`;
  throw new ReticleError("ImageError", "level", message);
}

/**
 * The value at a place in µm, between the four nearest centres; in the outer half of the outermost pixels that of the pixel.
 * NaN outside of the image.
 */
export function valueAt({ values, x, y }: GreyPlane, placeX: number, placeY: number): number {
  const column = (placeX - x.first) / x.pitch;
  const row = (placeY - y.first) / y.pitch;
  // A billionth of a pixel beyond its border is rounding.
  const reach = 0.5 + 1e-9;
  if (!(column >= -reach && column <= x.size - 1 + reach && row >= -reach && row <= y.size - 1 + reach))
    return Number.NaN;
  const left = Math.min(Math.max(Math.floor(column), 0), x.size - 1);
  const low = Math.min(Math.max(Math.floor(row), 0), y.size - 1);
  const right = Math.min(left + 1, x.size - 1);
  const at = low * x.size;
  const above = Math.min(low + 1, y.size - 1) * x.size;
  const across = Math.min(Math.max(column - left, 0), 1);
  const up = Math.min(Math.max(row - low, 0), 1);
  const lower = between(values[at + left], values[at + right], across);
  return between(lower, between(values[above + left], values[above + right], across), up);
}

/** Without 0 · ∞ where the share is 0 or 1. */
function between(from: number, to: number, share: number): number {
  if (share === 0) return from;
  return share === 1 ? to : from * (1 - share) + to * share;
}
