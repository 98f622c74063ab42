/** What expressions of the language have as values. Numbers and texts are JavaScript's. */
import type { Cell } from "../../layout/index.ts";
import { numberText } from "../number-text.ts";
import { ShapeValue } from "./shape-value.ts";

/** µm. */
export class PointValue {
  readonly x: number;
  readonly y: number;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

export class TupleValue {
  readonly items: readonly (number | string)[];
  constructor(items: readonly (number | string)[]) {
    this.items = items;
  }
}

export class ObjectValue {
  readonly entries: ReadonlyMap<string, Value>;
  constructor(entries: ReadonlyMap<string, Value>) {
    this.entries = entries;
  }
}

/** Where the members of an array of references lie: steps in database units. */
export interface Lattice {
  readonly columns: number;
  readonly rows: number;
  readonly column: readonly [number, number];
  readonly row: readonly [number, number];
  /** True where it cannot be one GDSII array, for the cell is turned and the lattice is not. */
  readonly isScattered: boolean;
}

/** A placed cell; database units. */
export class ReferenceValue {
  readonly cell: Cell;
  readonly dx: number;
  readonly dy: number;
  /** Degrees. */
  readonly rotation: number;
  readonly lattice: Lattice | null;

  constructor(
    cell: Cell,
    { dx = 0, dy = 0, rotation = 0, lattice = null }: Partial<Omit<ReferenceValue, "cell">> = {},
  ) {
    this.cell = cell;
    this.dx = dx;
    this.dy = dy;
    this.rotation = rotation;
    this.lattice = lattice;
  }

  with(changes: Partial<Omit<ReferenceValue, "cell" | "with">>): ReferenceValue {
    return new ReferenceValue(this.cell, { ...this, ...changes });
  }
}

export type Value = number | string | PointValue | ShapeValue | TupleValue | ObjectValue | ReferenceValue;

/** For messages: "a point [1, 2]". */
export function describe(value: Value): string {
  if (typeof value === "number") return `the number ${numberText(value)}`;
  if (typeof value === "string") return `the text "${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`;
  if (value instanceof PointValue) return `the point [${numberText(value.x)}, ${numberText(value.y)}]`;
  if (value instanceof ShapeValue) return "a shape";
  if (value instanceof TupleValue) return "a list in brackets";
  return value instanceof ObjectValue ? "an object" : "a reference";
}
