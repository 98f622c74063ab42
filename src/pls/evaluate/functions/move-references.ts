/** Methods of references: translate, rotate, array. */
import { isReticleError } from "../../../errors.ts";
import { Box, type PolygonSet, Transform } from "../../../geometry/index.ts";
import { type Cell, Reference } from "../../../layout/index.ts";
import { checkCoordinate } from "../../../units.ts";
import { failure } from "../../diagnostics/index.ts";
import type { Context } from "../context.ts";
import type { Lattice, ReferenceValue } from "../values.ts";
import { anchorPoint, type CallArguments } from "./call-arguments.ts";
import { angleOf } from "./maths.ts";
import { displacement } from "./transform-shapes.ts";

/** Members of a lattice that GDSII cannot say as one array. */
const mostScattered = 1_000_000;

type Mover = (reference: ReferenceValue, args: CallArguments, context: Context) => ReferenceValue;

export const referenceMoves: Readonly<Record<string, Mover>> = {
  translate(reference, args, { dbu }) {
    refuseCopy(args);
    const anchor = args.anchor();
    if (anchor === null) {
      const [dx, dy] = displacement(args);
      return reference.with({ dx: reference.dx + dx / dbu, dy: reference.dy + dy / dbu });
    }
    const box = boxOf(reference);
    if (box === null) return reference;
    const [x, y] = anchorPoint(box, anchor.name);
    const { point } = anchor;
    return reference.with({ dx: reference.dx + point.x / dbu - x, dy: reference.dy + point.y / dbu - y });
  },

  /** The cell turns about its origin, which stays, or goes round a point that is given; an array turns as a whole. */
  rotate(reference, args, { dbu }) {
    refuseCopy(args);
    const degrees = angleOf(args, "angle");
    const turn = new Transform({ rotation: degrees });
    const { lattice } = reference;
    const turned: Lattice | null = lattice && {
      ...lattice,
      column: turn.point(...lattice.column),
      row: turn.point(...lattice.row),
    };
    const center = args.pointOr("center", null);
    const rotation = (((reference.rotation + degrees) % 360) + 360) % 360;
    if (center === null) return reference.with({ rotation, lattice: turned });
    const [x, y] = [center.x / dbu, center.y / dbu];
    const [dx, dy] = turn.point(reference.dx - x, reference.dy - y);
    return reference.with({ rotation, lattice: turned, dx: x + dx, dy: y + dy });
  },

  array(reference, args, { dbu, budget }) {
    if (reference.lattice !== null) {
      throw failure("array-of-array", "an array of references cannot be made an array again", args.span);
    }
    const [nx, ny] = [args.wholeNumber("nx", 1), args.wholeNumber("ny", 1, 1)];
    const [gapX, gapY] = [args.numberOr("dx", 0) / dbu, args.numberOr("dy", 0) / dbu];
    const box = boxOf(reference);
    const [width, height] = box === null ? [0, 0] : [box.width, box.height];
    const isScattered = reference.rotation % 90 !== 0;
    if (nx * ny > 2 ** 31 || (isScattered && nx * ny > mostScattered)) {
      const message = `an array of ${nx} × ${ny} references is too large; ${isScattered ? `a turned one has at most ${mostScattered}` : "nest two symbols"}`;
      throw failure("limit", message, args.span);
    }
    if (isScattered) budget.steps(nx * ny, args.span);
    const lattice: Lattice = { columns: nx, rows: ny, column: [width + gapX, 0], row: [0, height + gapY], isScattered };
    return reference.with({ lattice });
  },
};

function refuseCopy(args: CallArguments): void {
  if (args.has("copy"))
    throw failure("reference-copy", "references know no copy=; write two of them", args.spanOf("copy"));
}

/** The box of the placed cell, database units; null for an empty one. */
function boxOf(reference: ReferenceValue): Box | null {
  const { cell, dx, dy, rotation, lattice } = reference;
  const first = exactBox(cell, new Transform({ rotation, dx, dy }));
  if (first === null || lattice === null) return first;
  const { columns, rows, column, row } = lattice;
  const [ax, ay] = [(columns - 1) * column[0], (columns - 1) * column[1]];
  const [bx, by] = [(rows - 1) * row[0], (rows - 1) * row[1]];
  return first
    .or(first.moved(ax, ay))
    .or(first.moved(bx, by))
    .or(first.moved(ax + bx, ay + by));
}

/** Polygons up to which a box is found from the shapes themselves, where turned boxes would be too large. */
const mostLooked = 200_000;

function exactBox(cell: Cell, transform: Transform): Box | null {
  const own = cell.bbox;
  if (own === null) return null;
  if (transform.rotation % 90 === 0 && !hasTurned(cell)) return transform.box(own.scaled(1 / cell.dbu));
  try {
    return cell
      .layers()
      .map((one) => turnedBox(cell.polygonsOf(one, { limit: mostLooked }), transform))
      .reduce((sum, box) => (sum === null || box === null ? (sum ?? box) : sum.or(box)), null);
  } catch (error) {
    if (isReticleError(error, "LayoutError") && error.code === "flatten-limit")
      return transform.box(own.scaled(1 / cell.dbu));
    throw error;
  }
}

function turnedBox({ xy }: PolygonSet, transform: Transform): Box | null {
  const turned = new Float64Array(xy.length);
  for (let i = 0; i < xy.length; i += 2) [turned[i], turned[i + 1]] = transform.point(xy[i], xy[i + 1]);
  return Box.around(turned);
}

/** True where something below is turned by another angle than a right one: its box is then that of a turned box. */
function hasTurned(cell: Cell): boolean {
  return [cell, ...cell.descendants()].some(({ references }) => references.some(({ rotation }) => rotation % 90 !== 0));
}

/** As the layout keeps it: displacements on the grid. Throws a UnitsError where one leaves the 32-bit range. */
export function placedReference({ cell, dx, dy, rotation, lattice }: ReferenceValue): Reference {
  const at = { dx: snapped(dx), dy: snapped(dy), rotation };
  if (lattice === null) return new Reference(cell, at);
  const { columns, rows, column, row, isScattered } = lattice;
  const [columnX, columnY, rowX, rowY] = [...column, ...row].map(tidy);
  if (!isScattered) return new Reference(cell, { ...at, columns, rows, columnX, columnY, rowX, rowY });
  const offsets = new Int32Array(2 * columns * rows);
  for (let j = 0, k = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      offsets[k++] = snapped(i * columnX + j * rowX);
      offsets[k++] = snapped(i * columnY + j * rowY);
    }
  return new Reference(cell, { ...at, offsets });
}

function snapped(value: number): number {
  return checkCoordinate(value < 0 ? -Math.floor(0.5 - value) + 0 : Math.floor(value + 0.5), "position");
}

/** Without the noise of sums: 5000.000000000001 is 5000. */
function tidy(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-6 ? whole + 0 : value;
}
