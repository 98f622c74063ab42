export { type AllocateOptions, allocateImage, pixelType } from "./allocate-image.ts";
export { type Contiguity, contiguityOf, planeOf } from "./contiguity.ts";
export { type FromNdarrayOptions, fromNdarray, orderFromNdarray } from "./from-ndarray.ts";
export { type CanonicalAxes, canonicalAxesOf } from "./image-types.ts";
export { type ArrayGeometry, fromArray, fromBinaryArray, fromLabelArray, fromRgbArray } from "./kinds.ts";
export { MemoryStream, type Whence } from "./memory-stream.ts";
export { fromPadded, type PaddedLayout, type PaddedOptions, toPadded } from "./padded.ts";
export { numpyOrdered, type ToNdarrayOptions, toNdarray } from "./to-ndarray.ts";
