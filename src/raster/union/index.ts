/** Areas that overlaps count once in: which tiles need it, and what sweeps them. */
export { contestedTiles, type TileLists, tileRanges, tilesAround } from "./contested-tiles.ts";
export { type Crowd, hasCrowds, isCrowd, rasterizeCrowd } from "./crowds.ts";
export { overlapsAlong } from "./overlaps-along.ts";
export { rasterizeTiles } from "./union-tiles.ts";
