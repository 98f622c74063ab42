export { Box, box } from "./box.ts";
export { PolygonSet, PolygonSetBuilder } from "./polygon-set.ts";
export type { PolygonSource } from "./sources.ts";
export { cosSinDegrees, Transform, type TransformOptions } from "./transform.ts";
