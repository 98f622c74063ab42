export type { Border } from "./border.ts";
export { type BoxFilterOptions, boxFilter } from "./box-filter.ts";
export { distanceTransform } from "./distance-transform.ts";
export { type GaussianOptions, gaussian } from "./gaussian.ts";
export { type ConnectOptions, labelComponents } from "./label-components.ts";
export { type MedianFilterOptions, medianFilter } from "./median-filter.ts";
export { closing, dilation, erosion, type MorphologyOptions, opening } from "./morphology.ts";
export { type RegionProperties, type RegionPropertiesOptions, regionProperties } from "./region-properties.ts";
export { type ResampleOptions, resample } from "./resample.ts";
