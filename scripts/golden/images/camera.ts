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
import type { ImageOperation } from "../images.ts";
import { frameDump, frameServer } from "./acquisition.ts";
import { arrayOf, bytesOf, contentOf, type GoldenArray, listed } from "./arrays.ts";

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
  frameServer,
  frameDump,
} satisfies Record<string, ImageOperation>;
