/** One look at all polygons before any area is added up. */
export { type LookExports, PolygonPieces, pieceBytes } from "./polygon-pieces.ts";
export type { Survey } from "./survey.ts";
export { startsManhattan, surveyPolygons } from "./survey.ts";
export { boxesOfHulls } from "./wasm-look.ts";
