/**
 * Walks down from a cell and hands on the polygons of one layer, moved to where they are placed. What is placed often and
 * holds little is made flat once, in its own coordinates, and handed on whole.
 */
import { type Affine, affineOf, type Box, type PolygonSet, PolygonSetBuilder, Transform } from "../geometry/index.ts";
import type { Cell } from "./cell.ts";
import { factsOf, type LayerFacts, referenceBox } from "./hierarchy.ts";
import { localWindow, placed } from "./local-window.ts";
import { allMembers, membersIn, thinned } from "./members.ts";
import type { Reference } from "./reference.ts";
import type { Shapes } from "./shapes.ts";

/** What flattening hands the polygons to, one piece of a cell after the other: a builder, or what paints them. */
export interface PolygonTarget {
  append(set: PolygonSet, transform: Affine | null): void;
  /** The polygons of a set with these indices. */
  appendChosen(set: PolygonSet, chosen: Uint32Array, transform: Affine | null): void;
  /** Left, bottom, right, top of each. */
  rectangles(boxes: Int32Array, transform: Affine | null): void;
}

export interface FlattenerOptions {
  /** Called after each piece of a cell. */
  readonly check?: () => void;
  /** Called before all that lies below something in the window is handed on, where that is known beforehand. */
  readonly announce?: (shapes: number, vertices: number) => void;
  /** What is placed and at most so wide and high (database units of the top) is a box: 0 for every detail. */
  readonly detail?: number;
}

/** Polygons of a cell that is made flat, and vertices of all of them together. */
const mostFlatPolygons = 4096;
const mostFlatVertices = 2 ** 22;

/** One layer of a cell and of what is below it. */
interface Part {
  readonly own: Shapes | undefined;
  readonly depth: number;
  readonly facts: LayerFacts;
  /** How often all of it was handed on; what is there once needs nothing kept. */
  times: number;
  children: readonly Child[] | null;
  /** Null where it is not to be made flat; undefined until that is known. */
  flat: PolygonSet | null | undefined;
}

interface Child {
  readonly reference: Reference;
  readonly affine: Affine;
  readonly outer: Box;
  /** Of the box of one member, turned as it is placed. */
  readonly side: number;
}

export class Flattener {
  readonly #key: number;
  #target: PolygonTarget;
  readonly #check: () => void;
  readonly #announce: ((shapes: number, vertices: number) => void) | undefined;
  readonly #detail: number;
  readonly #parts = new Map<Cell, Part>();
  #flatVertices = 0;

  constructor(key: number, target: PolygonTarget, { check = () => {}, announce, detail = 0 }: FlattenerOptions = {}) {
    this.#key = key;
    this.#target = target;
    this.#check = check;
    this.#announce = announce;
    this.#detail = detail;
  }

  /** Hands on what a cell holds down to `depth` levels below it and what of that touches the window of the top. */
  visit(cell: Cell, transform: Affine, window: Box | null, depth: number): void {
    const part = this.#partOf(cell);
    if (part === null) return;
    const local = window === null ? null : localWindow(transform, window);
    if (local === null) this.#all(cell, part, transform, depth);
    else if (local.contains(part.facts.outer!)) {
      this.#expect(part, 1, depth);
      this.#all(cell, part, transform, depth);
    } else this.#some(cell, part, transform, local, window!, depth);
  }

  #all(cell: Cell, part: Part, transform: Affine, depth: number): void {
    const moved = transform === Transform.identity ? null : transform;
    const isWhole = part.depth > 0 && depth >= part.depth;
    const flat = isWhole && part.times++ > 0 && isExact(transform) ? this.#flatOf(cell, part) : null;
    if (flat !== null) {
      this.#target.append(flat, moved);
      this.#check();
      return;
    }
    if (part.own !== undefined && part.own.count > 0) {
      part.own.appendTo(this.#target, moved);
      this.#check();
    }
    if (depth <= 0) return;
    if (part.times > 1) {
      for (const child of this.#keptChildren(cell, part)) this.#members(child, transform, null, null, depth);
      return;
    }
    for (const reference of cell.references) {
      const child = this.#childOf(reference);
      if (child !== null) this.#members(child, transform, null, null, depth);
    }
  }

  #some(cell: Cell, { own }: Part, transform: Affine, local: Box, window: Box, depth: number): void {
    if (own !== undefined && own.count > 0) {
      own.appendTouching(this.#target, local, transform === Transform.identity ? null : transform);
      this.#check();
    }
    if (depth <= 0) return;
    for (const reference of cell.referencesIn(local)) {
      const child = this.#childOf(reference);
      if (child === null) continue;
      const isInside = local.contains(referenceBox(reference, child.outer));
      if (isInside) this.#expect(this.#partOf(reference.cell)!, reference.count, depth - 1);
      this.#members(child, transform, isInside ? null : local, isInside ? null : window, depth);
    }
  }

  /** Fewer are handed on where levels or details are left out. */
  #expect({ facts, depth: levels }: Part, times: number, depth: number): void {
    if (depth >= levels && this.#detail === 0) this.#announce?.(times * facts.shapes, times * facts.vertices);
  }

  /** Each member of a reference, of those only that touch a window. */
  #members(child: Child, transform: Affine, local: Box | null, window: Box | null, depth: number): void {
    const { reference, outer, side } = child;
    const { cell } = reference;
    const first = transform.times(child.affine);
    const scale = this.#detail === 0 ? 1 : Math.hypot(transform.a, transform.c);
    // Members nearer than half of what is seen, however large, are one thick one.
    const seen = this.#detail === 0 ? reference : thinned(reference, this.#detail / scale / 2);
    if (side * scale <= this.#detail && depth > factsOf(cell).depth) {
      const box = Int32Array.from(this.#partOf(cell)!.facts.bbox!.toArray());
      eachMember(seen, outer, local, (x, y) => this.#target.rectangles(box, placed(first, transform, x, y)));
      this.#check();
    } else if (local === null && !seen.isArray && seen.offsets === null) this.visit(cell, first, window, depth - 1);
    else eachMember(seen, outer, local, (x, y) => this.visit(cell, placed(first, transform, x, y), window, depth - 1));
  }

  /** All of a cell that holds little, turned by nothing but quarters: it is the same wherever it is placed. */
  #flatOf(cell: Cell, part: Part): PolygonSet | null {
    if (part.flat !== undefined) return part.flat;
    const { shapes, vertices } = part.facts;
    part.flat = null;
    if (shapes > mostFlatPolygons || this.#flatVertices + vertices > mostFlatVertices || !this.#isRigid(cell, part))
      return null;
    this.#flatVertices += vertices;
    const builder = new PolygonSetBuilder(vertices, shapes);
    const target = this.#target;
    this.#target = builder;
    this.#all(cell, part, Transform.identity, Infinity);
    this.#target = target;
    part.flat = builder.view();
    return part.flat;
  }

  #isRigid(cell: Cell, part: Part): boolean {
    return this.#keptChildren(cell, part).every(({ reference, affine }) => {
      const below = this.#partOf(reference.cell)!;
      return isExact(affine) && (below.depth === 0 || this.#isRigid(reference.cell, below));
    });
  }

  #keptChildren(cell: Cell, part: Part): readonly Child[] {
    part.children ??= cell.references.flatMap((reference) => this.#childOf(reference) ?? []);
    return part.children;
  }

  /** Null where nothing of the layer is placed. */
  #childOf(reference: Reference): Child | null {
    const facts = this.#partOf(reference.cell)?.facts;
    if (facts === undefined) return null;
    const { width, height } = facts.bbox!;
    return {
      reference,
      affine: affineOf(reference),
      outer: facts.outer!,
      side: Math.max(width, height) * reference.magnification,
    };
  }

  #partOf(cell: Cell): Part | null {
    const known = this.#parts.get(cell);
    if (known !== undefined) return known;
    const { layers, depth } = factsOf(cell);
    const facts = layers.get(this.#key);
    if (facts === undefined || facts.shapes === 0 || facts.outer === null) return null;
    const part: Part = { own: cell.shapesAt(this.#key), depth, facts, times: 0, children: null, flat: undefined };
    this.#parts.set(cell, part);
    return part;
  }
}

/** Moves integers to integers, whatever is done before: turned by quarters, and as large as before. */
function isExact({ a, b, c, d, dx, dy }: Affine): boolean {
  const isTurned = (b === 0 && c === 0) || (a === 0 && d === 0);
  return isTurned && Math.abs(a + b) === 1 && Math.abs(c + d) === 1 && Number.isInteger(dx) && Number.isInteger(dy);
}

/** Calls back with the displacement of each member, or of those only whose boxes touch a window of the parent. */
function eachMember(reference: Reference, box: Box, local: Box | null, place: (x: number, y: number) => void): void {
  for (const [column, row] of local === null ? allMembers(reference) : membersIn(reference, box, local))
    place(...reference.displacement(column, row));
}
