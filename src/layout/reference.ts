/**
 * A placed cell: once, as a regular array, or at many places. Lengths are kept in database units of the parent; the
 * array's vectors are the parent's too, so that they do not turn with the cell (as in GDSII).
 */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import { Box, roundToGrid, Transform } from "../geometry/index.ts";
import { checkCoordinate, fromDbu, toDbu } from "../units.ts";
import type { Cell } from "./cell.ts";
import type { MemberPlaces } from "./member-places.ts";
import type { PropertyList } from "./properties.ts";

export interface PlacementOptions {
  /** Degrees, counter-clockwise; any angle. */
  readonly rotation?: number;
  /** Mirrored at the x axis before it is turned. */
  readonly mirror?: boolean;
  /** A factor above 0. */
  readonly magnification?: number;
}

/** Names of the options. */
const placementNames = ["rotation", "mirror", "magnification"] as const;

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
  /** Of an irregular array: where each member lies from (dx, dy), as x,y pairs; columns, rows and vectors then do not count. */
  readonly offsets?: Int32Array | null;
  readonly properties?: PropertyList;
}

const noProperties: PropertyList = [];

type Lattice = MemberPlaces<Int32Array>;

/** Shared by all references that are no arrays, which are most of them: a chip has millions. */
const single: Lattice = { columns: 1, rows: 1, columnX: 0, columnY: 0, rowX: 0, rowY: 0, offsets: null };

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
  readonly properties: PropertyList;
  readonly #lattice: Lattice;
  #reach: Box | null = null;

  constructor(cell: Cell, shape: ReferenceShape = {}) {
    optionsOf(shape, "LayoutError");
    this.cell = cell;
    this.dx = shape.dx ?? 0;
    this.dy = shape.dy ?? 0;
    this.rotation = turned(shape.rotation ?? 0);
    this.mirror = shape.mirror ?? false;
    this.magnification = shape.magnification ?? 1;
    this.properties = shape.properties ?? noProperties;
    this.#lattice = latticeOf(shape);
    if (!(this.magnification > 0 && Number.isFinite(this.magnification))) {
      throw new ReticleError(
        "LayoutError",
        "magnification",
        `magnification ${this.magnification} of a reference to "${cell.name}" is not a number above 0`,
      );
    }
  }

  get columns(): number {
    return this.#lattice.columns;
  }
  get rows(): number {
    return this.#lattice.rows;
  }
  /** From column to column and from row to row, database units. */
  get columnX(): number {
    return this.#lattice.columnX;
  }
  get columnY(): number {
    return this.#lattice.columnY;
  }
  get rowX(): number {
    return this.#lattice.rowX;
  }
  get rowY(): number {
    return this.#lattice.rowY;
  }
  /** x,y pairs of an irregular array, whose members count as columns of one row; null for all others. Not to be written to. */
  get offsets(): Int32Array | null {
    return this.#lattice.offsets;
  }
  /** All that it is made from but its cell: `new Reference(cell, { ...reference.shape, dx: 0 })`. */
  get shape(): Required<ReferenceShape> {
    const { dx, dy, rotation, mirror, magnification, properties } = this;
    return { dx, dy, rotation, mirror, magnification, ...this.#lattice, properties };
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
    const { mirror, rotation, magnification, dx, dy } = this;
    return new Transform({ mirror, rotation, magnification, dx, dy });
  }

  /** How far member (column, row) lies from the first one, rounded to the grid, database units. */
  displacement(column: number, row: number): [x: number, y: number] {
    if (this.offsets !== null) return [this.offsets[2 * column], this.offsets[2 * column + 1]];
    return [roundToGrid(column * this.columnX + row * this.rowX), roundToGrid(column * this.columnY + row * this.rowY)];
  }

  /** The box around the displacements of all members, database units. */
  get reach(): Box {
    // There is at least one member, and so a box.
    return (this.#reach ??= Box.around(this.offsets ?? this.#corners()) as Box);
  }

  /** Each member as a reference of its own. */
  *members(): Generator<Reference> {
    for (let row = 0; row < this.rows; row++)
      for (let column = 0; column < this.columns; column++) yield this.member(column, row);
  }
  /** The member (column, row) as a reference of its own. Throws where it lies outside the 32-bit range. */
  member(column: number, row: number): Reference {
    const [x, y] = this.displacement(column, row);
    const dx = checkCoordinate(this.dx + x);
    const dy = checkCoordinate(this.dy + y);
    const { rotation, mirror, magnification, properties } = this;
    return new Reference(this.cell, { dx, dy, rotation, mirror, magnification, properties });
  }

  /** The same placement of another cell. */
  of(cell: Cell): Reference {
    return new Reference(cell, this.shape);
  }

  #corners(): number[] {
    const [lastColumn, lastRow] = [this.columns - 1, this.rows - 1];
    const corners = [this.displacement(lastColumn, 0), this.displacement(0, lastRow)];
    return [0, 0, ...corners.flat(), ...this.displacement(lastColumn, lastRow)];
  }
}

/** A reference to one member at (x, y), µm. */
export function placed(cell: Cell, x: number, y: number, options: PlacementOptions): Reference {
  const { rotation, mirror, magnification } = optionsOf(options, "LayoutError", placementNames);
  const dx = toDbu(x, cell.dbu, "x");
  const dy = toDbu(y, cell.dbu, "y");
  return new Reference(cell, { dx, dy, rotation, mirror, magnification });
}

/** One reference with a member at each of the points, µm. */
export function scattered(cell: Cell, points: readonly Vector[], options: PlacementOptions): Reference {
  if (!Array.isArray(points) || points.length === 0 || !points.every(Array.isArray))
    throw new ReticleError("LayoutError", "places", `places of "${cell.name}" need at least one point [x, y]`);
  const { rotation, mirror, magnification } = optionsOf(options, "LayoutError", placementNames);
  const whole = points.map(([x, y]) => [toDbu(x, cell.dbu, "x"), toDbu(y, cell.dbu, "y")] as const);
  const [dx, dy] = whole[0];
  if (whole.length === 1) return new Reference(cell, { dx, dy, rotation, mirror, magnification });
  const offsets = Int32Array.from(
    whole.flatMap(([x, y]) => [checkCoordinate(x - dx, "distance"), checkCoordinate(y - dy, "distance")]),
  );
  return new Reference(cell, { dx, dy, rotation, mirror, magnification, offsets });
}

/** A reference to an array of members, µm. */
export function arrayed(cell: Cell, columns: number, rows: number, options: ArrayOptions): Reference {
  const names = [...placementNames, "pitch", "at"] as const;
  const {
    rotation,
    mirror,
    magnification,
    at = [0, 0],
  } = optionsOf(options ?? ({} as ArrayOptions), "LayoutError", names);
  if (options?.pitch === undefined)
    throw new ReticleError(
      "LayoutError",
      "pitch",
      `an array of "${cell.name}" needs its pitch, µm: { pitch: [20, 20] }`,
    );
  checkArgument(Array.isArray(at), at, "LayoutError", "a place [x, y] in µm");
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
  checkArgument(
    Array.isArray(pitch) && pitch.length === 2,
    pitch,
    "LayoutError",
    "a pitch in µm, [x, y] or two vectors,",
  );
  const [a, b] = pitch;
  if (typeof a === "number" || typeof b === "number") {
    return [
      [a as number, 0],
      [0, b as number],
    ];
  }
  for (const vector of [a, b])
    checkArgument(
      Array.isArray(vector) && vector.length === 2,
      vector,
      "LayoutError",
      "a vector [x, y] of an array's pitch",
    );
  return [a, b];
}

function latticeOf(shape: ReferenceShape): Lattice {
  const offsets = shape.offsets ?? null;
  if (offsets !== null) {
    const columns = checkCount(offsets.length / 2, "columns");
    return { ...single, columns, offsets };
  }
  const { columns = 1, rows = 1, columnX = 0, columnY = 0, rowX = 0, rowY = 0 } = shape;
  if (columns === 1 && rows === 1 && columnX === 0 && columnY === 0 && rowX === 0 && rowY === 0) return single;
  return {
    columns: checkCount(columns, "columns"),
    rows: checkCount(rows, "rows"),
    columnX,
    columnY,
    rowX,
    rowY,
    offsets,
  };
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
