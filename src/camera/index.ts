export { unpackUint12 } from "./unpack-uint12.ts";
