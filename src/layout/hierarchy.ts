/**
 * What follows from a hierarchy without expanding it: the order of cells, boxes, and flat counts by multiplication.
 * Worked out once a cell and kept until that cell, or one below it, changes; 2^20 instances made of 20 cells cost 20.
 */
import { ReticleError } from "../errors.ts";
import { Box, roundToGrid, type Transform } from "../geometry/index.ts";
import type { Cell } from "./cell.ts";
import { latestChange } from "./clock.ts";
import type { Layer } from "./layer.ts";
import type { Reference } from "./reference.ts";
import { AlikeReferences, isRigid, turnedBox } from "./rigid.ts";

/** Of one layer, all levels below included. */
export interface LayerFacts {
  readonly layer: Layer;
  /** Database units, rounded to the nearest on each level as KLayout does; null for a layer without shapes and labels. */
  bbox: Box | null;
  /** Holds every flat vertex for certain, whatever is rounded on the way up; else the same. */
  outer: Box | null;
  /** Polygons, boxes and paths, counted flat. */
  shapes: number;
  labels: number;
  /** Vertices of the flat polygons. */
  vertices: number;
}

export interface CellFacts {
  /** clock.ts's number at which this was worked out. */
  readonly madeAt: number;
  readonly bbox: Box | null;
  readonly outer: Box | null;
  /** By the layers' keys. */
  readonly layers: ReadonlyMap<number, LayerFacts>;
  /** Levels below: 0 for a cell without references. */
  readonly depth: number;
}

interface Kept {
  facts: CellFacts;
  checkedAt: number;
}

const kept = new WeakMap<Cell, Kept>();

/** Throws a LayoutError `recursive-cells` where a cell contains itself. */
export function factsOf(cell: Cell): CellFacts {
  const now = latestChange();
  const known = kept.get(cell);
  if (known?.checkedAt === now) return known.facts;
  for (const each of childrenFirst([cell])) refresh(each, latestChange());
  return kept.get(cell)!.facts;
}

/** Polygons, boxes and paths of a layer through all levels, by multiplication. */
export function flatShapeCount(cell: Cell, { key }: Layer): number {
  return factsOf(cell).layers.get(key)?.shapes ?? 0;
}

function refresh(cell: Cell, now: number): void {
  const known = kept.get(cell);
  if (known?.checkedAt === now) return;
  if (known !== undefined && isCurrent(cell, known.facts)) known.checkedAt = now;
  else kept.set(cell, { facts: workOut(cell, now), checkedAt: now });
}

function isCurrent(cell: Cell, facts: CellFacts): boolean {
  if (cell.changed > facts.madeAt) return false;
  for (const child of cell.children) if (kept.get(child)!.facts.madeAt > facts.madeAt) return false;
  return true;
}

function workOut(cell: Cell, now: number): CellFacts {
  const layers = new Map<number, LayerFacts>();
  let depth = 0;
  for (const shapes of cell.allShapes) {
    const { layer, bbox, count, labelCount, vertexCount } = shapes;
    layers.set(layer.key, { layer, bbox, outer: bbox, shapes: count, labels: labelCount, vertices: vertexCount });
  }
  for (const [child, placement] of placements(cell)) {
    const facts = kept.get(child)!.facts;
    depth = Math.max(depth, facts.depth + 1);
    for (const [key, below] of facts.layers) addBelow(layers, key, below, placement);
  }
  let [bbox, outer]: (Box | null)[] = [null, null];
  for (const facts of layers.values()) {
    bbox = around(bbox, facts.bbox);
    outer = around(outer, facts.outer);
  }
  return { madeAt: now, bbox, outer, layers, depth };
}

/** Where one reference, or several alike, put a box around the cell that they place. */
interface Placement {
  /** Members. */
  readonly count: number;
  /** Rounded to the nearest, as KLayout rounds boxes. */
  nearest(box: Box): Box;
  /** Rounded outwards. */
  outer(box: Box): Box;
}

/** The references of a cell, those that turn a cell alike together. */
function placements(cell: Cell): [child: Cell, placement: Placement][] {
  const all: [Cell, Placement][] = [];
  const alike = new Map<Cell, (AlikeReferences | undefined)[]>();
  for (const reference of cell.references) {
    const child = reference.cell;
    if (!isRigid(reference)) {
      all.push([child, new BoxPlacement(reference)]);
      continue;
    }
    let groups = alike.get(child);
    if (groups === undefined) {
      groups = [];
      alike.set(child, groups);
    }
    const turn = reference.rotation / 90 + (reference.mirror ? 4 : 0);
    let group = groups[turn];
    if (group === undefined) {
      group = groups[turn] = new AlikeReferences(reference);
      all.push([child, group]);
    }
    group.add(reference);
  }
  return all;
}

function addBelow(layers: Map<number, LayerFacts>, key: number, below: LayerFacts, placement: Placement): void {
  const { count } = placement;
  let facts = layers.get(key);
  if (facts === undefined) {
    facts = { layer: below.layer, bbox: null, outer: null, shapes: 0, labels: 0, vertices: 0 };
    layers.set(key, facts);
  }
  facts.shapes += count * below.shapes;
  facts.labels += count * below.labels;
  facts.vertices += count * below.vertices;
  if (below.bbox === null || below.outer === null) return;
  facts.bbox = around(facts.bbox, placement.nearest(below.bbox));
  facts.outer = around(facts.outer, placement.outer(below.outer));
}

function around(a: Box | null, b: Box | null): Box | null {
  return a === null ? b : b === null ? a : a.or(b);
}

/** Where a reference puts a box around the cell that it places, all members together, database units. */
class BoxPlacement implements Placement {
  readonly #reference: Reference;
  readonly #transform: Transform;

  constructor(reference: Reference) {
    this.#reference = reference;
    this.#transform = reference.transform;
  }

  get count(): number {
    return this.#reference.count;
  }

  nearest(box: Box): Box {
    const { left, bottom, right, top } = this.#transform.box(box);
    const whole = new Box(roundToGrid(left), roundToGrid(bottom), roundToGrid(right), roundToGrid(top));
    return aroundMembers(this.#reference, whole);
  }

  outer(box: Box): Box {
    const { left, bottom, right, top } = this.#transform.box(box);
    const noise = 1e-6; // a box turned by an odd angle is not to grow by a unit for the 16th digit
    // Not −0.
    const whole = new Box(
      Math.floor(left + noise),
      Math.floor(bottom + noise),
      Math.ceil(right - noise) + 0,
      Math.ceil(top - noise) + 0,
    );
    return aroundMembers(this.#reference, whole);
  }
}

/** The box around all members, where that of the first one is known. */
function aroundMembers(reference: Reference, { left, bottom, right, top }: Box): Box {
  if (!reference.isArray) return new Box(left, bottom, right, top);
  const { reach } = reference;
  return new Box(left + reach.left, bottom + reach.bottom, right + reach.right, top + reach.top);
}

/** The box around all members of a reference to a cell whose box is `box`, rounded outwards, database units. */
export function referenceBox(reference: Reference, box: Box): Box {
  if (!isRigid(reference)) return new BoxPlacement(reference).outer(box);
  const { left, bottom, right, top } = turnedBox(reference, box);
  const { dx, dy } = reference;
  return aroundMembers(reference, new Box(left + dx, bottom + dy, right + dx, top + dy));
}

/**
 * The cells below and including `roots`, each once, children before parents.
 * Throws a LayoutError `recursive-cells` that names the cycle.
 */
export function childrenFirst(roots: Iterable<Cell>): Cell[] {
  const { order, cycle } = traverse(roots);
  if (cycle !== null) throw recursion(cycle);
  return order;
}

/** Cells each of which places the next, the first one last again; null where no cell contains itself. */
export function findCycle(roots: Iterable<Cell>): readonly Cell[] | null {
  return traverse(roots).cycle;
}

function traverse(roots: Iterable<Cell>): { order: Cell[]; cycle: readonly Cell[] | null } {
  const order: Cell[] = [];
  const state = new Map<Cell, "open" | "done">();
  // An explicit stack: a chain of cells may be longer than the call stack.
  const stack: { cell: Cell; children: Iterator<Cell> }[] = [];
  const open = (cell: Cell) => {
    state.set(cell, "open");
    stack.push({ cell, children: cell.children.values() });
  };
  for (const root of roots) {
    if (!state.has(root)) open(root);
    while (stack.length > 0) {
      const { cell, children } = stack[stack.length - 1];
      const next = children.next();
      if (next.done) {
        state.set(cell, "done");
        order.push(cell);
        stack.pop();
      } else if (!state.has(next.value)) open(next.value);
      else if (state.get(next.value) === "open") {
        const trail = stack.map((entry) => entry.cell);
        return { order, cycle: [...trail.slice(trail.indexOf(next.value)), next.value] };
      }
    }
  }
  return { order, cycle: null };
}

function recursion(trail: readonly Cell[]): ReticleError {
  const cycle = trail.map((cell) => `"${cell.name}"`);
  const shown = cycle.length > 10 ? [...cycle.slice(0, 5), "…", ...cycle.slice(-4)] : cycle;
  return new ReticleError("LayoutError", "recursive-cells", `cell ${cycle[0]} contains itself: ${shown.join(" → ")}`);
}
