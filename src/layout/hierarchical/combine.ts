/**
 * Booleans between two layers of a cell through its hierarchy. What stands alone, an instance whose box touches nothing
 * else of the two layers, is combined once for its cell, and the result is placed as often as the cell is. All the rest
 * is flattened and combined together. The points are those of the flat boolean.
 */
import { type Affine, Box, BoxTree, hullBoxes, PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { type BooleanOperation, booleanOf } from "../../region/index.ts";
import type { Cell } from "../cell.ts";
import { checkFlattening, defaultFlattenLimit } from "../flatten.ts";
import { Flattener } from "../flattener.ts";
import { childrenFirst, factsOf } from "../hierarchy.ts";
import type { Reference } from "../reference.ts";
import { isRigid } from "../rigid.ts";

/** Of a cell with more members of references than this, each is flattened: their boxes would take too much room. */
const mostMembers = 2 ** 21;

/** @param keys  keys of the layers; an operation with one layer merges it */
export function combine(
  cell: Cell,
  operation: BooleanOperation,
  keys: readonly [number, number] | readonly [number],
  limit = defaultFlattenLimit,
): PolygonSet {
  for (const key of keys) checkFlattening(cell, key, limit);
  return new Combiner(cell, operation, keys).resultOf(cell);
}

class Combiner {
  readonly #operation: BooleanOperation;
  readonly #keys: readonly number[];
  readonly #done = new Map<Cell, PolygonSet>();
  /** Cells in and below which everything is turned by quarters and keeps its size: they are the same wherever they are. */
  readonly #rigid = new Map<Cell, boolean>();

  constructor(top: Cell, operation: BooleanOperation, keys: readonly number[]) {
    this.#operation = operation;
    this.#keys = keys;
    for (const cell of childrenFirst([top])) {
      const below = cell.references;
      this.#rigid.set(
        cell,
        below.every((reference) => isRigid(reference) && this.#rigid.get(reference.cell) === true),
      );
    }
  }

  /** In the cell's own coordinates. */
  resultOf(cell: Cell): PolygonSet {
    const known = this.#done.get(cell);
    if (known !== undefined) return known;
    const { alone, together } = this.#sortOut(cell);
    const flat = this.#keys.map((key) => {
      const builder = new PolygonSetBuilder();
      const flattener = new Flattener(key, builder);
      const own = cell.shapesAt(key);
      if (own !== undefined && own.count > 0) builder.append(own.outlines());
      for (const { reference, affine } of together) flattener.visit(reference.cell, affine, null, Infinity);
      return builder.view();
    });
    const result = new PolygonSetBuilder();
    result.append(booleanOf(this.#operation, flat[0], flat[1] ?? PolygonSet.empty));
    for (const { reference, affine } of alone) appendPlaced(result, this.resultOf(reference.cell), affine, reference);
    const set = result.build();
    this.#done.set(cell, set);
    return set;
  }

  /** The members of a cell's references: those that stand alone, and those that have to be looked at together. */
  #sortOut(cell: Cell): { alone: Member[]; together: Member[] } {
    const members: Member[] = [];
    const boxes: number[] = [];
    const references = cell.references.filter((reference) => this.#boxOf(reference.cell) !== null);
    const isTooMuch = references.reduce((sum, { count }) => sum + count, 0) > mostMembers;
    for (const reference of references) {
      const below = this.#boxOf(reference.cell) as Box;
      for (let row = 0; row < reference.rows; row++) {
        for (let column = 0; column < reference.columns; column++) {
          const [x, y] = reference.displacement(column, row);
          const affine = reference.transform.moved(x, y);
          members.push({ reference, affine });
          const { left, bottom, right, top } = affine.box(below);
          boxes.push(Math.floor(left), Math.floor(bottom), Math.ceil(right), Math.ceil(top));
        }
      }
    }
    if (isTooMuch || members.length === 0) return { alone: [], together: members };
    const own = this.#keys.flatMap((key) => {
      const shapes = cell.shapesAt(key);
      return shapes === undefined || shapes.count === 0 ? [] : [hullBoxes(shapes.outlines())];
    });
    const all = new Int32Array(boxes.length + own.reduce((sum, list) => sum + list.length, 0));
    all.set(boxes);
    let at = boxes.length;
    for (const list of own) {
      all.set(list, at);
      at += list.length;
    }
    const tree = new BoxTree(all);
    const alone: Member[] = [];
    const together: Member[] = [];
    members.forEach((member, i) => {
      const isSame = isRigid(member.reference) && this.#rigid.get(member.reference.cell) === true;
      const box = new Box(all[4 * i], all[4 * i + 1], all[4 * i + 2], all[4 * i + 3]);
      (isSame && tree.touching(box).length === 1 ? alone : together).push(member);
    });
    return { alone, together };
  }

  /** Around both layers, in and below a cell; null where there is neither. */
  #boxOf(cell: Cell): Box | null {
    const { layers } = factsOf(cell);
    let box: Box | null = null;
    for (const key of this.#keys) {
      const facts = layers.get(key);
      if (facts === undefined || facts.shapes === 0 || facts.outer === null) continue;
      box = box === null ? facts.outer : box.or(facts.outer);
    }
    return box;
  }
}

/** A placed cell. */
interface Member {
  readonly reference: Reference;
  readonly affine: Affine;
}

/** Mirrored hulls would run clockwise: their rings are turned round. */
function appendPlaced(result: PolygonSetBuilder, set: PolygonSet, affine: Affine, { mirror }: Reference): void {
  if (!mirror) {
    result.append(set, affine);
    return;
  }
  const placed = new PolygonSetBuilder(set.vertexCount, set.count);
  placed.append(set, affine);
  const { xy, rings, polygons } = placed.view();
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    for (let i = rings[ring], j = rings[ring + 1] - 1; i < j; i++, j--) {
      const [x, y] = [xy[2 * i], xy[2 * i + 1]];
      xy.copyWithin(2 * i, 2 * j, 2 * j + 2);
      xy[2 * j] = x;
      xy[2 * j + 1] = y;
    }
  }
  result.append(new PolygonSet(xy, rings, polygons));
}
