export { type GdsInfo, type GdsInfoOptions, gdsInfo, plainGdsInfo } from "./gds-info.ts";
export { isGds } from "./gds-start.ts";
export { decodeGds, type ReadGdsOptions, readGds, readPlainGds } from "./read-gds.ts";
export { encodeGds, type WriteGdsOptions, writeGds } from "./write-gds.ts";
