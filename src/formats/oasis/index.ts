export { isOasis } from "./file-frame.ts";
export { type OasisInfo, type OasisInfoOptions, oasisInfo, plainOasisInfo } from "./oasis-info.ts";
export { decodeOasis, type ReadOasisOptions, readOasis, readPlainOasis } from "./read-oasis.ts";
export { encodeOasis, type WriteOasisOptions, writeOasis } from "./write-oasis.ts";
