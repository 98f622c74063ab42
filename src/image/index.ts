export {
  type Axes,
  type Axis,
  canonicalAxes,
  checkAxisNames,
  type ForAxes,
  type ImageType,
  imageType,
  numpyAxes,
} from "./axes.ts";
export { type AxisCalibration, type CalibrationOptions, calibrationNames, type Direction } from "./calibration.ts";
export { concat, split } from "./concat.ts";
export { copyInto } from "./copy-into.ts";
export { displayPixels } from "./display-pixels.ts";
export { extractChannel } from "./extract-channel.ts";
export * from "./filters/index.ts";
export * from "./fourier/index.ts";
export type { ImageCapabilities, ImageKind, ImageMetadata, ImageOptions } from "./image-options.ts";
export { type AnyImageView, ImageView } from "./image-view.ts";
export * from "./interop/index.ts";
export { isNdArray, type Layout, type NdArray, ndArray, packedStride, sizeOf } from "./nd-array.ts";
export type { Broadcast, Calculated } from "./numbers/broadcast.ts";
export type { Calculation, Comparison } from "./numbers/combine.ts";
export type { ConvertOptions } from "./numbers/convert.ts";
export type { HistogramBins } from "./numbers/histogram.ts";
export type { Histogram } from "./numbers/image-numbers.ts";
export { type Reduction, reduce } from "./numbers/reduce.ts";
export { byteRange } from "./pixels-given.ts";
export { type AxisPlaces, planePlaces } from "./plane-places.ts";
export * from "./python/index.ts";
export { stack } from "./stack.ts";
export {
  type ArrayOf,
  allocate,
  arrayOver,
  type Dtype,
  dtypeOf,
  dtypes,
  type ElementOf,
  isTypedArray,
  type TypedArray,
} from "./typed-array.ts";
