export { type BitmapOptions, bitsOf, type DrawOnOptions, drawOn, toBitmap } from "./bitmap.ts";
export { type Field, type FieldOptions, type FieldPlan, fieldsOf } from "./fields.ts";
export { type GridOptions, gridNames, type Mirror } from "./grid-options.ts";
export { type GridAudit, type OffGridOptions, offGridEdges } from "./off-grid-edges.ts";
export { checkGrid, gridOfWindow, type Pair, type PixelGrid } from "./pixel-grid.ts";
export type { LayeredSource, PointLists } from "./polygon-sources.ts";
export {
  checkSignal,
  type RasterArray,
  type RasterArrays,
  type RasterDtype,
  type WorkSignal,
} from "./raster-numbers.ts";
export { type LayerRaster, type Raster, type RasterizeOptions, rasterize } from "./rasterize.ts";
export { type Overlap, type RasterizeSetOptions, rasterizeSet } from "./rasterize-set.ts";
