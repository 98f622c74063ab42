/** Which polygons need no winding numbers, and which way their rings run. */
export { isCertain } from "./edge-pairs.ts";
export { fewEdgesAreApart, fewVertices } from "./few-edges.ts";
export { convexSign, ringSign } from "./ring-signs.ts";
export { isSimplePolygon } from "./simple-polygon.ts";
