/** Areas of polygons whose edges are all parallel to the axes, on pixels of whole database units. */
export { addUpManhattan } from "./add-up.ts";
export { ManhattanTileUnion } from "./tile-union.ts";
