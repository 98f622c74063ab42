export { booleanOf } from "./engines/boolean.ts";
export type { BooleanOperation, Contours, PolygonEngine } from "./engines/engine.ts";
export { Region, type RegionOptions } from "./region.ts";
export { type Anchor, circle, polygon, rect, type ShapeOptions, type TextOptions, text } from "./shapes.ts";
