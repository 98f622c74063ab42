export { checkGrid, gridOfWindow, type Pair, type PixelGrid } from "./pixel-grid.ts";
export { type Raster, type RasterizeOptions, rasterize } from "./rasterize.ts";
export { type Overlap, type RasterizeSetOptions, rasterizeSet } from "./rasterize-set.ts";
