/** The golden images' operations on camera data. */
import {
  decodeImageData,
  decodeImageWithMetadata,
  decodeMetadata,
  fvb,
  fvbImages,
  type ImageLayout,
  unpackUint12,
} from "../../../src/camera/index.ts";
import { type NdArray, ndArray, type TypedArray } from "../../../src/image/index.ts";
import type { ImageOperation } from "../images.ts";
import { arrayOf, bytesOf, contentOf, type GoldenArray } from "./arrays.ts";

interface Data {
  readonly data: string;
}

export const cameraOperations = {
  unpackUint12: ({ data }: Data) => contentOf(listed(unpackUint12(bytesOf(data)))),
  fvb: ({ image }: { image: GoldenArray }) => contentOf(listed(fvb(arrayOf(image)))),
  fvbImages: ({ images }: { images: GoldenArray }) => contentOf(fvbImages(arrayOf(images))),
  decodeImageData: ({ data, dataType, ...layout }: Data & ImageLayout & { dataType?: GoldenArray["dtype"] }) => {
    const bytes = bytesOf(data);
    // Bytes that are given as numbers of another type.
    const shape = [0];
    const given = dataType === undefined ? bytes : (arrayOf({ dtype: dataType, shape, cOrder: "" }).data as Uint8Array);
    const { image, shared } = decodeImageData(given, layout);
    if (shared !== (image.data.buffer === bytes.buffer)) throw new Error(`shared is ${shared}, which is not so`);
    return { ...contentOf(image.array), sharesBuffer: shared };
  },
  decodeMetadata: ({ data }: Data) => {
    const { metadata, image } = decodeMetadata(bytesOf(data));
    return { metadata, image: image === null ? null : Buffer.from(image).toString("base64") };
  },
  decodeImageWithMetadata: ({ data }: Data) => {
    const { image, timestamp } = decodeImageWithMetadata(bytesOf(data));
    return { ...contentOf(image.array), timestamp };
  },
} satisfies Record<string, ImageOperation>;

/** A list of numbers as an ndarray of rank 1. */
function listed(data: TypedArray): NdArray<TypedArray> {
  return ndArray(data, { shape: [data.length], stride: [1], offset: 0 });
}
