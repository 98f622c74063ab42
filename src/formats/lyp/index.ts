export { decodeLyp, type ReadLypOptions, readLyp } from "./read-lyp.ts";
export { encodeLyp, writeLyp } from "./write-lyp.ts";
