/** Reticle: layouts, regions, exact rasters and images with named axes, in the order in which data flows. */

export {
  type ErrorPlace,
  type ErrorTag,
  isReticleError,
  onWarning,
  ReticleError,
  type ReticleWarning,
} from "./errors.ts";
// Files to layouts and back
// Files of images
export {
  decodeGds,
  decodeImage,
  decodeNpy,
  decodeOasis,
  decodePng,
  encodeGds,
  encodeNpy,
  encodeOasis,
  encodePng,
  type GdsInfo,
  type GdsInfoOptions,
  gdsInfo,
  type ReadGdsOptions,
  type ReadImageOptions,
  type ReadLayoutOptions,
  type ReadNpyOptions,
  type ReadOasisOptions,
  type ReadPngOptions,
  readGds,
  readImage,
  readLayout,
  readNpy,
  readOasis,
  readPng,
  type WriteGdsOptions,
  type WriteImageOptions,
  type WriteLayoutOptions,
  type WriteNpyOptions,
  type WriteOasisOptions,
  type WritePngOptions,
  writeGds,
  writeImage,
  writeLayout,
  writeNpy,
  writeOasis,
  writePng,
} from "./formats/index.ts";
// Geometry and regions
export {
  Box,
  box,
  PolygonSet,
  PolygonSetBuilder,
  type PolygonSource,
  Transform,
  type TransformOptions,
} from "./geometry/index.ts";
// Images
export {
  type AnyImageView,
  type Axes,
  type Axis,
  type CalibrationOptions,
  type ImageKind,
  type ImageOptions,
  type ImageType,
  ImageView,
  type NdArray,
  stack,
  type TypedArray,
} from "./image/index.ts";
// Layouts
export {
  type ArrayOptions,
  Cell,
  type CellOptions,
  cell,
  type FlattenOptions,
  Instance,
  type InstanceOptions,
  Label,
  type LabelAnchor,
  type LabelOptions,
  Layer,
  type LayerLike,
  Layout,
  type LayoutInfo,
  type LayoutOptions,
  label,
  layer,
  layoutInfo,
  Path,
  type PathEnds,
  type PathOptions,
  type PlacementOptions,
  type PolygonOptions,
  path,
  Reference,
  type Shape,
} from "./layout/index.ts";
// Rasters
export { type Raster, type RasterizeOptions, rasterize } from "./raster/index.ts";
export {
  type Anchor,
  circle,
  polygon,
  Region,
  type RegionOptions,
  rect,
  type ShapeOptions,
  type TextOptions,
  text,
} from "./region/index.ts";
// Lengths, errors and warnings
export { cm, mm, nm, um } from "./units.ts";

// Pictures and charts
export {
  displaySymbol,
  Figure,
  type FigureOptions,
  type HeatmapData,
  type HeatmapOptions,
  type HistogramOptions,
  type MimeBundle,
  mimeBundle,
  type Plot,
  plot,
  type Series,
  type SeriesInput,
  type ShowOptions,
  show,
} from "./view/index.ts";
