/** One look at all polygons before any area is added up. */
export type { Survey } from "./survey.ts";
export { startsManhattan, surveyPolygons } from "./survey.ts";
