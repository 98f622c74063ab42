/** Walks down a hierarchy, one placed instance after the other; nothing is expanded before it is asked for. */
import { checkArgument, didYouMean, ReticleError } from "../errors.ts";
import type { Box, Transform } from "../geometry/index.ts";
import { fromDbu } from "../units.ts";
import { inspectSymbol } from "../view/index.ts";
import type { Cell } from "./cell.ts";
import { checkDepth } from "./flatten.ts";
import { childrenFirst, factsOf } from "./hierarchy.ts";
import { localWindow } from "./local-window.ts";
import { membersIn } from "./members.ts";
import { atOrigin, memberPose, type Pose, transformOf } from "./pose.ts";
import { Reference, type Vector } from "./reference.ts";

export interface InstanceOptions {
  /**
   * Only instances whose boxes touch it, µm; cells without shapes and labels have none. Below references turned by other
   * angles than 90° boxes are loose: some that only seem to touch are among them, none that has a shape there is left out.
   */
  readonly window?: Box;
  /** Levels of references that are followed: 1 for a cell's own; all where not given. */
  readonly depth?: number;
  /** Only instances of this cell; what holds none of them is not looked at. */
  readonly of?: Cell | string;
}

/** One placed cell, some levels below the cell that was asked: one member of an array. */
export class Instance {
  readonly cell: Cell;
  /** What places it, and which member of it this is. */
  readonly reference: Reference;
  readonly column: number;
  readonly row: number;
  /** The instance that it lies in; null where the cell that was asked holds it itself. */
  readonly parent: Instance | null;
  readonly #pose: Pose;

  constructor(parent: Instance | null, reference: Reference, column: number, row: number) {
    const isRight = reference instanceof Reference && (parent === null || parent instanceof Instance);
    checkArgument(isRight, reference, "LayoutError", "a reference, with an instance or null before it,");
    this.cell = reference.cell;
    this.reference = reference;
    this.column = column;
    this.row = row;
    this.parent = parent;
    this.#pose = memberPose(parent === null ? atOrigin : parent.#pose, reference, column, row);
  }

  /** From the cell's coordinates to those of the cell that was asked; its displacement is in database units. */
  get transform(): Transform {
    return transformOf(this.#pose);
  }
  /** Where its origin lies in the cell that was asked, µm. */
  get at(): Vector {
    const { dx, dy } = this.#pose.affine;
    return [fromDbu(dx, this.cell.dbu), fromDbu(dy, this.cell.dbu)];
  }
  /** The box around its shapes and labels in the cell that was asked, µm; null where it has none. */
  get bbox(): Box | null {
    const { bbox } = factsOf(this.cell);
    return bbox === null ? null : this.#pose.affine.box(bbox).toMicrons(this.cell.dbu);
  }
  /** The instances that lead to it, the outermost first and itself last. */
  get path(): readonly Instance[] {
    const path: Instance[] = [];
    for (let one: Instance | null = this; one !== null; one = one.parent) path.push(one);
    return path.reverse();
  }

  /** False where nothing of it can be in a window, database units. */
  touches(window: Box): boolean {
    const { outer } = factsOf(this.cell);
    return outer !== null && this.#pose.affine.box(outer).touches(window);
  }

  /** What of a window lies before this instance, as its cell sees it. */
  windowIn(window: Box): Box {
    return localWindow(this.#pose.affine, window);
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    const [x, y] = this.at;
    return `Instance ${this.path.map(({ cell }) => cell.name).join("/")} at (${x}, ${y}) µm`;
  }
}

interface Walk {
  /** Database units. */
  readonly window: Box | null;
  readonly depth: number;
  /** Cells that are, or hold, what is looked for; null for all. */
  readonly holders: ReadonlySet<Cell> | null;
}

/** @param window database units */
export function walk(top: Cell, { depth = Infinity, of }: InstanceOptions, window: Box | null): Generator<Instance> {
  checkDepth(depth);
  factsOf(top); // says so where a cell contains itself
  const target = of === undefined ? null : findBelow(top, of);
  const holders = target === null ? null : holdersOf(top, target);
  return wanted(top, { window, depth, holders }, target);
}

function* wanted(top: Cell, how: Walk, target: Cell | null): Generator<Instance> {
  // A stack of its own: a chain of cells may be longer than the call stack.
  const open = how.depth > 0 ? [inside(top, null, how)] : [];
  while (open.length > 0) {
    const { done, value } = open[open.length - 1].next();
    if (done) open.pop();
    else {
      if (target === null || value.cell === target) yield value;
      if (open.length < how.depth && value.cell.references.length > 0) open.push(inside(value.cell, value, how));
    }
  }
}

/** The instances that a cell itself holds. */
function* inside(cell: Cell, parent: Instance | null, { window, holders }: Walk): Generator<Instance, undefined> {
  if (window === null) {
    for (const reference of cell.references) {
      if (holders !== null && !holders.has(reference.cell)) continue;
      for (let row = 0; row < reference.rows; row++)
        for (let column = 0; column < reference.columns; column++) yield new Instance(parent, reference, column, row);
    }
    return;
  }
  const local = parent === null ? window : parent.windowIn(window);
  for (const reference of cell.referencesIn(local)) {
    const { outer } = factsOf(reference.cell);
    if (outer === null || (holders !== null && !holders.has(reference.cell))) continue;
    for (const [column, row] of membersIn(reference, outer, local)) {
      const instance = new Instance(parent, reference, column, row);
      if (instance.touches(window)) yield instance;
    }
  }
}

function findBelow(top: Cell, wantedCell: Cell | string): Cell {
  const cells = childrenFirst([top]);
  const found = cells.find((cell) => cell === wantedCell || cell.name === wantedCell);
  if (found !== undefined) return found;
  const name = typeof wantedCell === "string" ? wantedCell : wantedCell.name;
  const near = didYouMean(
    name,
    cells.map((cell) => cell.name),
  );
  throw new ReticleError("LayoutError", "unknown-cell", `cell "${name}" is not below "${top.name}"${near}`);
}

/** The cell and all between it and the top. */
function holdersOf(top: Cell, target: Cell): Set<Cell> {
  const holders = new Set([target]);
  for (const cell of childrenFirst([top])) for (const child of cell.children) if (holders.has(child)) holders.add(cell);
  return holders;
}
