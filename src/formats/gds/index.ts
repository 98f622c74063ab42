export { decodeGds, isGds, type ReadGdsOptions, readGds } from "./read-gds.ts";
export { encodeGds, type WriteGdsOptions, writeGds } from "./write-gds.ts";
