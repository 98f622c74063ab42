/** Pixels as users give them, and where they lie. */
import { ReticleError } from "../errors.ts";
import { checkShape } from "./image-options.ts";
import { isNdArray, type Layout, type NdArray, ndArray, packedStride, sizeOf } from "./nd-array.ts";
import { isTypedArray, type TypedArray } from "./typed-array.ts";

/** What `ImageView.from` is given, as a checked ndarray. */
export function checkedArray(pixels: NdArray<TypedArray> | TypedArray, shape?: readonly number[]): NdArray<TypedArray> {
  if (isTypedArray(pixels)) {
    const data = plain(pixels);
    const sizes = shape ?? [data.length];
    checkShape(sizes);
    if (sizeOf(sizes) !== data.length) {
      throw new ReticleError(
        "ImageError",
        "size",
        `shape ${shapeText(sizes)} has ${sizeOf(sizes)} pixels, the array ${data.length}`,
      );
    }
    return ndArray(data, { shape: sizes, stride: packedStride(sizes), offset: 0 });
  }
  if (!isNdArray(pixels)) {
    throw new ReticleError("ImageError", "dtype", "pixels are given as an ndarray or a typed array");
  }
  if (shape !== undefined) {
    throw new ReticleError("ImageError", "size", "an ndarray has its own shape; `shape` goes with a typed array");
  }
  return ndArray(isTypedArray(pixels.data) ? plain(pixels.data) : pixels.data, pixels);
}

/** A Buffer as the Uint8Array that it is; ndarray has a type of its own for it. */
function plain<D extends TypedArray>(data: D): D {
  const isBuffer = data instanceof Uint8Array && data.constructor !== Uint8Array;
  return (isBuffer ? new Uint8Array(data.buffer, data.byteOffset, data.length) : data) as D;
}

/** First byte of a view's pixels in their buffer, and the byte after its last one. */
export function byteRange(data: TypedArray, { shape, stride, offset }: Layout): [number, number] {
  let low = offset;
  let high = offset + 1;
  for (const [axis, size] of shape.entries()) {
    if (stride[axis] < 0) low += (size - 1) * stride[axis];
    else high += (size - 1) * stride[axis];
  }
  return [data.byteOffset + low * data.BYTES_PER_ELEMENT, data.byteOffset + high * data.BYTES_PER_ELEMENT];
}

export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "()" : shape.join("×");
}
