export { type ContourOptions, contours } from "./contours.ts";
