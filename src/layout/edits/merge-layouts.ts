/** The cells of one layout put into another: which are copied, under what name, and which are there already. */
import { ReticleError } from "../../errors.ts";
import { Cell, setReferences } from "../cell.ts";
import { childrenFirst } from "../hierarchy.ts";
import { Shapes } from "../shapes.ts";
import { copyCell, redirect } from "./copy-cells.ts";
import { uniqueName } from "./unique-name.ts";

/** What happens to a cell whose name is taken: see `Layout.merge`. */
export type DuplicateRule = "error" | "rename" | "keep" | "replace";

const rules: readonly DuplicateRule[] = ["error", "rename", "keep", "replace"];

/** What comes of a cell of the other layout: a cell of ours, which takes its contents over or not, or a copy. */
interface Plan {
  readonly theirs: Cell;
  readonly ours: Cell | null;
  readonly takesOver: boolean;
  readonly name: string;
}

/**
 * Brings the cells of another layout among ours. Returns those that are new.
 * Throws a LayoutError `duplicate-cell`, `recursive-cells` or `on-duplicate`; our cells then are as they were.
 */
export function mergeCells(
  ours: ReadonlyMap<string, Cell>,
  theirs: readonly Cell[],
  rule: DuplicateRule,
  where: string,
): Cell[] {
  if (!rules.includes(rule))
    throw new ReticleError("LayoutError", "on-duplicate", `onDuplicate "${rule}" is none of ${rules.join(", ")}`);
  const order = childrenFirst(theirs);
  const all = order.map(planner(ours, theirs, rule));
  const plans = needed(all);
  const refused = plans.filter((plan) => plan.ours !== null && rule === "error" && !isGhostly(plan));
  if (refused.length > 0) throw duplicates(refused, where);
  checkCycles(plans);
  return carryOut(plans, theirs);
}

function planner(ours: ReadonlyMap<string, Cell>, theirs: readonly Cell[], rule: DuplicateRule): (cell: Cell) => Plan {
  const taken = new Set([...ours.keys(), ...theirs.map((cell) => cell.name)]);
  return (cell) => {
    const own = ours.get(cell.name);
    if (own === undefined) return { theirs: cell, ours: null, takesOver: false, name: cell.name };
    // A cell that was missing is filled, and one that is missing there is taken from here, whatever the rule.
    if (own.isGhost || cell.isGhost)
      return { theirs: cell, ours: own, takesOver: own.isGhost && !cell.isGhost, name: cell.name };
    if (rule !== "rename") return { theirs: cell, ours: own, takesOver: rule === "replace", name: cell.name };
    const name = uniqueName(cell.name, (other) => taken.has(other));
    taken.add(name);
    return { theirs: cell, ours: null, takesOver: false, name };
  };
}

/** Without the cells that only such cells place as are not taken, since ours stand for them. */
function needed(plans: readonly Plan[]): Plan[] {
  const placed = new Set(plans.flatMap(({ theirs }) => [...theirs.children]));
  const wanted = new Set(plans.map(({ theirs }) => theirs).filter((cell) => !placed.has(cell)));
  for (const { theirs, ours, takesOver } of [...plans].reverse())
    if (wanted.has(theirs) && (ours === null || takesOver)) for (const child of theirs.children) wanted.add(child);
  return plans.filter(({ theirs }) => wanted.has(theirs));
}

function isGhostly({ ours, theirs }: Plan): boolean {
  return ours?.isGhost === true || theirs.isGhost;
}

function duplicates(plans: readonly Plan[], where: string): ReticleError {
  const names = plans.slice(0, 5).map(({ name }) => `"${name}"`);
  const more = plans.length > names.length ? `, … (${plans.length})` : "";
  const message = `${where} already has ${names.join(", ")}${more}; say what is to happen with onDuplicate: "rename", "keep" or "replace"`;
  return new ReticleError("LayoutError", "duplicate-cell", message);
}

/** Cells that take others' contents over, or stand in for them, can come to contain themselves: tried on empty cells. */
function checkCycles(plans: readonly Plan[]): void {
  const results = new Map(plans.map((plan) => [plan.theirs, plan.ours ?? plan.theirs]));
  const contents = new Map<Cell, readonly Cell[]>();
  for (const { theirs, ours, takesOver } of plans)
    if (ours === null || takesOver)
      contents.set(
        ours ?? theirs,
        Array.from(theirs.children, (child) => results.get(child)!),
      );
  const stubs = new Map<Cell, Cell>();
  const open = [...results.values()];
  const stubOf = (cell: Cell): Cell => {
    const known = stubs.get(cell);
    if (known !== undefined) return known;
    const stub = new Cell(cell.name, { dbu: cell.dbu });
    stubs.set(cell, stub);
    open.push(cell);
    return stub;
  };
  const done = new Set<Cell>();
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    if (done.has(cell)) continue;
    done.add(cell);
    const stub = stubOf(cell);
    for (const child of contents.get(cell) ?? cell.children) stub.add(stubOf(child).at(0, 0));
  }
  childrenFirst(stubs.values());
}

function carryOut(plans: readonly Plan[], theirs: readonly Cell[]): Cell[] {
  const results = new Map<Cell, Cell>();
  const added = new Set<Cell>();
  for (const { theirs: cell, ours, takesOver, name } of plans) {
    if (ours !== null && !takesOver) {
      results.set(cell, ours);
      continue;
    }
    const copy = copyCell(cell, name);
    redirect(copy, results);
    if (ours === null) added.add(copy);
    else takeOver(ours, copy);
    results.set(cell, ours ?? copy);
  }
  return theirs.flatMap((cell) => results.get(cell) ?? []).filter((cell) => added.has(cell));
}

/** A cell gets the contents of another one that is not used any more. */
function takeOver(cell: Cell, other: Cell): void {
  for (const shapes of cell.allShapes) shapes.takeOver(new Shapes(shapes.layer));
  for (const shapes of other.allShapes) cell.shapes(shapes.layer).takeOver(shapes);
  setReferences(cell, [...other.references]);
  cell.isGhost = other.isGhost;
  cell.properties = other.properties;
}
