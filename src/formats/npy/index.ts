export {
  decodeNpy,
  describeNpy,
  encodeNpy,
  type ReadNpyOptions,
  readNpy,
  type WriteNpyOptions,
  writeNpy,
} from "./npy.ts";
export { isNpy } from "./npy-header.ts";
export {
  decodeNpz,
  encodeNpz,
  type NpzArrays,
  type ReadNpzOptions,
  readNpz,
  type WriteNpzOptions,
  writeNpz,
} from "./npz.ts";
export { isZip } from "./zip.ts";
