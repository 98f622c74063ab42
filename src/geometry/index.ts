export { Box, box } from "./box.ts";
export { PolygonSet, PolygonSetBuilder } from "./polygon-set.ts";
export { pointInRing, ringAreaTwice, segmentsTouch, turn } from "./predicates.ts";
export type { PolygonSource } from "./sources.ts";
export { stencilCharacters } from "./text/stencil-glyphs.ts";
export { textGrid, textOutline } from "./text/text-outline.ts";
export { cosSinDegrees, Transform, type TransformOptions } from "./transform.ts";
