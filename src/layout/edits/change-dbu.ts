/** The same cells with another database unit: what the user sees, in µm, stays where it is. */
import { isReticleError, ReticleError, warn } from "../../errors.ts";
import { roundToGrid } from "../../geometry/index.ts";
import { checkCoordinate, formatLength } from "../../units.ts";
import { Cell } from "../cell.ts";
import { type GridRule, type Lost, regriddedReference, regriddedShapes } from "./regrid.ts";

/**
 * Copies of cells, children before parents, with database unit `dbu`. What falls between the points of a coarser grid is
 * rounded, halves away from zero, with one warning `off-grid` for all. Throws a LayoutError `coordinate-range`.
 */
export function cellsWithDbu(cells: readonly Cell[], dbu: number): Map<Cell, Cell> {
  const copies = new Map<Cell, Cell>();
  const lost: Lost = { shapes: 0 };
  let rounded = 0;
  let names = 0;
  for (const cell of cells) {
    const scaled = scaling(cell.dbu, dbu);
    const before = rounded;
    const map = (value: number) => {
      const exact = scaled(value);
      const whole = roundToGrid(exact);
      // The quotient of two units is known to about 16 digits, and coordinates have ten.
      if (Math.abs(exact - whole) > 1e-4) rounded++;
      return checkCoordinate(whole);
    };
    const rule = { map, mapVector: scaled, keepsPath: () => true };
    copies.set(
      cell,
      inRange(cell, dbu, () => copyOf(cell, dbu, rule, lost, copies)),
    );
    if (rounded > before) names++;
  }
  if (rounded > 0) {
    const gone = lost.shapes === 0 ? "" : `; ${lost.shapes} polygons and boxes had no area left and are gone`;
    const message = `${rounded} coordinates of ${names} cell${names === 1 ? "" : "s"} lay between the points of a grid of ${formatLength(dbu)} µm and were rounded${gone}`;
    warn("LayoutError", "off-grid", message);
  }
  return copies;
}

function copyOf(cell: Cell, dbu: number, rule: GridRule, lost: Lost, copies: ReadonlyMap<Cell, Cell>): Cell {
  const copy = new Cell(cell.name, { dbu });
  copy.isGhost = cell.isGhost;
  copy.properties = cell.properties;
  for (const shapes of cell.allShapes) copy.shapes(shapes.layer).takeOver(regriddedShapes(shapes, rule, lost));
  for (const reference of cell.references)
    copy.add(regriddedReference(reference, rule).of(copies.get(reference.cell)!));
  return copy;
}

/** From the one unit to the other; by a whole number where they are in such a proportion, so that halves are halves. */
function scaling(from: number, to: number): (value: number) => number {
  const factor = from / to;
  const [up, down] = [Math.round(factor), Math.round(1 / factor)];
  if (up >= 1 && Math.abs(factor / up - 1) < 1e-9) return (value) => value * up;
  if (down >= 1 && Math.abs(factor * down - 1) < 1e-9) return (value) => value / down;
  return (value) => value * factor;
}

function inRange(cell: Cell, dbu: number, work: () => Cell): Cell {
  try {
    return work();
  } catch (error) {
    if (!isReticleError(error, "UnitsError") || error.code !== "coordinate-range") throw error;
    const message = `cell "${cell.name}" does not fit into 32-bit coordinates at a database unit of ${dbu} µm, which reach to ±${formatLength(2 ** 31 * dbu)} µm`;
    throw new ReticleError("LayoutError", "coordinate-range", message, { cause: error });
  }
}
