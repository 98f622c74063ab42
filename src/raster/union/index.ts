/** Areas that overlaps count once in: which tiles need it, and what sweeps them. */
export { contestedTiles, type TileLists, tileRanges } from "./contested-tiles.ts";
export { type Crowd, hasCrowds, isCrowd, rasterizeCrowd } from "./crowds.ts";
export { rasterizeTiles } from "./union-tiles.ts";
