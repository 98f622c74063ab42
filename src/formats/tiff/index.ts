export { isTiff } from "./pages.ts";
export { type ReadTiffOptions, readTiff } from "./read-tiff.ts";
