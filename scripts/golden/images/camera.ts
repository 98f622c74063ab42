/** The golden images' operations on camera data. */
import { unpackUint12 } from "../../../src/camera/index.ts";
import { type NdArray, ndArray, type TypedArray } from "../../../src/image/index.ts";
import type { ImageOperation } from "../images.ts";
import { bytesOf, contentOf } from "./arrays.ts";

/** A list of numbers as an ndarray of rank 1. */
function listed(data: TypedArray): NdArray<TypedArray> {
  return ndArray(data, { shape: [data.length], stride: [1], offset: 0 });
}

export const cameraOperations = {
  unpackUint12: ({ data }: { data: string }) => contentOf(listed(unpackUint12(bytesOf(data)))),
} satisfies Record<string, ImageOperation>;
