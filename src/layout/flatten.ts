/** The polygons of one layer through all levels of a hierarchy, in a window or everywhere. */
import { ReticleError } from "../errors.ts";
import { type Affine, Box, PolygonSet, PolygonSetBuilder, Transform } from "../geometry/index.ts";
import { formatLength } from "../units.ts";
import type { Cell } from "./cell.ts";
import { factsOf, referenceBox } from "./hierarchy.ts";
import { membersIn } from "./members.ts";
import type { Reference } from "./reference.ts";

export interface FlatPolygonsOptions {
  /** Database units; null for everything. */
  readonly window?: Box | null;
  /** Levels below the cell that are looked at: 0 for its own shapes only, all where not given. */
  readonly depth?: number;
  /** Most polygons that are made before the rest is refused: 20 million where not given. */
  readonly limit?: number;
  /**
   * For pictures: of a placed cell whose box on the layer is at most this wide and high (database units), the box is taken
   * for what it holds. 0 for every detail.
   */
  readonly detail?: number;
}

export const defaultFlattenLimit = 20_000_000;
/** Vertices that fit the arrays of one PolygonSet. */
const mostVertices = 2 ** 29;
const deepest = 1000;
/** Vertices that room is made for at once, though a picture may need fewer. */
const fewVertices = 2 ** 21;

/**
 * Every polygon of a layer whose box touches the window, whole and not clipped (below a reference that is turned by
 * another angle than 90°, some that come near it as well), in database units of the cell.
 * Throws a LayoutError `flatten-limit`, `too-deep` or `recursive-cells`.
 */
export function flatten(cell: Cell, key: number, options: FlatPolygonsOptions = {}): PolygonSet {
  const { depth = Infinity, limit = defaultFlattenLimit, detail = 0 } = options;
  checkDepth(depth);
  const facts = factsOf(cell);
  const layer = facts.layers.get(key);
  if (layer === undefined || layer.shapes === 0) return PolygonSet.empty;
  if (depth > deepest) checkLevels(cell);
  // A window around everything is none.
  const window = options.window && !(layer.outer && options.window.contains(layer.outer)) ? options.window : null;
  const own = cell.shapesAt(key);
  if (window === null && own !== undefined && (depth === 0 || own.count === layer.shapes)) return own.outlines();
  const whole = window === null && depth >= facts.depth && (detail === 0 || layer.vertices < fewVertices);
  if (whole) checkCount(cell, key, layer.shapes, layer.vertices, limit);
  const builder = whole ? new PolygonSetBuilder(layer.vertices, layer.shapes) : new PolygonSetBuilder();
  const check = (shapes: number, vertices: number) => checkCount(cell, key, shapes, vertices, limit);
  const flattener = new Flattener(key, builder, check, detail);
  flattener.visit(cell, Transform.identity, window, depth);
  return builder.view();
}

export function checkDepth(depth: number): void {
  if (!(depth === Infinity || (Number.isInteger(depth) && depth >= 0)))
    throw new ReticleError("LayoutError", "depth", `depth ${depth} is not a whole number of levels, 0 or more`);
}

/** That a layer of a cell can be flattened as a whole: see `flatten` for what it throws. */
export function checkFlattening(cell: Cell, key: number, limit: number): void {
  checkLevels(cell);
  const layer = factsOf(cell).layers.get(key);
  if (layer !== undefined) checkCount(cell, key, layer.shapes, layer.vertices, limit);
}

function checkLevels(cell: Cell): void {
  const { depth } = factsOf(cell);
  if (depth <= deepest) return;
  throw new ReticleError(
    "LayoutError",
    "too-deep",
    `cell "${cell.name}" is ${depth} levels deep, more than ${deepest}`,
  );
}

function checkCount(cell: Cell, key: number, shapes: number, vertices: number, limit: number): void {
  if (shapes <= limit && vertices <= mostVertices) return;
  const layer = factsOf(cell).layers.get(key)?.layer;
  const [what, count, most] = shapes > limit ? ["polygons", shapes, limit] : ["vertices", vertices, mostVertices];
  throw new ReticleError(
    "LayoutError",
    "flatten-limit",
    `layer ${layer} of "${cell.name}" flattens to ${formatLength(count)} ${what} or more, above the limit of ${formatLength(most)}; ask for a window, or for a larger limit`,
  );
}

/** Appends what is below a cell, wherever that is placed, to a builder. */
export class Flattener {
  readonly #key: number;
  readonly #builder: PolygonSetBuilder;
  readonly #check: (shapes: number, vertices: number) => void;
  readonly #detail: number;

  constructor(key: number, builder: PolygonSetBuilder, check: (shapes: number, vertices: number) => void, detail = 0) {
    this.#key = key;
    this.#builder = builder;
    this.#check = check;
    this.#detail = detail;
  }

  visit(cell: Cell, transform: Affine, window: Box | null, depth: number): void {
    const local = window === null ? null : localWindow(transform, window);
    this.#ownShapes(cell, transform, local);
    if (depth <= 0) return;
    for (const reference of local === null ? cell.references : cell.referencesIn(local)) {
      const below = factsOf(reference.cell).layers.get(this.#key);
      if (below === undefined || below.shapes === 0 || below.outer === null) continue;
      if (this.#detail > 0 && below.bbox !== null && this.#asBox(reference, below.bbox, transform)) continue;
      if (local === null || local.contains(referenceBox(reference, below.outer)))
        this.#all(reference, transform, depth);
      else this.#some(reference, below.outer, transform, local, window, depth);
    }
  }

  #ownShapes(cell: Cell, transform: Affine, local: Box | null): void {
    const shapes = cell.shapesAt(this.#key);
    if (shapes === undefined || shapes.count === 0) return;
    const builder = this.#builder;
    const moved = transform === Transform.identity ? null : transform;
    if (local === null) builder.append(shapes.outlines(), moved);
    else shapes.appendTouching(builder, local, moved);
    this.#check(builder.polygonCount, builder.vertexCount);
  }

  /** True where a reference, all its members together, is too small for more than its box. */
  #asBox(reference: Reference, below: Box, transform: Affine): boolean {
    const { left, bottom, right, top, width, height } = transform.box(referenceBox(reference, below));
    if (width > this.#detail || height > this.#detail) return false;
    const builder = this.#builder;
    builder.rectangle(Math.round(left), Math.round(bottom), Math.round(right), Math.round(top));
    this.#check(builder.polygonCount, builder.vertexCount);
    return true;
  }

  #all(reference: Reference, transform: Affine, depth: number): void {
    const first = transform.times(reference.transform);
    const { columns, rows } = reference;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++)
        this.#member(reference, transform, first, column, row, null, depth);
    }
  }

  #some(reference: Reference, box: Box, transform: Affine, local: Box, window: Box | null, depth: number): void {
    const first = transform.times(reference.transform);
    for (const [column, row] of membersIn(reference, box, local)) {
      this.#member(reference, transform, first, column, row, window, depth);
    }
  }

  #member(
    reference: Reference,
    transform: Affine,
    first: Affine,
    column: number,
    row: number,
    window: Box | null,
    depth: number,
  ): void {
    const [x, y] = reference.displacement(column, row);
    const moved = first.moved(transform.a * x + transform.b * y, transform.c * x + transform.d * y);
    this.visit(reference.cell, moved, window, depth - 1);
  }
}

/** The window as the cell sees it; a unit larger where the transform rounds. */
export function localWindow(transform: Affine, window: Box): Box {
  if (transform === Transform.identity) return window;
  const box = transform.inverted().box(window);
  const whole = [box.left, box.bottom, box.right, box.top].every(Number.isInteger);
  return whole
    ? box
    : new Box(Math.floor(box.left) - 1, Math.floor(box.bottom) - 1, Math.ceil(box.right) + 1, Math.ceil(box.top) + 1);
}
