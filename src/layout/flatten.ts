/** The polygons of one layer through all levels of a hierarchy, in a window or everywhere. */
import { ReticleError } from "../errors.ts";
import { type Box, PolygonSet, PolygonSetBuilder, Transform } from "../geometry/index.ts";
import { formatLength } from "../units.ts";
import type { Cell } from "./cell.ts";
import { Flattener, type FlattenerOptions, type PolygonTarget } from "./flattener.ts";
import { factsOf } from "./hierarchy.ts";

export interface FlatPolygonsOptions {
  /** Database units; null for everything. */
  readonly window?: Box | null;
  /** Levels below the cell that are looked at: 0 for its own shapes only, all where not given. */
  readonly depth?: number;
  /** Most polygons that are made before the rest is refused: 20 million where not given. */
  readonly limit?: number;
}

/** What is called all along: what it throws ends the work. */
export type Check = () => void;

export const defaultFlattenLimit = 20_000_000;
/** Vertices that fit the arrays of one PolygonSet. */
const mostVertices = 2 ** 29;
const deepest = 1000;

/**
 * Every polygon of a layer whose box touches the window, whole and not clipped, in database units of the cell. Below a
 * reference that is turned by another angle than 90° boxes are those before it is turned: each polygon that reaches into
 * the window is there, others whose boxes touch it or nearly do may be.
 * Throws a LayoutError `flatten-limit`, `too-deep` or `recursive-cells`.
 */
export function flatten(cell: Cell, key: number, options: FlatPolygonsOptions = {}, check?: Check): PolygonSet {
  const { depth = Infinity, limit = defaultFlattenLimit } = options;
  checkDepth(depth);
  const facts = factsOf(cell);
  const layer = facts.layers.get(key);
  if (layer === undefined || layer.shapes === 0) return PolygonSet.empty;
  if (depth > deepest) checkLevels(cell);
  // A window around everything is none.
  const window = options.window && !(layer.outer && options.window.contains(layer.outer)) ? options.window : null;
  const own = cell.shapesAt(key);
  if (window === null && own !== undefined && (depth === 0 || own.count === layer.shapes)) return own.outlines();
  const whole = window === null && depth >= facts.depth;
  if (whole) checkCount(cell, key, layer.shapes, layer.vertices, limit);
  const builder = whole ? new PolygonSetBuilder(layer.vertices, layer.shapes) : new PolygonSetBuilder();
  const announce = (shapes: number, vertices: number) => {
    check?.();
    checkCount(cell, key, builder.polygonCount + shapes, builder.vertexCount + vertices, limit);
  };
  new Flattener(key, builder, { check: () => announce(0, 0), announce }).visit(cell, Transform.identity, window, depth);
  return builder.view();
}

/** Hands the same to a target, for a picture, as long as `check` throws nothing. */
export function flattenInto(
  target: PolygonTarget,
  cell: Cell,
  key: number,
  { window, depth, ...options }: FlattenerOptions & { readonly window: Box; readonly depth: number },
): void {
  const layer = factsOf(cell).layers.get(key);
  if (layer === undefined || layer.shapes === 0) return;
  if (depth > deepest) checkLevels(cell);
  const seen = layer.outer && window.contains(layer.outer) ? null : window;
  new Flattener(key, target, options).visit(cell, Transform.identity, seen, depth);
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

/** Throws a LayoutError `too-deep`. */
export function checkLevels(cell: Cell): void {
  const { depth } = factsOf(cell);
  if (depth <= deepest) return;
  throw new ReticleError(
    "LayoutError",
    "too-deep",
    `cell "${cell.name}" is ${depth} levels deep, more than ${deepest}`,
  );
}

/** Throws a LayoutError `flatten-limit`. */
export function checkCount(cell: Cell, key: number, shapes: number, vertices: number, limit: number): void {
  if (shapes <= limit && vertices <= mostVertices) return;
  const layer = factsOf(cell).layers.get(key)?.layer;
  const [what, count, most] = shapes > limit ? ["polygons", shapes, limit] : ["vertices", vertices, mostVertices];
  throw new ReticleError(
    "LayoutError",
    "flatten-limit",
    `layer ${layer} of "${cell.name}" flattens to ${formatLength(count)} ${what} or more, above the limit of ${formatLength(most)}; ask for a window, or for a larger limit`,
  );
}
