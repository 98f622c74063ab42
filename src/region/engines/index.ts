/** What the rest of the room takes from the engines. */
export { assemble } from "./assemble.ts";
export { booleanBy, booleanOf } from "./boolean.ts";
export { crossingLimit, setCrossingLimit } from "./crossing-limit.ts";
export type { BooleanOperation, Contours, PolygonEngine } from "./engine.ts";
export { chooseEngine, chosenEngine } from "./engines.ts";
export { Groups } from "./groups.ts";
export { isManhattan } from "./manhattan/vertical-edges.ts";
export { own } from "./own.ts";
export { onProgress } from "./progress.ts";
export { isSimplePolygon } from "./simple-polygon.ts";
export { EdgesUnderWay } from "./sweep/edges-under-way.ts";
export type { PlaneGraph } from "./sweep/graph.ts";
export { shortestAcross } from "./sweep/noding/slant.ts";
export { positiveFill } from "./sweep/positive-fill.ts";
export { Segments } from "./sweep/segments.ts";
export { booleanOfRings } from "./sweep/sweep.ts";
export { planeGraph, touchingPairs } from "./sweep/touching-pairs.ts";
export { setThreadCount, threadCount } from "./tasks.ts";
