export { decodeBmp, encodeBmp, isBmp, type ReadBmpOptions, readBmp, type WriteBmpOptions, writeBmp } from "./bmp.ts";
