export { isZarr, openZarrImage, type ReadZarrOptions, readZarr, type ZarrImage } from "./read-zarr.ts";
export { type WriteZarrOptions, writeZarr } from "./write-zarr.ts";
export { zarrImages } from "./zarr-images.ts";
