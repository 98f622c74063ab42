/**
 * A placed cell, once or as a regular array. Lengths are kept in database units of the parent; the array's vectors are
 * the parent's too, so that they do not turn with the cell (as in GDSII).
 */
import { ReticleError } from "../errors.ts";
import { roundToGrid, Transform } from "../geometry/index.ts";
import { toDbu } from "../units.ts";
import type { Cell } from "./cell.ts";
import type { PropertyList } from "./properties.ts";
import { fromDbu } from "./units.ts";

export interface PlacementOptions {
  /** Degrees, counter-clockwise; any angle. */
  readonly rotation?: number;
  /** Mirrored at the x axis before it is turned. */
  readonly mirror?: boolean;
  /** A factor above 0. */
  readonly magnification?: number;
}

/** One vector of an array, µm. */
export type Vector = readonly [x: number, y: number];

export interface ArrayOptions extends PlacementOptions {
  /**
   * From one member to the next, µm: the same along x and y; [along x, along y]; or two vectors, of columns and of rows.
   */
  readonly pitch: number | Vector | readonly [column: Vector, row: Vector];
  /** Where the first member lies, µm; the origin where not given. */
  readonly at?: Vector;
}

/** What a Reference is made from, in database units. The displacement is whole; the array's vectors need not be. */
export interface ReferenceShape {
  readonly dx?: number;
  readonly dy?: number;
  readonly rotation?: number;
  readonly mirror?: boolean;
  readonly magnification?: number;
  readonly columns?: number;
  readonly rows?: number;
  readonly columnX?: number;
  readonly columnY?: number;
  readonly rowX?: number;
  readonly rowY?: number;
  readonly properties?: PropertyList;
}

const noProperties: PropertyList = [];

/** A placed cell. Immutable. */
export class Reference {
  readonly cell: Cell;
  /** Database units. */
  readonly dx: number;
  readonly dy: number;
  /** Degrees, 0 ≤ rotation < 360. */
  readonly rotation: number;
  readonly mirror: boolean;
  readonly magnification: number;
  readonly columns: number;
  readonly rows: number;
  /** From column to column and from row to row, database units. */
  readonly columnX: number;
  readonly columnY: number;
  readonly rowX: number;
  readonly rowY: number;
  readonly properties: PropertyList;

  constructor(cell: Cell, shape: ReferenceShape = {}) {
    this.cell = cell;
    this.dx = shape.dx ?? 0;
    this.dy = shape.dy ?? 0;
    this.rotation = turned(shape.rotation ?? 0);
    this.mirror = shape.mirror ?? false;
    this.magnification = shape.magnification ?? 1;
    this.columns = checkCount(shape.columns ?? 1, "columns");
    this.rows = checkCount(shape.rows ?? 1, "rows");
    this.columnX = shape.columnX ?? 0;
    this.columnY = shape.columnY ?? 0;
    this.rowX = shape.rowX ?? 0;
    this.rowY = shape.rowY ?? 0;
    this.properties = shape.properties ?? noProperties;
    if (!(this.magnification > 0 && Number.isFinite(this.magnification))) {
      throw new ReticleError(
        "LayoutError",
        "magnification",
        `magnification ${this.magnification} of a reference to "${cell.name}" is not a number above 0`,
      );
    }
  }

  /** Members: columns × rows. */
  get count(): number {
    return this.columns * this.rows;
  }
  get isArray(): boolean {
    return this.columns > 1 || this.rows > 1;
  }
  /** Position of the first member, µm. */
  get at(): Vector {
    return [fromDbu(this.dx, this.cell.dbu), fromDbu(this.dy, this.cell.dbu)];
  }
  /** The vectors from column to column and from row to row, µm. */
  get pitch(): readonly [column: Vector, row: Vector] {
    const { dbu } = this.cell;
    return [
      [fromDbu(this.columnX, dbu), fromDbu(this.columnY, dbu)],
      [fromDbu(this.rowX, dbu), fromDbu(this.rowY, dbu)],
    ];
  }

  /** Placement of the first member, database units. */
  get transform(): Transform {
    return new Transform(this);
  }

  /** How far member (column, row) lies from the first one, rounded to the grid, database units. */
  displacement(column: number, row: number): [x: number, y: number] {
    return [roundToGrid(column * this.columnX + row * this.rowX), roundToGrid(column * this.columnY + row * this.rowY)];
  }

  /** The same placement of another cell. */
  of(cell: Cell): Reference {
    return new Reference(cell, this);
  }
}

/** A reference to one member at (x, y), µm. */
export function placed(cell: Cell, x: number, y: number, options: PlacementOptions): Reference {
  const { rotation, mirror, magnification } = options;
  const dx = toDbu(x, cell.dbu, "x");
  const dy = toDbu(y, cell.dbu, "y");
  return new Reference(cell, { dx, dy, rotation, mirror, magnification });
}

/** A reference to an array of members, µm. */
export function arrayed(cell: Cell, columns: number, rows: number, options: ArrayOptions): Reference {
  const { rotation, mirror, magnification, at = [0, 0] } = options;
  const [[ax, ay], [bx, by]] = pitchVectors(options.pitch);
  const snap = (length: number, what: string) => toDbu(length, cell.dbu, what);
  return new Reference(cell, {
    dx: snap(at[0], "x"),
    dy: snap(at[1], "y"),
    rotation,
    mirror,
    magnification,
    columns,
    rows,
    columnX: snap(ax, "pitch"),
    columnY: snap(ay, "pitch"),
    rowX: snap(bx, "pitch"),
    rowY: snap(by, "pitch"),
  });
}

function pitchVectors(pitch: ArrayOptions["pitch"]): readonly [Vector, Vector] {
  if (typeof pitch === "number") {
    return [
      [pitch, 0],
      [0, pitch],
    ];
  }
  const [a, b] = pitch;
  if (typeof a === "number" || typeof b === "number") {
    return [
      [a as number, 0],
      [0, b as number],
    ];
  }
  return [a, b];
}

function turned(degrees: number): number {
  if (degrees >= 0 && degrees < 360) return degrees;
  if (!Number.isFinite(degrees))
    throw new ReticleError("LayoutError", "rotation", `rotation ${degrees}° is not a finite number`);
  return ((degrees % 360) + 360) % 360;
}

function checkCount(count: number, what: string): number {
  if (!(Number.isInteger(count) && count >= 1 && count <= 2 ** 31)) {
    throw new ReticleError("LayoutError", "array-count", `${what} ${count} of an array is not a whole number above 0`);
  }
  return count;
}
