/** Reading a part of an image, without the rest of the file. */
import {
  type AnyImageView,
  type Axes,
  type ForAxes,
  type ImageOptions,
  ImageView,
  ndArray,
  packedStride,
  sizeOf,
  type TypedArray,
} from "../image/index.ts";
import type { FileBytes } from "../platform/index.ts";

/** From one index up to but without another, of some axes; all of the others. */
export type Crop<A extends Axes | null = Axes> = ForAxes<A, readonly [from: number, to: number]>;

/** Indices of an array, in the order of its axes. */
export interface Box {
  readonly starts: readonly number[];
  readonly counts: readonly number[];
}

/**
 * The indices that a crop keeps, and the image of them that some pixels of theirs make, packed in the order of the axes.
 * Throws the ImageError that cropping the whole image throws.
 */
export function croppedImage(
  shape: readonly number[],
  options: ImageOptions,
  crop: Crop,
): { readonly box: Box; readonly imageOf: (pixels: TypedArray) => AnyImageView } {
  // One pixel stands for all: no memory is asked for before the crop is known to be one.
  const one = ndArray(new Uint8Array(1), { shape, stride: shape.map(() => 0), offset: 0 });
  const whole: AnyImageView = ImageView.from(one, { ...options, axes: options.axes as Axes });
  const part = whole.crop(crop);
  const ranges = crop as Partial<Record<string, readonly [number, number]>>;
  const starts = shape.map((_, axis) => ranges[part.axes?.[axis] ?? ""]?.[0] ?? 0);
  const counts = part.array.shape;
  const imageOf = (pixels: TypedArray) =>
    part.withArray(ndArray(pixels, { shape: counts, stride: packedStride(counts), offset: 0 }));
  return { box: { starts, counts }, imageOf };
}

/** How an array lies in a file, in bytes. */
export interface FileLayout {
  readonly offset: number;
  readonly pixelBytes: number;
  readonly strides: readonly number[];
}

/** Up to so many bytes more than are wanted are read to read once. */
const mostGap = 2 ** 14;
const mostSpan = 2 ** 22;

/** The pixels of a box, packed in the order of the axes. False where the file ended before. */
export function readBox(file: FileBytes, layout: FileLayout, { starts, counts }: Box, into: Uint8Array): boolean {
  const { pixelBytes, strides } = layout;
  if (counts.includes(0)) return true;
  const steps: number[] = [];
  let step = pixelBytes;
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    steps[axis] = step;
    step *= counts[axis];
  }
  const order = [...counts.keys()].sort((a, b) => strides[b] - strides[a]);
  const spanOf = (depth: number) =>
    order.slice(depth).reduce((sum, axis) => sum + (counts[axis] - 1) * strides[axis], pixelBytes);
  const wantedOf = (depth: number) => sizeOf(order.slice(depth).map((axis) => counts[axis])) * pixelBytes;
  const spans = Array.from({ length: counts.length + 1 }, (_, depth) => spanOf(depth));
  const isWhole = (depth: number) =>
    spans[depth] === wantedOf(depth) && order.slice(depth).every((axis) => steps[axis] === strides[axis]);
  const isNear = (depth: number) =>
    spans[depth] <= mostSpan && (spans[depth] <= mostGap || spans[depth] <= 4 * wantedOf(depth));
  let depth = 0;
  while (depth < counts.length && !isWhole(depth) && !isNear(depth)) depth++;
  const span = spans[depth];
  const straight = isWhole(depth);
  const piece = straight ? into : new Uint8Array(span);
  const visit = (level: number, from: number, to: number): boolean => {
    if (level < depth) {
      const axis = order[level];
      for (let i = 0; i < counts[axis]; i++)
        if (!visit(level + 1, from + i * strides[axis], to + i * steps[axis])) return false;
      return true;
    }
    if (straight) return file.read(from, into.subarray(to, to + span)) === span;
    if (file.read(from, piece) !== span) return false;
    scatter(depth, 0, to);
    return true;
  };
  const scatter = (level: number, from: number, to: number): void => {
    if (level === order.length) {
      for (let k = 0; k < pixelBytes; k++) into[to + k] = piece[from + k];
      return;
    }
    const axis = order[level];
    if (level === order.length - 1 && strides[axis] === pixelBytes && steps[axis] === pixelBytes) {
      into.set(piece.subarray(from, from + counts[axis] * pixelBytes), to);
      return;
    }
    for (let i = 0; i < counts[axis]; i++) scatter(level + 1, from + i * strides[axis], to + i * steps[axis]);
  };
  const first = starts.reduce((sum, start, axis) => sum + start * strides[axis], layout.offset);
  return visit(0, first, 0);
}
