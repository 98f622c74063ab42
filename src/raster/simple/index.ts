/** Which polygons need no winding numbers, and which way their rings run. */
export { convexSign, isSimplePolygon, ringSign } from "./simple-polygon.ts";
