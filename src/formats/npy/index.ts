export { decodeNpy, encodeNpy, type ReadNpyOptions, readNpy, type WriteNpyOptions, writeNpy } from "./npy.ts";
export { isNpy } from "./npy-header.ts";
