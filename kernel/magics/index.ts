export { elapsed, type Start, startClock } from "./clock.ts";
export { type ExpandedCell, expandCell, type MagicCall } from "./expand.ts";
export type { MagicHost } from "./host.ts";
export { runMagic } from "./run.ts";
