export { background, type InBackground } from "./background/background.ts";
export type { CheckMetrics, CheckOptions } from "./checks/check-options.ts";
export { EdgePairs } from "./checks/edge-pairs.ts";
export { exactPieces } from "./decompose/exact-pieces.ts";
export type { MinkowskiShape } from "./decompose/minkowski-sum.ts";
export { type EdgeDirection, Edges, type ExtendOptions } from "./edges/edges.ts";
export { type BooleanOperation, booleanOf, type Contours, type PolygonEngine } from "./engines/index.ts";
export type { RegionOptions } from "./measured-region.ts";
export type { DensityOptions } from "./measuring/density.ts";
export type { Moments } from "./measuring/moments.ts";
export { unionArea } from "./measuring/union-area.ts";
export type { CornerOptions } from "./outline/corners.ts";
export type { FilletOptions, FilletRadius } from "./outline/fillet.ts";
export type { Anchor, CurveOptions, ShapeOptions } from "./place.ts";
export { Region } from "./region.ts";
export { type AngleOptions, ellipse, type RacetrackOptions, racetrack, ring, sector } from "./round-shapes.ts";
export { connectedComponents } from "./selection/connected-components.ts";
export type { Bounds, Criteria } from "./selection/criteria.ts";
export type { CountOptions } from "./selection/select.ts";
export {
  circle,
  cross,
  polygon,
  type RectOptions,
  type RegularPolygonOptions,
  rect,
  regularPolygon,
  type TextOptions,
  text,
} from "./shapes.ts";
export type { SizeJoin, SizeOptions } from "./sizing/size-options.ts";
