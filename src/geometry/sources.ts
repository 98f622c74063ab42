/** What offers polygons by window, so that a Region, a Cell or a Layout can all be rasterized and drawn. */
import type { Box } from "./box.ts";
import type { PolygonSet } from "./polygon-set.ts";

/** Polygons of one layer. */
export interface PolygonSource {
  /** Database unit in µm. */
  readonly dbu: number;
  /** True where no polygons overlap and none crosses itself. */
  readonly isMerged?: boolean;
  /**
   * Every polygon whose box touches `window` (database units; null for all of them), whole and not clipped.
   * Polygons may overlap, where `isMerged` does not say otherwise.
   * @param check  may be called all along: what it throws ends the work
   */
  polygonsIn(window: Box | null, check?: () => void): PolygonSet;
}
