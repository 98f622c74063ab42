/** Areas of polygons whose edges are all parallel to the axes, on pixels of whole database units. */
export { addUpManhattan } from "./add-up.ts";
export { hasColumns, unionByColumns } from "./column-union.ts";
export { sumAtOnce } from "./sum-at-once.ts";
export { ManhattanTileUnion } from "./tile-union.ts";
export { hasUnits, unionByUnits } from "./unit-union.ts";
