export { type AerialImageOptions, aerialImage } from "./aerial-image.ts";
export { type ContourOptions, contours } from "./contours.ts";
export { type CutEdge, type Cutline, type CutlineOptions, type CutPoint, cutline } from "./cutline.ts";
export { type EdgePlacement, type EdgePlacementOptions, edgePlacement } from "./edge-placement.ts";
