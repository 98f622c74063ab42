/** Cells snapped to a coarser grid in place: vertices, labels, references and the vectors of arrays. */
import { warn } from "../../errors.ts";
import type { PathShape } from "../../geometry/index.ts";
import { checkCoordinate, formatLength, wholeGrid } from "../../units.ts";
import { type Cell, setReferences } from "../cell.ts";
import { type GridRule, type Lost, regriddedReference, regriddedShapes } from "./regrid.ts";

/**
 * @param grid µm, a whole multiple of the cells' database unit
 * Halves go up, as KLayout's `Region.snapped` has them, so that what is moved by the grid snaps alike. Throws a
 * LayoutError `grid`, or a UnitsError `coordinate-range`; the cells then are as they were.
 */
export function snapCells(cells: readonly Cell[], grid: number, dbu: number): void {
  const rule = ruleOf(wholeGrid(grid, dbu, "LayoutError"));
  const lost: Lost = { shapes: 0 };
  const next = cells.map((cell) => ({
    cell,
    shapes: Array.from(cell.allShapes, (shapes) => ({ shapes, snapped: regriddedShapes(shapes, rule, lost) })),
    references: cell.references.map((reference) => regriddedReference(reference, rule)),
  }));
  for (const { cell, shapes, references } of next) {
    for (const { shapes: own, snapped } of shapes) own.takeOver(snapped);
    setReferences(cell, references);
  }
  warnOf(next.flatMap(({ references }) => references).filter(isOdd).length, lost, grid);
}

function ruleOf(grid: number): GridRule {
  const map = (value: number) => checkCoordinate(Math.floor(value / grid + 0.5) * grid + 0, "snapped coordinate");
  return { map, mapVector: map, keepsPath: (spine, shape) => isOnGrid(shape, grid) && isManhattan(spine) };
}

/** Such a path has its corners on the grid once its spine is there; of others the outline is snapped. */
function isOnGrid({ width, beginExtension, endExtension, round }: PathShape, grid: number): boolean {
  return !round && width % (2 * grid) === 0 && beginExtension % grid === 0 && endExtension % grid === 0;
}

function isManhattan(spine: ArrayLike<number>): boolean {
  for (let i = 2; i < spine.length; i += 2)
    if (spine[i] !== spine[i - 2] && spine[i + 1] !== spine[i - 1]) return false;
  return true;
}

function isOdd({ rotation, magnification }: { readonly rotation: number; readonly magnification: number }): boolean {
  return rotation % 90 !== 0 || !Number.isInteger(magnification);
}

function warnOf(odd: number, { shapes }: Lost, grid: number): void {
  const name = `a grid of ${formatLength(grid)} µm`;
  if (odd > 0) {
    const message = `${odd} reference${odd === 1 ? " is" : "s are"} turned by another angle than 90° or magnified by a fraction: what they place is not on ${name} when flat; flatten them first`;
    warn("LayoutError", "off-grid", message);
  }
  if (shapes > 0)
    warn("LayoutError", "no-area", `${shapes} polygons and boxes have no area left on ${name} and are gone`);
}
