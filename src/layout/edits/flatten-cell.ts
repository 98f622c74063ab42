/** Flattening a cell in place: what its references place becomes its own. */
import { ReticleError } from "../../errors.ts";
import { formatLength } from "../../units.ts";
import { type Cell, setReferences } from "../cell.ts";
import { checkDepth, defaultFlattenLimit } from "../flatten.ts";
import { childrenFirst, factsOf } from "../hierarchy.ts";
import { atOrigin, lifted, memberPose, type Pose } from "../pose.ts";
import type { Reference } from "../reference.ts";
import { Shapes } from "../shapes.ts";
import { transferShapes } from "./transfer-shapes.ts";

export interface FlattenCellOptions {
  /** Levels of references that are dissolved; all where not given. */
  readonly depth?: number;
  /** Only references to these cells are dissolved, at any level; the others are kept, where they are. */
  readonly cells?: ReadonlySet<Cell> | null;
  /** Most shapes, labels and references that may come of it: 20 million. */
  readonly limit?: number;
}

/** Throws a LayoutError `flatten-limit`, `depth` or `recursive-cells`; the cell then is as it was. */
export function flattenCell(cell: Cell, options: FlattenCellOptions = {}): void {
  const { depth = Infinity, cells = null, limit = defaultFlattenLimit } = options;
  checkDepth(depth);
  const plan = planOf(cell, depth, cells);
  checkCount(plan, limit);
  const { shapes, references } = expand(plan);
  for (const one of shapes.values()) {
    const own = cell.shapes(one.layer);
    if (own.count + own.labelCount === 0) own.takeOver(one);
    else transferShapes(one, own);
  }
  setReferences(cell, references);
}

interface Plan {
  readonly cell: Cell;
  readonly levels: number;
  readonly dissolves: (reference: Reference) => boolean;
  /** Of a dissolved cell nothing would be left: 2^60 instances of it are not worth a look. */
  readonly isNothing: (cell: Cell) => boolean;
}

function planOf(cell: Cell, depth: number, cells: ReadonlySet<Cell> | null): Plan {
  const levels = Math.min(depth, factsOf(cell).depth);
  const dissolves = (reference: Reference) => cells === null || cells.has(reference.cell);
  // Where levels are left, their references are, also those to empty cells.
  if (levels < factsOf(cell).depth) return { cell, levels, dissolves, isNothing: () => false };
  const something = new Set<Cell>();
  for (const one of childrenFirst([cell])) {
    const hasShapes = [...one.allShapes].some((shapes) => shapes.count + shapes.labelCount > 0);
    if (hasShapes || one.references.some((each) => !dissolves(each) || something.has(each.cell))) something.add(one);
  }
  return { cell, levels, dissolves, isNothing: (one) => !something.has(one) };
}

/** Shapes, labels and references that will be there, and instances that are looked at, by multiplication level by level. */
function checkCount({ cell, levels, dissolves, isNothing }: Plan, limit: number): void {
  let [sum, looked] = [0, 0];
  let members = new Map<Cell, number>([[cell, 1]]);
  for (let level = 0; level <= levels && members.size > 0; level++) {
    const next = new Map<Cell, number>();
    for (const [parent, times] of members) {
      looked += times;
      for (const shapes of parent.allShapes) sum += times * (shapes.count + shapes.labelCount);
      for (const reference of parent.references) {
        const { cell: child, count } = reference;
        if (level === levels || !dissolves(reference)) sum += times;
        else if (!isNothing(child)) next.set(child, (next.get(child) ?? 0) + times * count);
      }
    }
    members = next;
  }
  if (sum <= limit && looked <= limit) return;
  const [what, count] = sum > limit ? ["shapes and references", sum] : ["instances", looked];
  const message = `"${cell.name}" flattens to ${formatLength(count)} ${what}, above the limit of ${formatLength(limit)}; flatten fewer levels or cells, or raise the limit`;
  throw new ReticleError("LayoutError", "flatten-limit", message);
}

interface Expanded {
  /** By the layers' keys. */
  readonly shapes: Map<number, Shapes>;
  readonly references: Reference[];
}

function expand(plan: Plan): Expanded {
  const out: Expanded = { shapes: new Map(), references: [] };
  // A stack of its own: a chain of cells may be longer than the call stack.
  const open = [dissolvedIn(plan.cell, atOrigin, 0, plan, out.references)];
  while (open.length > 0) {
    const { done, value } = open[open.length - 1].next();
    if (done) open.pop();
    else {
      for (const shapes of value.cell.allShapes) transferShapes(shapes, shapesLike(shapes, out.shapes), value.pose);
      if (value.cell.references.length > 0)
        open.push(dissolvedIn(value.cell, value.pose, open.length, plan, out.references));
    }
  }
  return out;
}

/** The instances in a cell that are dissolved; its other references are put where they now lie. */
function* dissolvedIn(
  cell: Cell,
  pose: Pose,
  level: number,
  { levels, dissolves, isNothing }: Plan,
  kept: Reference[],
): Generator<{ cell: Cell; pose: Pose }, undefined> {
  for (const reference of cell.references) {
    if (level === levels || !dissolves(reference)) kept.push(level === 0 ? reference : lifted(reference, pose));
    else if (!isNothing(reference.cell))
      for (let row = 0; row < reference.rows; row++)
        for (let column = 0; column < reference.columns; column++)
          yield { cell: reference.cell, pose: memberPose(pose, reference, column, row) };
  }
}

function shapesLike({ layer }: Shapes, all: Map<number, Shapes>): Shapes {
  let shapes = all.get(layer.key);
  if (shapes === undefined) {
    shapes = new Shapes(layer);
    all.set(layer.key, shapes);
  }
  return shapes;
}
