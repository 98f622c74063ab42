export { isTiff } from "./pages.ts";
export { describeTiff, type ReadTiffOptions, readTiff } from "./read-tiff.ts";
export { encodeTiff, type WriteTiffOptions, writeTiff } from "./write-tiff.ts";
