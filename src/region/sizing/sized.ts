/** Sizing of a merged set: which way each axis goes, and in how many steps. */
import type { PolygonSet } from "../../geometry/index.ts";
import { joinRule, type SizeOptions } from "./size-options.ts";
import { sizePolygons } from "./size-polygons.ts";

/** Where x grows and y shrinks, or the other way round, the axis that grows goes first: `merge` joins what met. */
export function sizedPolygons(
  merged: PolygonSet,
  [dx, dy]: readonly [number, number],
  options: SizeOptions,
  dbu: number,
  merge: (set: PolygonSet) => PolygonSet,
): PolygonSet {
  const rule = joinRule(options, Math.max(Math.abs(dx), Math.abs(dy)), dbu);
  const [growX, growY] = [Math.max(0, dx), Math.max(0, dy)];
  const [shrinkX, shrinkY] = [Math.max(0, -dx), Math.max(0, -dy)];
  let result = merged;
  if (growX > 0 || growY > 0) result = sizePolygons(result, { dx: growX, dy: growY, sign: 1, rule });
  if (shrinkX > 0 || shrinkY > 0) {
    if (result !== merged) result = merge(result);
    result = sizePolygons(result, { dx: shrinkX, dy: shrinkY, sign: -1, rule });
  }
  return result;
}
