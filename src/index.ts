/** Reticle: layouts, regions, exact rasters and images with named axes, in the order in which data flows. */
export {
  type ErrorPlace,
  type ErrorTag,
  isReticleError,
  onWarning,
  ReticleError,
  type ReticleWarning,
} from "./errors.ts";
export { Box, box } from "./geometry/index.ts";
export { cm, mm, nm, um } from "./units.ts";
