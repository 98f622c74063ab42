export { isZarr, type ReadZarrOptions, readZarr } from "./read-zarr.ts";
export { type WriteZarrOptions, writeZarr } from "./write-zarr.ts";
